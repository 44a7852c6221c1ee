"""What every template may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def marketplace(request: HttpRequest) -> dict[str, Any]:
    """The marketplace's own names."""
    return {
        "marketplace": settings.MARKETPLACE_NAME,
        "support_email": settings.SUPPORT_EMAIL,
        "demo": settings.DEMO,
    }

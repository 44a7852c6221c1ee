"""What every template may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from anam.marketplace import current


def marketplace(request: HttpRequest) -> dict[str, Any]:
    """The marketplace's own names. A page for when nothing can be asked is marked with `asks_nothing`."""
    now = current.marketplace(ask=not getattr(request, "asks_nothing", False))
    return {
        "marketplace": now.name,
        "support_email": now.support_email,
        "accent": now.accent.removeprefix("#"),
        "has_terms": now.has_terms,
        "has_privacy": now.has_privacy,
        "demo": settings.DEMO,
    }

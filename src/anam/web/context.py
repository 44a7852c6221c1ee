"""What every template may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

STYLE_SHEETS = [
    f"anam/{name}.css"
    for name in (
        *("tokens", "ground", "words", "frame", "button", "pill", "row", "field", "notice", "sheet", "timeline"),
        *("picture", "order", "shop", "postal", "prose", "help", "account", "writing", "effects"),
    )
]


def marketplace(request: HttpRequest) -> dict[str, Any]:
    """The marketplace's own names."""
    return {
        "marketplace": settings.MARKETPLACE_NAME,
        "support_email": settings.SUPPORT_EMAIL,
        "demo": settings.DEMO,
        "style_sheets": STYLE_SHEETS,
    }

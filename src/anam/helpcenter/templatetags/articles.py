"""What the Support Center's templates need."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# As in Django's json_script: nothing that could end the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def for_search_engines(facts: dict[str, Any]) -> SafeString:
    """`facts` as a block of JSON-LD. It is no script: nothing in it runs, and the page's CSP has nothing to allow."""
    written = json.dumps(facts, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')

"""One section of an article's page, to stand on another page."""

import re

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

_HEADING = re.compile(r"<h([1-6])( id=\"[^\"]*\")?>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="[^"]*"')
_SUBHEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)


def section_of(html: str, anchor: str) -> tuple[str, SafeString] | None:
    """The heading with that anchor, or one it had before, and what stands under it; `html` was cleaned before.

    Without ids, which could be on the other page as well, and without headings, which have another place there.
    """
    headings = list(_HEADING.finditer(html))
    for i, heading in enumerate(headings):
        if f' id="{anchor}"' not in heading[0]:
            continue
        ends = next((one.start() for one in headings[i + 1 :] if one[1] <= heading[1]), len(html))
        body = _ID.sub("", html[heading.end() : ends])
        return strip_tags(heading[3]).strip(), mark_safe(_SUBHEADING.sub(r"<p><strong>\1</strong></p>", body))
    return None

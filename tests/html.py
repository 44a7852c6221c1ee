"""Pages as a browser takes them: where a template breaks its lines makes no difference."""

import re


def squeezed(page: str) -> str:
    """`page` with one space for many, and none beside a tag."""
    return re.sub(r" ?([<>]) ?", r"\1", re.sub(r"\s+", " ", page))

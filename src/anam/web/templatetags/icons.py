"""lucide's icons, each drawn once in a process: to make its SVG anew for each place costs a page a millisecond.

Templates load it as `lucide`, in place of the package's own (TEMPLATES).
"""

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide

register = template.Library()
register.simple_tag(lru_cache(maxsize=512)(lucide), name="lucide")

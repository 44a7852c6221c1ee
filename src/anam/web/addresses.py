"""Addresses of our own pages, each put together once in a process.

Django looks for the pattern of an address anew for each link of a list, which costs it as much as a query does.
"""

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse


def address_of(name: str, *args: Any, **kwargs: Any) -> str:
    """`reverse`: the address of the page of that name. Raises NoReverseMatch where there is none."""
    return _put_together(get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=8192)
def _put_together(prefix: str, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    # What the site is mounted at, `prefix`, is part of the address: Django adds it by itself.
    return reverse(name, args=args, kwargs=dict(kwargs))

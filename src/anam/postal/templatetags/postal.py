"""Addresses in templates."""

from django import template

from anam.postal.address import Address
from anam.postal.lines import in_short, lines_of

register = template.Library()


@register.filter
def address_lines(address: Address) -> list[str]:
    """Line by line, as its country writes it."""
    return lines_of(address)


@register.filter
def address_in_short(address: Address) -> str:
    """In one line, for a list to choose from."""
    return in_short(address)

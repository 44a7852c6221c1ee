"""Where an order goes, in an e-mail about it: put in at the moment when it is sent, so that no e-mail of ours keeps it.

What is kept has a mark in its place. Whether its reader may see the address, and how much, says who knows orders.
"""

from collections.abc import Callable

from django.utils.html import escape

from anam.mail.models import Email

MARK = "[[the address]]"
GONE = "See the order’s page for the address."

Lines = Callable[[Email], list[str]]
_ask: list[Lines] = []


def register(lines: Lines) -> None:
    """Have `lines` asked for the address that an e-mail shows. Once, when the program starts."""
    if lines not in _ask:
        _ask.append(lines)


def filled_in(email: Email) -> tuple[str, str]:
    """The text and the HTML of `email` with the address that it shows, as its reader may see it now."""
    if not email.shows_address:
        return email.text, email.html
    lines = next((found for ask in _ask if (found := ask(email))), [GONE])
    html = "<br>".join(f'<bdi dir="auto">{escape(line)}</bdi>' for line in lines)
    return email.text.replace(MARK, "\n".join(lines), 1), email.html.replace(MARK, html, 1)

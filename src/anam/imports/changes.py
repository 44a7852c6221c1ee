"""What another system says of an order, kept from one import to the next, and what of it has changed since."""

from collections import Counter
from typing import Any

from anam.imports.parsed import ParsedOrder
from anam.words import listed, money

# These are alike in every format of a system; how it words a status, or names a line, is not.
_EVERYWHERE = ("placed", "total", "paid", "refunded", "cancelled")
_MAX_LINES = 1000


def facts_of(parsed: ParsedOrder) -> dict[str, Any]:
    """What its file says of it, in words."""
    total = sum(line.total for line in parsed.lines) - parsed.discount + parsed.shipping + parsed.tax
    total += sum(line.shipping for line in parsed.lines)
    sent = sum(line.sent for line in parsed.lines)
    return {
        "status": parsed.status,
        "placed": f"{parsed.placed_at:%Y-%m-%d %H:%M:%S} UTC",
        "total": money(total, parsed.currency),
        "paid": money(parsed.payment.captured, parsed.currency),
        "refunded": money(parsed.payment.refunded, parsed.currency),
        "payment": parsed.payment.status,
        "cancelled": "yes" if parsed.cancelled_at else "no",
        "sent": "no" if not sent else "all of it" if sent == len(parsed.lines) else "a part",
        "arrived": "yes" if parsed.completed_at else "no",
        "lines": [f"{line.quantity} × {line.title}" for line in parsed.lines[:_MAX_LINES]],
    }


def changes(then: dict[str, Any], now: dict[str, Any], *, same_source: bool, here: str) -> str:
    """What differs, with both values, and how the order stands `here`; "" where nothing does."""
    names = [name for name in now if name != "lines"] if same_source else list(_EVERYWHERE)
    found = [
        f"{name} was “{then[name]}” and is “{now[name]}”" for name in names if name in then and then[name] != now[name]
    ]
    if same_source:
        gone, new = (Counter(one) - Counter(other) for one, other in _both(then["lines"], now["lines"]))
        found += [f"{listed(sorted(gone))} is gone from it"] if gone else []
        found += [f"{listed(sorted(new))} is new in it"] if new else []
    if not found:
        return ""
    return f"It has changed there since it came in: {'; '.join(found)}. Here it stays as it is: {here.lower()}."


def _both(then: list[str], now: list[str]) -> tuple[tuple[list[str], list[str]], tuple[list[str], list[str]]]:
    return (then, now), (now, then)

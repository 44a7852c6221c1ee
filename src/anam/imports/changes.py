"""What another system says of an order, kept from one import to the next, and what of it has changed since."""

from collections import Counter
from datetime import datetime
from typing import Any

from anam.coded import Coded, Worded, coded
from anam.imports.parsed import ParsedOrder
from anam.imports.sentences import words

# These are alike in every format of a system; how it words a status, or names a line, is not.
_EVERYWHERE = ("placed", "total", "paid", "refunded", "cancelled")
_MAX_LINES = 1000


def facts_of(parsed: ParsedOrder) -> dict[str, Any]:
    """What its file says of it."""
    total = sum(line.total for line in parsed.lines) - parsed.discount + parsed.shipping + parsed.tax
    total += sum(line.shipping for line in parsed.lines)
    sent = sum(line.sent for line in parsed.lines)
    return {
        "status": parsed.status,
        "placed": f"{parsed.placed_at:%Y-%m-%d %H:%M:%S} UTC",
        "total": [total, parsed.currency],
        "paid": [parsed.payment.captured, parsed.currency],
        "refunded": [parsed.payment.refunded, parsed.currency],
        "payment": parsed.payment.status,
        "cancelled": _is_so(parsed.cancelled_at),
        "sent": coded("none_of_it" if not sent else "all_of_it" if sent == len(parsed.lines) else "a_part"),
        "arrived": _is_so(parsed.completed_at),
        "lines": [f"{line.quantity} × {line.title}" for line in parsed.lines[:_MAX_LINES]],
    }


def changes(then: dict[str, Any], now: dict[str, Any], *, same_source: bool, here: str) -> tuple[Worded, ...]:
    """What differs, with both values, and the status of the order `here`; nothing where nothing does."""
    names = [name for name in now if name != "lines"] if same_source else list(_EVERYWHERE)
    found = [
        coded(f"{name}_differs", then=then[name], now=now[name])
        for name in names
        if name in then and then[name] != now[name]
    ]
    if same_source:
        gone, new = (Counter(one) - Counter(other) for one, other in _both(then["lines"], now["lines"]))
        found += [coded("lines_gone", lines=sorted(gone))] if gone else []
        found += [coded("lines_new", lines=sorted(new))] if new else []
    if not found:
        return ()
    return (words("changed_there", changes=found, here=coded(f"here_{here}")),)


def _is_so(at: datetime | None) -> Coded:
    return coded("is_so" if at else "is_not_so")


def _both(then: list[str], now: list[str]) -> tuple[tuple[list[str], list[str]], tuple[list[str], list[str]]]:
    return (then, now), (now, then)

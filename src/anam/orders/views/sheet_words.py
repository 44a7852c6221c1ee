"""The strip at the foot of the sheet: two short lines of what will happen, and one sentence for whoever listens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from anam.orders.cancellation.plan import Plan, ProductPlan
from anam.orders.models import Order
from anam.words import count, day_and_clock, listed, money

# From so many products on the strip says how many, and lists them where it is opened.
MANY = 3


@dataclass(frozen=True)
class Strip:
    """`head` and `rest` as they stand; `missing`: what is still to be chosen before anything can happen."""

    head: str
    rest: str
    missing: str

    @property
    def said(self) -> str:
        return f"{self.head}. {self.rest}."


def strip_of(order: Order, shown: dict[str, Any], products: Sequence[ProductPlan]) -> Strip:
    """What the strip says of the plan that is `shown`, which carries its token (D11)."""
    missing = listed(_missing(shown))
    notified = f"{listed([*(one.name for one in shown['buyer_members']), 'you'])} will be notified"
    if shown["act"] == "ask":
        later = "When support has told them" if not missing else f"Not asked yet: choose {missing}"
        parts = [_money(shown["plan"]), _stock(products, shown)]
        return Strip(later, "Until then nothing changes" if missing else ", ".join(filter(None, parts)), missing)
    if missing:
        return Strip(f"Not cancelled yet: choose {missing}", notified, missing)
    rest = _stock(products, shown)
    return Strip(_money(shown["plan"]), rest or notified, "")


def told_words(at: datetime | None, *, now: datetime) -> str:
    """'today at 08:21', or 'on Fri 20 Nov, 14:02', in the reader's time zone."""
    if at is None:
        return "before"
    here = timezone.localtime(at)
    return f"today at {here:%H:%M}" if here.date() == timezone.localtime(now).date() else f"on {day_and_clock(at)}"


def _missing(shown: dict[str, Any]) -> list[str]:
    found = []
    if shown["chosen"] is None:
        found.append("a reason")
    if shown["missing"]:
        found.append("the items")
    if shown["stock_missing_now"]:
        found.append("the stock")
    return found


def _money(plan: Plan) -> str:
    how = plan.money
    amount = money(how.amount, how.currency)
    if how.kind == "nothing" or not how.amount:
        return "No money moves"
    if how.kind == "less":
        return f"{amount} less is charged"
    if how.holder:
        return f"{how.holder} is to {'release' if how.kind == 'void' else 'refund'} {amount}"
    return f"{amount} released, nothing charged" if how.kind == "void" else f"{amount} refunded"


def _stock(products: Sequence[ProductPlan], shown: dict[str, Any]) -> str:
    """'Mug, oatmeal 56→0, plate 48→54, 6 orders affected'."""
    changed = [one for one in products if one.after != one.before]
    if len(changed) >= MANY:
        parts = [f"Stock of {count(len(changed), 'product')} changes"]
    else:
        parts = [f"{one.title} {one.before}→{one.after}" for one in changed]
    if products and not changed:
        parts = ["Stock stays as it is"]
    others = shown["others_count"]
    if others:
        parts.append(f"{count(others, 'other order')} affected")
    return ", ".join(parts)

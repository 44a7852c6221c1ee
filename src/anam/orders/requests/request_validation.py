"""A buyer's own request: when they may ask to cancel or to remove lines, and what they may ask for."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse

from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.models import CancellationRequest, Order
from anam.orders.status import OPEN
from anam.refusals import Next, Refusal
from anam.words import day_and_clock

BUYER_ASKED = "buyer_asked"
MIN_WORDS, MAX_WORDS = 10, 1000


def latest_request(order: Order) -> CancellationRequest | None:
    """The last thing that the buyer asked for, answered or not."""
    if not getattr(order, "has_requests", True):  # for_page has looked already
        return None
    asked = order.requests.select_related("asked_by", "answered_by").prefetch_related("lines__line")
    return asked.order_by("-id").first()


def validate_may_ask(order: Order, request: CancellationRequest | None, *, now: datetime) -> Refusal | None:
    """Why the buyer of `order` cannot ask now (UTC, the database's clock); None where they can. D13."""
    see = Next("See the order", reverse("buyer-order", args=[order.number]))
    if order.status not in OPEN:
        moved = no_longer_possible(order)
        return Refusal(moved.code, moved.message, see)
    if request is not None and request.is_open:
        return Refusal("request_open", f"You have asked already; {order.maker.name} has not answered yet.", see)
    until = order.placed_at + order.policy.buyer_request_window
    if now >= until:
        return Refusal(
            "request_window_closed",
            f"The time to ask for a change ended {day_and_clock(until)}. {order.maker.name} may still agree.",
            Next(f"Write to {order.maker.name}", f"{see.url}#write"),
        )
    return None


def validate_request_words(words: str) -> Refusal | None:
    """What is wrong with the words of a request, or of an answer that says no."""
    length = len(words)
    if length < MIN_WORDS:
        return Refusal("request_words", f"Say why, in at least {MIN_WORDS} characters; this has {length}.", Next(""))
    if length > MAX_WORDS:
        return Refusal("request_words", f"This is too long: {length:,} characters of at most {MAX_WORDS:,}.", Next(""))
    return None


def quantities_of(request: CancellationRequest) -> dict[int, int]:
    """How many of which line, by its id; empty where the whole order is meant."""
    return {one.line_id: one.quantity for one in request.lines.all()}


def wanted(order: Order, asked: Mapping[int, int]) -> dict[int, int]:
    """Of what was `asked`, by line id, what `order` still has: nothing else can be removed."""
    left = {line.pk: line.left for line in order.lines.all()}
    return {pk: min(number, left[pk]) for pk, number in asked.items() if number > 0 and left.get(pk)}

"""An order as it comes out, for each reader what they may know of it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from anam.api.shapes.fields import Currency, Holder, Moment, Money, Shape
from anam.coded import worded
from anam.media.html import absolute
from anam.media.pictures import largest, measure
from anam.orders.details import detail_rows
from anam.orders.models import CancelledLine, Line, Order
from anam.orders.requests.request_validation import BUYER_ASKED
from anam.orders.sentences import EXPLANATIONS
from anam.orders.ship_to.visibility import ship_to_for
from anam.people.models import User
from anam.policy.models import Reason

Side = Literal["maker", "buyer", "support"]


class PictureOut(Shape):
    url: str
    """WebP; what it leads to never changes."""
    width: int
    height: int
    alt: str
    """What it shows, in words."""


class LineOut(Shape):
    id: int
    sku: str
    title: str
    quantity: int
    declined_quantity: int
    unit_price: Money
    discount: Money
    tax: Money
    """What is known of this line alone; `totals` include it."""
    total: Money
    """`quantity` times `unit_price`."""
    pictures: list[PictureOut]
    """Of what was ordered, as it was when it was ordered."""


class TotalsOut(Shape):
    items: Money
    shipping: Money
    """As it was announced."""
    shipping_is_exact: bool
    """false: it is the most that it can cost."""
    shipping_charged: Money | None
    """What it cost; null while nobody has said."""
    tax: Money
    discount: Money
    total: Money
    """As it was ordered."""
    removed: Money
    """What the parts came to that were cancelled."""
    due: Money
    """What is charged: `total` without them, with what the shipping cost."""


class OperationOut(Shape):
    id: int
    kind: Literal["capture", "void", "refund", "release"]
    """release: of an authorisation that another one stands in the place of."""
    amount: Money
    state: Literal[
        "queued", "sent", "processing", "done", "refused", "unknown", "failed", "superseded", "recorded_manually"
    ]
    reference: str = ""
    """The proof of whoever confirmed it. Not for the buyer."""
    at: Moment
    """When it ended; until then, since when it waits."""


class PaymentOut(Shape):
    status: Literal[
        "none", "authorised", "captured", "void_pending", "voided", "refund_pending", "refunded", "expired", "failed"
    ]
    authorised: Money
    captured: Money
    refunded: Money
    holder: Holder | None
    """Where the money is: at a gateway, or `external`, held by another system or person; null: there is none."""
    holder_name: str
    """The other system, by name."""
    pay_by: Moment | None
    """Not null: the bank did not authorise the card, and until then the buyer can confirm it or give another; then the
    order is cancelled. Do not ship it before this is null again."""
    operations: list[OperationOut]
    """What is to happen to the money, and what has, the first first."""


class ContactOut(Shape):
    at: Moment
    how: str
    """message, or what support did: email, phone, other."""


class CancelledLineOut(Shape):
    id: int
    sku: str
    title: str
    quantity: int
    returned: int = 0
    """How many went back to the stock. Not for the buyer."""


class PartOut(Shape):
    by: str | None
    """Who did it; null: the marketplace itself."""
    on_behalf_of: Literal["maker", "buyer", "marketplace"]
    reason: str | None
    """Its key. A buyer is given it where the reason is meant for them."""
    reason_words: str
    """The reason in the reader's words; "" where the buyer is told none."""
    explanation: str
    note: str = ""
    """The private note. Not for the buyer."""
    at: Moment
    lines: list[CancelledLineOut]


class CancellationOut(PartOut):
    in_time: bool


class AnyCancellationOut(CancellationOut):
    final: bool
    """Whether it left nothing of the order."""


class RefundOut(Shape):
    by: str
    reason: Literal["damaged", "lost", "returned", "goodwill", "other"]
    words: str
    note: str = ""
    """The private note. For support alone."""
    amount: Money
    at: Moment
    """When it was decided; what becomes of the money, `payment.operations` say."""
    done_at: Moment | None
    """When somebody had done it outside Anam, as was recorded; null: it was asked for here."""
    withdrawn_at: Moment | None
    """When it was said that this record was wrong, and that nothing is to go back."""
    lines: list[CancelledLineOut]


class ReturnedLineOut(Shape):
    id: int
    sku: str
    title: str
    quantity: int
    came_back: int | None
    """null: not received yet."""
    restock: bool | None = None
    """Whether it goes to the stock once it is refunded. Not for the buyer; null: not received yet."""


class ReturnOut(Shape):
    id: int
    status: Literal["asked", "agreed", "sent", "received", "refunded", "refused"]
    asked_as: Literal["buyer", "support"]
    by: str
    """Who asked for it."""
    words: str
    asked_at: Moment
    instructions: str
    """Where to send it; "" before it is agreed."""
    send_by: Moment | None
    """When the buyer is reminded, if nothing has come back."""
    carrier: str
    tracking: str
    sent_at: Moment | None
    received_at: Moment | None
    refusal: str
    """Why it was refused."""
    closed_at: Moment | None
    case: int = 0
    """The `id` of the case. For support alone."""
    lines: list[ReturnedLineOut]


class ShipToOut(Shape):
    """Where it is sent. After a decline, a cancellation, or 90 days past completion a maker sees city and country."""

    id: int
    """Of this text; where an order is sent elsewhere, it has another. Events tell it, and never the text."""
    name: str
    company: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str
    """ISO 3166 alpha-2"""
    phone: str
    is_whole: bool
    """false: only city and country are told."""
    doubts: list[str]
    """The fields that seem wrong, which nobody has confirmed yet: ask before you ship."""


class OrderOut(Shape):
    """One order."""

    number: str
    reference: str
    source: str
    maker: str
    buyer: str
    status: Literal["placed", "accepted", "shipped", "completed", "declined", "cancelled"]
    placed_at: Moment
    decline_by: Moment
    accepted_at: Moment | None
    shipped_at: Moment | None
    completed_at: Moment | None
    carrier: str
    tracking: str
    ship_to: ShipToOut | None
    """null: nobody has said."""
    currency: Currency
    lines: list[LineOut]
    totals: TotalsOut
    payment: PaymentOut
    contact: ContactOut | None
    cancellation: CancellationOut | None
    """The final one."""
    cancellations: list[AnyCancellationOut]
    """All of them, the parts too, the first first."""
    removals: list[PartOut]
    """The parts that were cancelled while the rest went on: another name for those of `cancellations`."""
    refunds: list[RefundOut]
    """What support has given back after it shipped, the first first."""
    returns: list[ReturnOut]
    """What the buyer sends back, the first first."""


def side(name: str) -> Side:
    """`name` as one of the sides."""
    known: dict[str, Side] = {"maker": "maker", "buyer": "buyer", "support": "support"}
    return known[name]


def side_of(user: User, *, maker_id: int) -> Side:
    """As whom `user` reads an order that they may see."""
    if user.is_support:
        return "support"
    return "maker" if user.maker and user.maker.pk == maker_id else "buyer"


def order_out(order: Order, user: User) -> OrderOut:
    """`order`, from `with_details`, as `user` may see it. No query."""
    side = side_of(user, maker_id=order.maker_id)
    payment = getattr(order, "payment", None)
    ended = [(row["final"], _cancellation(row, side)) for row in detail_rows(order, "cancellations")]
    columns = (
        "number",
        "status",
        "reference",
        "source",
        "placed_at",
        "decline_by",
        "accepted_at",
        "shipped_at",
        "completed_at",
        "carrier",
        "tracking",
        "currency",
    )
    return OrderOut(
        **{name: getattr(order, name) for name in columns},
        ship_to=ship_to_out(order, side),
        maker=order.maker.slug,
        buyer=order.buyer.slug,
        lines=[_line(row) for row in detail_rows(order, "lines")],
        totals=TotalsOut(
            items=order.items_total,
            shipping=order.shipping,
            shipping_is_exact=order.shipping_is_exact,
            shipping_charged=order.shipping_charged,
            tax=order.tax,
            discount=order.discount,
            total=order.total,
            removed=order.removed,
            due=order.due,
        ),
        payment=PaymentOut(
            status=payment.status if payment else "none",
            **{name: getattr(payment, name, 0) for name in ("authorised", "captured", "refunded")},
            holder=payment.holder if payment else None,
            holder_name=payment.holder_name if payment else "",
            pay_by=order.pay_by if order.is_unpaid else None,
            operations=[_operation(row, side) for row in detail_rows(order, "operations")],
        ),
        contact=ContactOut(at=order.contacted_at, how=order.contacted_how) if order.contacted_at else None,
        cancellation=next((CancellationOut(**facts) for final, facts in ended if final), None),
        cancellations=[AnyCancellationOut(**facts, final=final) for final, facts in ended],
        removals=[PartOut(**_without(facts, "in_time")) for final, facts in ended if not final],
        refunds=[_refund(row, side) for row in detail_rows(order, "refunds")],
        returns=[_return(row, side) for row in detail_rows(order, "returns")],
    )


def ship_to_out(order: Order, side: Side) -> ShipToOut | None:
    """Where `order`, from `with_details`, goes, as that side may see it."""
    shown = ship_to_for(order, side, now=order.read_at)  # type: ignore[attr-defined]
    if shown is None:
        return None
    return ShipToOut(id=shown.id, is_whole=shown.is_whole, doubts=list(shown.doubts), **asdict(shown.address))


def _line(row: dict[str, Any]) -> LineOut:
    pictures = [picture_out(row["picture"], alt=row["title"])] if row["picture"] else []
    return LineOut(**_without(row, "picture"), total=row["quantity"] * row["unit_price"], pictures=pictures)


def picture_out(key: str, *, alt: str) -> PictureOut:
    """The largest file of a picture."""
    width, height = measure(key)
    return PictureOut(url=absolute(key, largest(key)), width=width, height=height, alt=alt)


def _refund(row: dict[str, Any], side: Side) -> RefundOut:
    """A refund of support; the note is theirs alone, and what came back to the stock is not for the buyer."""
    facts = row if side == "support" else _without(row, "note")
    lines = [_without(line, "returned") if side == "buyer" else line for line in row["lines"]]
    return RefundOut(**{**facts, "lines": lines})


def _return(row: dict[str, Any], side: Side) -> ReturnOut:
    """A return; its case is for support alone, and what the stock does not for the buyer."""
    facts = row if side == "support" else _without(row, "case")
    lines = [_without(line, "restock") if side == "buyer" else line for line in row["lines"]]
    return ReturnOut(**{**facts, "lines": lines})


def _operation(row: dict[str, Any], side: Side) -> OperationOut:
    """An operation; its reference is for support and the maker."""
    return OperationOut(**(_without(row, "reference") if side == "buyer" else row))


def _cancellation(row: dict[str, Any], side: Side) -> dict[str, Any]:
    """A cancellation; the private note, and what came back to the stock, are not for the buyer."""
    reason = ReasonTold(**row["reason"])
    facts: dict[str, Any] = {name: row[name] for name in ("by", "on_behalf_of", "at", "in_time")}
    facts["explanation"] = row["explanation"] or worded(row["explained_by"], EXPLANATIONS)
    facts["reason"] = reason_key(reason, side)
    facts["reason_words"] = reason.for_buyer if side == "buyer" else reason.label
    if side == "buyer":
        lines = [{name: line[name] for name in line if name != "returned"} for line in row["lines"]]
        return {**facts, "lines": lines}
    return {**facts, "lines": row["lines"], "note": row["note"]}


def _without(facts: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key != name}


def cancelled_line(one: CancelledLine, line: Line, side: Side) -> CancelledLineOut:
    """How much of which line; what came back to the stock is not for the buyer."""
    facts: dict[str, Any] = {"id": line.pk, "sku": line.sku, "title": line.title, "quantity": one.quantity}
    return CancelledLineOut(**facts) if side == "buyer" else CancelledLineOut(**facts, returned=one.returned)


@dataclass(frozen=True)
class ReasonTold:
    """What is told of a reason, and to whom."""

    key: str
    label: str
    for_buyer: str
    fault: str


def reason_key(reason: Reason | ReasonTold, side: Side) -> str | None:
    """The key of a reason. A buyer is given it where they are told the reason, and no fault is laid at their door."""
    told = reason.key == BUYER_ASKED or (reason.for_buyer and reason.fault != Reason.Fault.BUYER)
    return reason.key if side != "buyer" or told else None

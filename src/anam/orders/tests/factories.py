"""A small world with an order in every status, made by the actions alone: what `anam verify` is tested on."""

from dataclasses import dataclass, field
from datetime import timedelta

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.notifications.engine import notify_of
from anam.orders.cancellation.cancel import cancel
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.complete import complete
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.payments.correct_record import correct_record
from anam.orders.returns.ask_return import ask_return
from anam.orders.returns.refund_return import refund_return
from anam.orders.returns.refuse_return import refuse_return
from anam.orders.tests.escalation_factories import WORDS, escalation_orders
from anam.orders.tests.refund_factories import REFUND_WORDS, refund, settle, shipped_order
from anam.orders.tests.request_factories import request_orders
from anam.orders.tests.return_factories import WHY, mug_of, order_return
from anam.payments.actions.execute import execute
from anam.payments.models import PaymentOperation, SandboxFault
from anam.payments.proof import Proof
from anam.payments.states import OPEN
from conftest import Cast

NOTE = "They never pay in time & shout."


@dataclass
class Scenario:
    cast: Cast
    orders: dict[str, Order] = field(default_factory=dict)

    @property
    def ids(self) -> dict[str, int]:
        """What the SQL that breaks something calls the rows: each order by its name, and a few of the cast."""
        cast = self.cast
        others = {
            "weaves": cast.weaves,
            "harbor": cast.harbor,
            "byrne": cast.byrne,
            "otto": cast.otto,
            "mug": cast.mug,
            "bowl": cast.bowl,
            "sam": cast.sam,
        }
        return {name: row.pk for name, row in {**self.orders, **others}.items()}


def build(cast: Cast) -> Scenario:
    """Orders that wait, go on, were cut down or called off, each way; all money but that of "pending" is settled."""
    scenario = Scenario(cast)
    write_as_buyer("Do you ship to Portland?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    scenario.orders["placed"] = cast.order()
    for name in ("accepted", "shipped", "completed"):
        scenario.orders[name] = _go_on(cast, cast.order(), until=name)
    for name, payment, reason in (
        ("declined", "authorised", "too_late"),
        ("refunded", "captured", "other"),
        ("kept", "none", "damaged"),
        ("pending", "authorised", "capacity"),
    ):
        scenario.orders[name] = _decline(cast, cast.order(payment=payment), reason)
    for name, payment in (("cancelled", "captured"), ("unpaid", "none")):
        scenario.orders[name] = _cancel(cast, cast.order(payment=payment))
    _let_go_on(scenario)
    scenario.orders |= escalation_orders(cast) | request_orders(cast)
    scenario.orders["cut"] = _decline_part(cast, cast.order(payment="captured"))
    scenario.orders["sent_back"] = _send_back(cast)
    scenario.orders["by_hand"] = _record_by_hand(cast)
    scenario.orders["taken_back"] = _take_back(cast)
    scenario.orders["unsettled"] = _refuse_capture(cast)
    scenario.orders["emptied"] = _decline(cast, cast.order(), "out_of_stock")
    _settle_all_but(scenario.orders["pending"])
    for entry_id in Entry.objects.values_list("pk", flat=True):
        notify_of(entry_id=entry_id)
    for message_id in Message.objects.filter(kind="letter").values_list("pk", flat=True):
        notify_of(message_id=message_id)
    return scenario


def _go_on(cast: Cast, order: Order, *, until: str) -> Order:
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    if until != "accepted":
        ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    if until == "completed":
        settle(order)
        complete(order.number, buyer=cast.harbor, by=cast.ines)
    return order


def _decline(cast: Cast, order: Order, reason: str) -> Order:
    contact(order.number, maker=cast.byrne, by=cast.hanna, message=f"About {order.number}: I cannot make it.")
    return decline(order.number, maker=cast.byrne, by=cast.hanna, reason=reason, explanation=WORDS, note=NOTE)


def _decline_part(cast: Cast, order: Order) -> Order:
    contact(order.number, maker=cast.byrne, by=cast.hanna, message=f"About {order.number}: two of them broke.")
    mug = order.lines.get(product=cast.mug)
    return decline(
        order.number,
        maker=cast.byrne,
        by=cast.hanna,
        reason="damaged",
        explanation=WORDS,
        note=NOTE,
        quantities={mug.pk: 2},
    )


def _cancel(cast: Cast, order: Order) -> Order:
    return cancel(
        order.number, by=cast.ines, acting_as="buyer", on_behalf_of="buyer", reason="buyer_asked", explanation=""
    )


def _let_go_on(scenario: Scenario) -> None:
    """An accepted order that its buyer has written about, and one that the other maker was asked for long ago."""
    cast = scenario.cast
    body = "How is it coming along?"
    accepted = scenario.orders["accepted"]
    write_as_buyer(body, buyer=cast.harbor, maker=cast.byrne, by=cast.ines, order=accepted)
    scenario.orders["overdue"] = cast.order(placed=timedelta(days=9))


def _send_back(cast: Cast) -> Order:
    """One that has shipped, of which two mugs came back."""
    order = shipped_order(cast)
    refund(cast, order, quantities={order.lines.get(sku="MUG-01").pk: 2}, reason="returned", note=NOTE)
    settle(order)
    return order


def _record_by_hand(cast: Cast) -> Order:
    """One of which somebody gave money back outside Anam, and recorded it; once that was wrong."""
    order = shipped_order(cast)
    refund(cast, order, amount=100, done=Proof("BANK-1"))
    wrong = refund(cast, order, amount=200, done=Proof("BANK-2"))
    operation_id = wrong.operations.get().pk
    correct_record(order.number, operation_id, by=cast.sam, words="Of another order of theirs.", still_due=False)
    return order


def _take_back(cast: Cast) -> Order:
    """One of which two mugs were sent back and refunded, and then nothing more was taken back."""
    one = order_return(cast, until="received")
    money = {"reason": "returned", "words": REFUND_WORDS, "quantities": {mug_of(one.order): 2}}
    refund_return(one.order.number, one.pk, by=cast.sam, **money)
    settle(one.order)
    asked = {"buyer": cast.harbor, "by": cast.ines, "words": WHY, "quantities": {mug_of(one.order): 1}}
    second = ask_return(one.order.number, **asked)
    refuse_return(one.order.number, second.pk, by=cast.sam, words="It fell from your own shelf.")
    return one.order


def _refuse_capture(cast: Cast) -> Order:
    """One that has shipped, and that the gateway refuses to charge for."""
    order = cast.order()
    SandboxFault.objects.create(reference="", mode="refuse")
    _go_on(cast, order, until="shipped")
    settle(order)
    SandboxFault.objects.all().delete()
    return order


def _settle_all_but(pending: Order) -> None:
    for operation in PaymentOperation.objects.exclude(payment__order=pending).filter(state__in=OPEN):
        execute(operation.pk)

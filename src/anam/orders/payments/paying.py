"""Is a buyer asked to confirm or change the card of an order? One answer for its page, button and action (M6)."""

from anam.orders.cancellation.eligibility import no_longer_possible
from anam.orders.models import Order
from anam.orders.status import OPEN as OPEN_ORDERS
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import OPEN, State
from anam.refusals import Next, Refusal

NOT_ASKED = "Nothing is asked of you: this order is not paid through a page of ours."
CHECKED = "Your card was checked, and it is charged when this ships. There is nothing to confirm."
AUTHORISED = "Your card is authorised for this order; it is charged when this ships. There is nothing to confirm."
ASKED_NOW = "Your bank is being asked about your card just now. Look again in a minute."


def why_not_pay(order: Order) -> Refusal | None:
    """Why the buyer of `order` has nothing to confirm; None where the bank has refused, or let go of the money."""
    if order.status not in OPEN_ORDERS:
        refusal = no_longer_possible(order)
        return Refusal(refusal.code, refusal.message, Next("See the order", order.page_for("buyer")))
    payment: Payment | None = getattr(order, "payment", None)
    if payment is None or not payment.gateway_method or amount_to_hold(order) <= 0:  # a page of a gateway saved a card
        return Refusal("nothing_to_pay", NOT_ASKED, Next(""))
    last = last_authorisation(payment)
    if last and last.state in OPEN:
        return Refusal("payment_unknown", ASKED_NOW, Next(""))
    if payment.status in (Payment.Status.FAILED, Payment.Status.EXPIRED) or is_not_renewed(payment, last):
        return None
    held = payment.status == Payment.Status.AUTHORISED
    return Refusal("nothing_to_pay", AUTHORISED if held else CHECKED, Next(""))


def amount_to_hold(order: Order) -> int:
    """The most that can be due of it when it ships, in minor units."""
    return order.total - order.removed


def last_authorisation(payment: Payment) -> PaymentOperation | None:
    """The one that was asked for last, whatever became of it."""
    return payment.operations.filter(kind=PaymentOperation.Kind.AUTHORISE).order_by("generation").last()


def is_not_renewed(payment: Payment, last: PaymentOperation | None) -> bool:
    """Whether money is held, and the bank has refused to hold it for longer."""
    return payment.status == Payment.Status.AUTHORISED and last is not None and last.state == State.REFUSED

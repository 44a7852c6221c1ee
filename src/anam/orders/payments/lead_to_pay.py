from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from anam import jobs
from anam.clock import database_now
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.orders.payments.go_on_paying import go_on_paying
from anam.orders.payments.paying import amount_to_hold, why_not_pay
from anam.payments.actions.begin_page import begin_page
from anam.payments.actions.open_page import open_page
from anam.payments.gateways import GatewayDown, NotAsked
from anam.payments.gateways.pages import CustomerGone
from anam.payments.models import PAGE_MINUTES, GatewayPage
from anam.payments.states import NotConfirmed
from anam.people.models import Buyer
from anam.refusals import Refused

# What the card's owner agrees to at the gateway's page.
CONSENT = (
    "The sum is held on your card, and charged when {maker} ships: at most this. The card is saved for this order, so"
    " that the sum can be held for longer if need be."
)
NO_ANSWER = "The payment provider does not answer. Nothing was changed; please try again in a few minutes."
TIME_AT_PAGE = timedelta(minutes=PAGE_MINUTES)
# A page that is not led to yet lives for at least half an hour at the gateway, or it is made anew.
FRESH_FOR = timedelta(minutes=2)


def lead_to_pay(number: str, *, buyer: Buyer) -> str:
    """The address of the gateway's page where the buyer confirms or changes the card of an order. M6.

    Twice is once: as long as that page takes a card, everybody is led to the same one (D7). Raises Order.DoesNotExist
    where the order is not theirs (D1), and Refused as `why_not_pay` says, or where the gateway does not answer. Never
    called in a transaction.
    """
    _end_what_is_stale(number, buyer)
    page = _page(number, buyer)
    address = settings.SITE_URL + reverse("buyer-pay", args=[number])
    try:
        open_page(
            page,
            success_url=address,
            cancel_url=address,
            words=CONSENT.format(maker=page.payment.maker.name) if page.payment else "",
            about=f"Order {number}",
        )
    except (GatewayDown, NotAsked, CustomerGone):
        raise Refused.because("payment_unknown", NO_ANSWER) from None
    return page.url


def _end_what_is_stale(number: str, buyer: Buyer) -> None:
    """A page for another sum than is due now, or one that is over."""
    order = Order.objects.of_buyer(buyer).select_related("payment").get(number=number)
    pages = GatewayPage.objects.filter(payment__order=order, state=GatewayPage.State.OPEN)
    now = database_now()
    for page in pages:
        never_led = not page.reference and page.closes_at < now + TIME_AT_PAGE - FRESH_FOR
        if page.amount == amount_to_hold(order) and page.closes_at > now and not never_led:
            continue
        try:
            go_on_paying(order.payment.pk, close=True)
        except NotConfirmed:
            raise Refused.because("payment_unknown", NO_ANSWER) from None


@transaction.atomic
def _page(number: str, buyer: Buyer) -> GatewayPage:
    """The one that is open, or a new one. Raises Refused."""
    order = lock(Order.objects.of_buyer(buyer), number)
    if refusal := why_not_pay(order):
        raise Refused(refusal)
    payment = order.payment
    opened = GatewayPage.objects.filter(payment=payment, state=GatewayPage.State.OPEN)
    if page := opened.select_related("payment__maker", "buyer").first():
        return page
    page = begin_page(
        buyer=order.buyer,
        holder=payment.holder,
        payment=payment,
        amount=amount_to_hold(order),
        closes_at=database_now() + TIME_AT_PAGE,
    )
    jobs.defer(jobs.to_do("orders.go_on_paying", delay=TIME_AT_PAGE + FRESH_FOR, payment_id=payment.pk))
    return page

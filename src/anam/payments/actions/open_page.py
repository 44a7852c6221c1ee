from django.db import IntegrityError, transaction

from anam.elsewhere import leave_the_database
from anam.payments.gateways import GatewayDown
from anam.payments.gateways.pages import CustomerGone, HostsPages, PageRequest, Where
from anam.payments.gateways.registry import pages_of
from anam.payments.models import GatewayCustomer, GatewayPage


def open_page(page: GatewayPage, *, success_url: str, cancel_url: str, words: str, about: str) -> None:
    """Have the gateway open `page`, and keep where it is: `page.url`. One that is open already stays that one.

    The addresses are those to which the browser comes back; `words` is what the card's owner agrees to. Raises
    GatewayDown, NotAsked. Never called in a transaction.
    """
    if page.reference:
        return
    pages = pages_of(page.holder)
    leave_the_database()
    where = pages.account()
    paid = _paid_there(page)
    for _ in range(2):
        customer = _customer(page, pages, where)
        request = PageRequest(customer.reference, success_url, cancel_url, page.closes_at, words, about, *paid)
        leave_the_database()
        try:
            opened = pages.open_page(request)
            break
        except CustomerGone:
            customer.delete()
    else:
        raise CustomerGone
    # Of two that were opened at once nobody is led to the other one, and it closes by itself.
    GatewayPage.objects.filter(pk=page.pk, reference="", state=GatewayPage.State.OPEN).update(
        account=where.account,
        livemode=where.live,
        customer=customer.reference,
        reference=opened.reference,
        url=opened.url,
    )
    page.refresh_from_db()
    if page.state == GatewayPage.State.CLOSED:  # it was given up meanwhile
        raise GatewayDown


def _paid_there(page: GatewayPage) -> tuple[int, str, str, str]:
    """The sum, its currency, what was checked out together, and the number of the order; of a card alone nothing."""
    if page.payment is None:
        return 0, "", "", ""
    order = page.payment.order
    return page.amount, page.payment.currency, page.payment.transfer_group, order.number if order else ""


def _customer(page: GatewayPage, pages: HostsPages, where: Where) -> GatewayCustomer:
    """The buyer as this account knows them; whoever is second keeps to what the first has made."""
    of_buyer = {"buyer": page.buyer, "holder": page.holder, "account": where.account, "livemode": where.live}
    if known := GatewayCustomer.objects.filter(**of_buyer).first():
        return known
    buyer = page.buyer
    leave_the_database()
    reference = pages.create_customer(buyer_id=buyer.pk, name=buyer.name)
    try:
        with transaction.atomic():
            return GatewayCustomer.objects.create(**of_buyer, reference=reference)
    except IntegrityError:
        return GatewayCustomer.objects.get(**of_buyer)

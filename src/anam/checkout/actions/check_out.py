from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from anam import jobs
from anam.checkout.actions.carry_through import carry_through
from anam.checkout.actions.lead_to_page import lead_to_page
from anam.checkout.basket import Part, parts_of, preview_token
from anam.checkout.models import Checkout, CheckoutItem, CheckoutPart
from anam.checkout.paying import CANNOT_PAY, CARD, INVOICE, how_to_pay, is_held_at_once, why_not_payable
from anam.clock import database_now
from anam.payments.actions.begin_page import begin_page
from anam.payments.actions.open_payment import open_external_payment, open_payment
from anam.payments.models import PAGE_MINUTES, GatewayPage, Payment
from anam.people.models import Buyer, User
from anam.postal.models import PostalAddress, ShopAddress
from anam.refusals import Refused

# A checkout that its web process never finished is given up after this.
TIME_TO_FINISH = timedelta(minutes=10)
# One that leads to a page of the gateway's is looked at when that is over, if nobody has come back, and given up later.
TIME_AT_PAGE = timedelta(minutes=PAGE_MINUTES)
TIME_TO_LOOK, TIME_TO_COME_BACK = TIME_AT_PAGE + timedelta(minutes=2), TIME_AT_PAGE + timedelta(minutes=25)


def check_out(
    *, buyer: Buyer, by: User, key: UUID, ship_to: int | None = None, card: str = "", announced: str = ""
) -> Checkout:
    """Turn the basket into one order for each maker, each with its own payment and reserved stock.

    `key` is the press of the button: the same key finds the same checkout (D7); another buyer's raises
    Checkout.DoesNotExist. `ship_to` is the id of one of the shop's addresses, the preferred one if not given; each
    order keeps a copy. `announced` is the fingerprint of the basket that was shown, if one was. What is
    wrong with the basket is Refused with nothing begun. Where the gateway takes cards at its own page, the checkout is
    under way when this ends, and the buyer is to be led to `checkout.page.url`; `go_on` does the rest. Else each order
    is placed or not by itself, and says why (D8). Money never moves inside a transaction.
    """
    checkout = Checkout.objects.filter(key=key, buyer=buyer).select_related("page").first()
    if checkout:
        lead_to_page(checkout)
        return checkout
    checkout, new = _begin(buyer, by, key, ship_to, card, announced)
    lead_to_page(checkout)
    if new and checkout.page is None:
        carry_through(checkout)
    checkout.refresh_from_db()
    return checkout


@transaction.atomic
def _begin(buyer: Buyer, by: User, key: UUID, ship_to: int | None, card: str, announced: str) -> tuple[Checkout, bool]:
    Buyer.objects.select_for_update(no_key=True).get(pk=buyer.pk)
    if duplicate := Checkout.objects.filter(key=key).first():
        if duplicate.buyer_id != buyer.pk:
            raise Checkout.DoesNotExist
        return duplicate, False
    chosen = chosen_address(buyer, ship_to)
    parts = _checked(parts_of(buyer, to=chosen.address.country if chosen else ""), announced, chosen)
    now = database_now()
    page = _page(buyer, now)
    checkout = Checkout.objects.create(key=key, buyer=buyer, by=by, begun_at=now, page=page, ship_to=_copy(chosen))
    for part in parts:
        own = CheckoutPart.objects.create(
            checkout=checkout,
            maker=part.maker,
            payment=_payment_of(part, card, checkout),
            shipping=part.shipping,
        )
        CheckoutItem.objects.bulk_create(
            CheckoutItem(part=own, product=line.product, quantity=line.quantity, unit_price=line.product.unit_price)
            for line in part.lines
        )
    if page:
        jobs.defer(jobs.to_do("checkout.go_on", delay=TIME_TO_LOOK, checkout_id=checkout.pk))
    time = TIME_TO_COME_BACK if page else TIME_TO_FINISH
    jobs.defer(jobs.to_do("checkout.abandon", delay=time, checkout_id=checkout.pk))
    return checkout, True


def chosen_address(buyer: Buyer, wanted: int | None) -> ShopAddress | None:
    """Of the shop's addresses the one that is wanted, if it is there still; else the preferred one, if there is any."""
    theirs = list(ShopAddress.objects.of_buyer(buyer))
    first = theirs[0] if theirs else None
    return next((one for one in theirs if one.pk == wanted), None if wanted else first)


def _copy(chosen: ShopAddress | None) -> PostalAddress | None:
    return chosen.address.copied() if chosen else None


def _page(buyer: Buyer, now: datetime) -> GatewayPage | None:
    """Where the buyer's card is entered, unless it is here."""
    if how_to_pay() != CARD:
        return None
    return begin_page(buyer=buyer, holder=settings.PAYMENT_GATEWAY, closes_at=now + TIME_AT_PAGE)


def _payment_of(part: Part, card: str, checkout: Checkout) -> Payment:
    """By card, with the operation that holds its amount, if that is held now; on invoice nothing is asked (M1)."""
    if how_to_pay() == INVOICE:
        return open_external_payment(maker=part.maker, currency=part.currency, holder_name=INVOICE)
    return open_payment(
        maker=part.maker,
        currency=part.currency,
        amount=part.total if is_held_at_once(part) else 0,
        holder=settings.PAYMENT_GATEWAY,
        card=card,
        group=str(checkout.key),
        at=checkout.begun_at,
    )


def _checked(parts: list[Part], announced: str, to: ShopAddress | None) -> list[Part]:
    """`parts`, if they can be ordered, and are what the buyer was shown. Raises Refused."""
    if not how_to_pay():
        raise Refused.because("cannot_pay_here", CANNOT_PAY)
    if not parts:
        raise Refused.because("basket_empty", "The basket is empty.", "Look at the storefronts", "/")
    if to is None:
        raise Refused.because("address_needed", "Say where the orders are to be sent.")
    for words in (words for part in parts for words in (*part.wrong, why_not_payable(part)) if words):
        raise Refused.because("basket_wrong", words, "Change the basket", "/basket/")
    if announced and announced != preview_token(parts):
        raise Refused.because(
            "basket_changed", "A price or the basket changed while you were looking. Look at it again, then order."
        )
    return parts

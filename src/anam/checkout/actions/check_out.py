from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from anam import jobs
from anam.checkout.actions.abandon import give_up
from anam.checkout.basket import Part, parts_of, preview_token
from anam.checkout.models import BasketLine, Checkout, CheckoutItem, CheckoutPart
from anam.checkout.paying import CANNOT_PAY, INVOICE, how_to_pay
from anam.clock import database_now
from anam.coded import Coded, coded
from anam.orders.fulfilment.place import Item, place
from anam.payments.actions.authorise import authorise
from anam.payments.actions.open_payment import open_external_payment, open_payment
from anam.payments.models import Payment
from anam.payments.states import OPEN, State
from anam.people.models import Buyer, User
from anam.refusals import Refused, refusal_words

# A checkout that its web process never finished is given up after this.
TIME_TO_FINISH = timedelta(minutes=10)


def check_out(*, buyer: Buyer, by: User, key: UUID, card: str, announced: str = "") -> Checkout:
    """Turn the basket into one order for each maker, each with its own authorised payment and held stock.

    `key` is the press of the button: the same key finds the same checkout (D7); another buyer's raises
    Checkout.DoesNotExist. `announced` is the fingerprint of the basket that was shown, if one was. What is
    wrong with the basket is Refused with nothing begun; a refused card or goods that went meanwhile give a
    failed checkout, with every authorisation given back (D8). Money never moves inside a transaction.
    """
    checkout = Checkout.objects.filter(key=key, buyer=buyer).first()
    if checkout:
        return checkout
    checkout, new = _begin(buyer, by, key, card, announced)
    if new:
        _carry_through(checkout)
        checkout.refresh_from_db()
    return checkout


@transaction.atomic
def _begin(buyer: Buyer, by: User, key: UUID, card: str, announced: str) -> tuple[Checkout, bool]:
    Buyer.objects.select_for_update(no_key=True).get(pk=buyer.pk)
    if duplicate := Checkout.objects.filter(key=key).first():
        if duplicate.buyer_id != buyer.pk:
            raise Checkout.DoesNotExist
        return duplicate, False
    parts = _checked(parts_of(buyer), announced)
    now = database_now()
    checkout = Checkout.objects.create(key=key, buyer=buyer, by=by, begun_at=now)
    for part in parts:
        payment = _payment_of(part, card, now)
        own = CheckoutPart.objects.create(
            checkout=checkout, maker=part.maker, payment=payment, shipping=part.front.shipping
        )
        CheckoutItem.objects.bulk_create(
            CheckoutItem(part=own, product=line.product, quantity=line.quantity, unit_price=line.product.unit_price)
            for line in part.lines
        )
    jobs.defer(jobs.to_do("checkout.abandon", delay=TIME_TO_FINISH, checkout_id=checkout.pk))
    return checkout, True


def _payment_of(part: Part, card: str, now: datetime) -> Payment:
    """By card, with the operation that holds its amount; on invoice, nothing is held and nothing is asked (M1)."""
    if how_to_pay() == INVOICE:
        return open_external_payment(maker=part.maker, currency=part.currency, holder_name=INVOICE)
    return open_payment(
        maker=part.maker,
        currency=part.currency,
        amount=part.total,
        holder=settings.PAYMENT_GATEWAY,
        card=card,
        at=now,
    )


def _checked(parts: list[Part], announced: str) -> list[Part]:
    """`parts`, if they can be ordered, and are what the buyer was shown. Raises Refused."""
    if not how_to_pay():
        raise Refused.because("cannot_pay_here", CANNOT_PAY)
    if not parts:
        raise Refused.because("basket_empty", "The basket is empty.", "Look at the storefronts", "/")
    for words in (words for part in parts for words in part.wrong):
        raise Refused.because("basket_wrong", words, "Change the basket", "/basket/")
    if announced and announced != preview_token(parts):
        raise Refused.because(
            "basket_changed", "A price or the basket changed while you were looking. Look at it again, then order."
        )
    return parts


def _carry_through(checkout: Checkout) -> None:
    try:
        for part in checkout.parts.select_related("payment").order_by("pk"):
            if why := _why_not_reserved(part.payment):
                return give_up(checkout, why)
        _place_orders(checkout)
    except Refused as refused:
        give_up(checkout, coded("refused", why=refused.refusal.kept))


def _why_not_reserved(payment: Payment) -> Coded:
    """Hold its amount on the card; why, where that is not certain. On invoice nothing is held."""
    if payment.is_external:
        return {}
    state = authorise(payment)
    if state in OPEN:
        return coded("no_answer")
    return {} if state == State.DONE else coded("card_was_refused")


@transaction.atomic
def _place_orders(checkout: Checkout) -> None:
    under_way = Checkout.objects.select_for_update().filter(pk=checkout.pk, state=Checkout.State.UNDER_WAY).first()
    if under_way is None:
        raise Refused.because("checkout_over", refusal_words("checkout_over"))
    _take_out_of_the_basket(checkout)
    now = database_now()
    # In the order of their ids, so that two checkouts over the same makers cannot wait for each other's stock.
    parts = checkout.parts.select_related("payment", "maker").prefetch_related("items__product")
    for part in parts.order_by("maker_id"):
        items = [
            Item(one.product.title, one.quantity, one.unit_price, one.product.sku, one.product)
            for one in part.items.all()
        ]
        place(
            items,
            maker=part.maker,
            buyer=checkout.buyer,
            currency=part.payment.currency,
            by=checkout.by,
            shipping=part.shipping,
            payment=part.payment,
            placed_at=now,
        )
    Checkout.objects.filter(pk=checkout.pk).update(state=Checkout.State.PLACED)


def _take_out_of_the_basket(checkout: Checkout) -> None:
    """What was ordered, and no more: two checkouts of one basket, in two windows, give one set of orders (D7)."""
    Buyer.objects.select_for_update(no_key=True).get(pk=checkout.buyer_id)
    ordered = CheckoutItem.objects.filter(part__checkout=checkout)
    taken, _ = BasketLine.objects.filter(buyer=checkout.buyer_id, product__in=ordered.values("product")).delete()
    if taken < ordered.count():
        raise Refused.because("basket_changed", refusal_words("basket_changed"))

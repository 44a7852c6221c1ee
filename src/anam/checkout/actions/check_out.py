from uuid import UUID

from django.conf import settings
from django.db import transaction

from anam.checkout.actions.abandon import give_up
from anam.checkout.basket import parts_of
from anam.checkout.jobs import abandon_checkout
from anam.checkout.models import BasketLine, Checkout, CheckoutItem, CheckoutPart
from anam.clock import database_now
from anam.orders.actions.place import Item, place
from anam.payments.actions.authorise import authorise
from anam.payments.gateways import GatewayRefused, GatewayUnknown
from anam.payments.models import Instruction, Payment
from anam.people.models import Buyer, User
from anam.refusals import Refused

# A checkout that its web process never finished is given up after this.
MINUTES_TO_FINISH = 10


def check_out(*, buyer: Buyer, by: User, key: UUID, card: str) -> Checkout:
    """Turn the basket into one order for each maker, each with its own authorised payment and held stock.

    `key` is the press of the button: the same key finds the same checkout (D7). What is wrong with the
    basket is Refused with nothing begun; a refused card or goods that went meanwhile give a failed checkout,
    with every authorisation given back (D8). Money never moves inside a transaction.
    """
    checkout = Checkout.objects.filter(key=key, buyer=buyer).first()
    if checkout:
        return checkout
    checkout, new = _begin(buyer, by, key, card)
    if new:
        _carry_through(checkout)
        checkout.refresh_from_db()
    return checkout


@transaction.atomic
def _begin(buyer: Buyer, by: User, key: UUID, card: str) -> tuple[Checkout, bool]:
    Buyer.objects.select_for_update(no_key=True).get(pk=buyer.pk)
    if twin := Checkout.objects.filter(key=key, buyer=buyer).first():
        return twin, False
    parts = parts_of(buyer)
    if not parts:
        raise Refused.because("basket_empty", "The basket is empty.", "Look at the storefronts", "/")
    for words in (words for part in parts for words in part.wrong):
        raise Refused.because("basket_wrong", words, "Change the basket", "/basket/")
    now = database_now()
    checkout = Checkout.objects.create(key=key, buyer=buyer, by=by, begun_at=now)
    for part in parts:
        payment = Payment.objects.create(
            maker=part.maker, currency=part.currency, gateway=settings.PAYMENT_GATEWAY, card=f"card ending {card}"
        )
        Instruction.objects.create(
            payment=payment, maker=part.maker, kind=Instruction.Kind.AUTHORISE, amount=part.total,
            key=f"authorise-{payment.pk}", asked_at=now,
        )  # fmt: skip
        own = CheckoutPart.objects.create(
            checkout=checkout, maker=part.maker, payment=payment, shipping=part.front.shipping
        )
        CheckoutItem.objects.bulk_create(
            CheckoutItem(part=own, product=line.product, quantity=line.quantity, unit_price=line.product.unit_price)
            for line in part.lines
        )
    abandon_checkout.configure(schedule_in={"minutes": MINUTES_TO_FINISH}).defer(checkout_id=checkout.pk)
    return checkout, True


def _carry_through(checkout: Checkout) -> None:
    try:
        for part in checkout.parts.select_related("payment"):
            authorise(part.payment)
        _place_orders(checkout)
    except GatewayRefused:
        give_up(checkout, "Your card was refused. Nothing was ordered and nothing was charged.")
    except GatewayUnknown:
        give_up(
            checkout, "The payment gateway does not answer. Nothing was ordered; please try again in a few minutes."
        )
    except Refused as refused:
        give_up(checkout, f"{refused.refusal.message} Nothing was ordered and nothing was charged.")


@transaction.atomic
def _place_orders(checkout: Checkout) -> None:
    under_way = Checkout.objects.select_for_update().filter(pk=checkout.pk, state=Checkout.State.UNDER_WAY).first()
    if under_way is None:
        raise Refused.because("checkout_over", "This took too long and was given up.")
    now = database_now()
    for part in checkout.parts.select_related("payment", "maker").prefetch_related("items__product"):
        items = [
            Item(one.product.title, one.quantity, one.unit_price, one.product.sku, one.product)
            for one in part.items.all()
        ]
        place(
            items, maker=part.maker, buyer=checkout.buyer, currency=part.payment.currency, by=checkout.by,
            shipping=part.shipping, payment=part.payment, placed_at=now,
        )  # fmt: skip
    Checkout.objects.filter(pk=checkout.pk).update(state=Checkout.State.PLACED)
    BasketLine.objects.filter(buyer=checkout.buyer).delete()

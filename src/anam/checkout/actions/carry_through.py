from django.db import transaction

from anam import jobs
from anam.checkout.actions.abandon import forget_address, give_up
from anam.checkout.models import BasketLine, Checkout, CheckoutItem, CheckoutPart
from anam.checkout.still_sold import keep_on_sale, why_not_sold
from anam.clock import database_now
from anam.coded import Coded, coded
from anam.orders.fulfilment.place import Item, place
from anam.payments.actions.authorise import authorise
from anam.payments.models import Payment, PaymentOperation
from anam.payments.states import OPEN, State
from anam.people.models import Buyer
from anam.refusals import Refused, refusal_words


def carry_through(checkout: Checkout) -> None:
    """Hold what is to be held for each part of a checkout, place its order: each by itself, or why not. D7, D8, M6.

    A maker who has closed meanwhile gets no order, and for it nothing is held. What was held for a part without an
    order is given back. Never called in a transaction.
    """
    try:
        _validate_basket(checkout)
        for part in checkout.parts.select_related("payment").order_by("pk"):
            CheckoutPart.objects.filter(pk=part.pk).update(why=why_not_sold(part) or _why_not_reserved(part.payment))
        _place_orders(checkout)
    except Refused as refused:
        give_up(checkout, coded("refused", why=refused.refusal.kept))


def _why_not_reserved(payment: Payment) -> Coded:
    """Hold its amount on the card; why, where that is not certain. What is held later, or by nobody, is not asked."""
    authorisation = payment.operations.filter(kind=PaymentOperation.Kind.AUTHORISE)
    if not authorisation.exists():
        return {}
    state = authorise(payment)
    if state == State.DONE:
        return {}
    if state in OPEN:
        return coded("part_unanswered")
    return coded("part_not_authorised", why=authorisation.latest("generation").why or coded("card_refused"))


@transaction.atomic
def _place_orders(checkout: Checkout) -> None:
    under_way = Checkout.objects.select_for_update().filter(pk=checkout.pk, state=Checkout.State.UNDER_WAY).first()
    if under_way is None:
        raise Refused.because("checkout_over", refusal_words("checkout_over"))
    Buyer.objects.select_for_update(no_key=True).get(pk=checkout.buyer_id)
    _validate_basket(checkout)
    # In the order of their ids, so that two checkouts over the same makers cannot wait for each other's stock.
    parts = checkout.parts.select_related("payment", "maker").prefetch_related("items__product")
    whys = [part.why or _refuse(part) or _place(checkout, part) for part in parts.order_by("maker_id")]
    missing = [why for why in whys if why]
    if len(missing) == len(whys):
        give_up(checkout, _why_nothing(missing))
        return
    Checkout.objects.filter(pk=checkout.pk).update(state=Checkout.State.PLACED)
    forget_address(checkout)
    if missing:
        jobs.defer(jobs.to_do("checkout.abandon", checkout_id=checkout.pk))


def _refuse(part: CheckoutPart) -> Coded:
    """Why its maker does not take it any more, kept with the part; else it stays so until it is placed."""
    keep_on_sale(part)
    if why := why_not_sold(part):
        CheckoutPart.objects.filter(pk=part.pk).update(why=why)
    return why


def _place(checkout: Checkout, part: CheckoutPart) -> Coded:
    """Why its order could not be placed, if it was not: then the others are placed all the same."""
    items = [
        Item(one.product.title, one.quantity, one.unit_price, one.product.sku, one.product) for one in part.items.all()
    ]
    try:
        place(
            items,
            maker=part.maker,
            buyer=checkout.buyer,
            currency=part.payment.currency,
            by=checkout.by,
            shipping=part.shipping,
            shipping_is_exact=False,
            payment=part.payment,
            ship_to=checkout.ship_to.address if checkout.ship_to else None,
            ship_to_confirmed=bool(checkout.ship_to and checkout.ship_to.confirmed),
            placed_at=database_now(),
        )
    except Refused as refused:
        why = refused.refusal.kept
        CheckoutPart.objects.filter(pk=part.pk).update(why=why)
        return why
    BasketLine.objects.filter(buyer=checkout.buyer_id, product__in=part.items.values("product")).delete()
    return {}


def _why_nothing(whys: list[Coded]) -> Coded:
    """Why a checkout came to nothing, where none of its orders could be placed."""
    of_all = {"part_unanswered": coded("no_answer"), "part_not_authorised": coded("card_was_refused")}
    return of_all.get(whys[0]["code"]) or coded("refused", why=whys[0])


def _validate_basket(checkout: Checkout) -> None:
    """Two checkouts of one basket, in two windows, give one set of orders (D7). Raises Refused."""
    ordered = CheckoutItem.objects.filter(part__checkout=checkout)
    there = BasketLine.objects.filter(buyer=checkout.buyer_id, product__in=ordered.values("product"))
    if there.count() < ordered.count():
        raise Refused.because("basket_changed", refusal_words("basket_changed"))

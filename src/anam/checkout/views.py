"""The basket and the checkout."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from anam.catalog.models import MAX_OF_ONE, Product
from anam.catalog.paging import back_to_product
from anam.checkout.actions.check_out import check_out, chosen_address
from anam.checkout.actions.go_on import go_on
from anam.checkout.basket import for_basket, parts_of, preview_token, put_in, set_to
from anam.checkout.models import Checkout
from anam.checkout.paying import CANNOT_PAY, HELD_FOR_DAYS, how_to_pay, made_up_cards
from anam.digits import read_number
from anam.orders.models import Order
from anam.payments.states import NotConfirmed
from anam.postal.actions.keep_address import keep_address
from anam.postal.forms import AddressForm
from anam.postal.models import ShopAddress
from anam.postal.views import country_of, show_form
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


def _say_in_basket(request: BuyerRequest, *, refused: Refusal, status: int) -> HttpResponse:
    """Where the press came from: a product's own page, or its storefront."""
    messages.error(request, refused.message)
    return back_to_product(request, get_object_or_404(Product.objects.select_related("maker"), pk=_read(request)[0]))


@buyer_required
@handles(refused=_say_in_basket)
def basket(request: BuyerRequest) -> HttpResponse:
    """What the buyer is about to order; sent to, it adds a product."""
    if request.method != "POST":
        preferred = ShopAddress.objects.of_buyer(request.buyer).first()  # what most of its orders are sent to
        return _show(request, "checkout/basket.html", chosen=preferred)
    product_id, quantity = _read(request)
    product = for_basket(product_id)
    if product is None:
        raise Http404
    if quantity < 1:
        messages.error(request, "Say how many, as a whole number from 1.")
    else:
        now_in = put_in(request.buyer, product, quantity)
        messages.success(request, f"{product.title}: {now_in:,} in your basket.")
    return back_to_product(request, product)


@buyer_required
@handles(refused="basket")
def change(request: BuyerRequest) -> HttpResponse:
    """Another quantity, typed, or the next `step` above or below what was typed; none takes the product out."""
    if request.method == "POST":
        product_id, quantity = _read(request)
        if quantity < 0:
            messages.error(request, "Say how many, as a whole number; 0 takes it out.")
        else:
            step = {"1": 1, "-1": -1}.get(request.POST.get("step", ""), 0)
            set_to(request.buyer, product_id, quantity, step=step)
    return redirect("basket")


def _show_checkout(request: BuyerRequest, **more: Any) -> HttpResponse:
    theirs = list(ShopAddress.objects.of_buyer(request.buyer))
    chosen = chosen_address(request.buyer, _wanted(request))
    return _show(request, "checkout/checkout.html", chosen=chosen, addresses=theirs, **more)


def _wanted(request: BuyerRequest) -> int | None:
    """The id of the address that was chosen, if one was."""
    return read_number((request.POST if request.method == "POST" else request.GET).get("ship_to", ""))


@buyer_required
@handles(refused=_show_checkout, not_found=Checkout.DoesNotExist)
def checkout(request: BuyerRequest) -> HttpResponse:
    """The last look before ordering, and the ordering."""
    if request.method != "POST":
        return _show_checkout(request)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return redirect("checkout")
    announced = request.POST.get("announced", "")
    made = check_out(
        buyer=request.buyer,
        by=request.user,
        key=key,
        ship_to=_wanted(request),
        card=_test_card(request),
        announced=announced,
    )
    if made.page and made.page.url and made.state == Checkout.State.UNDER_WAY:
        return redirect(made.page.url)
    return redirect("checkout-done", made.key)


def _show_address(request: BuyerRequest, **more: Any) -> HttpResponse:
    form = AddressForm.of(request, kept=None, country=country_of(request.buyer))
    basket = {"back": reverse("checkout"), "back_words": "Checkout", "title": "Where to?", "button": "Send it here"}
    return show_form(request, form, page=basket, **more)


@buyer_required
@handles(refused=_show_address, status=422)
def new_address(request: BuyerRequest) -> HttpResponse:
    """Another address, on the way through the checkout: kept with the shop's, and chosen."""
    form = AddressForm.of(request, kept=None, country=country_of(request.buyer))
    if request.method != "POST" or form.changes_shape:
        return _show_address(request)
    kept = keep_address(form.address, buyer=request.buyer, by=request.user, confirmed=form.is_confirmed)
    return redirect(f"{reverse('checkout')}?ship_to={kept.pk}")


def _test_card(request: BuyerRequest) -> str:
    """The one that was chosen, in a demo; elsewhere no card is entered here."""
    cards = made_up_cards()
    chosen = request.POST.get("card", "")
    return chosen if chosen in cards else next(iter(cards), "")


@buyer_required
def done(request: BuyerRequest, key: UUID) -> HttpResponse:
    """What came of a checkout. Whoever comes back here from the page for their card has it go on."""
    made = get_object_or_404(Checkout.objects.select_related("page"), key=key, buyer=request.buyer)
    _go_on(made)
    orders = Order.objects.of_buyer(request.buyer).filter(payment__in=made.parts.values("payment")).for_list()
    missing = made.parts.filter(payment__order=None).exclude(why={}).select_related("maker")
    shown = {"checkout": made, "orders": orders.select_related("payment").order_by("id"), "missing": missing}
    return render(request, "checkout/done.html", shown)


@buyer_required
def cancel(request: BuyerRequest, key: UUID) -> HttpResponse:
    """The buyer has left the page for their card by its way back: they are not asked again whether they meant it."""
    made = get_object_or_404(Checkout.objects.select_related("page"), key=key, buyer=request.buyer)
    _go_on(made, cancelled=True)
    return redirect("checkout-done", made.key)


def _go_on(made: Checkout, *, cancelled: bool = False) -> None:
    """Where it cannot now, the page says so, and a job does it later."""
    if made.page is None or made.state != Checkout.State.UNDER_WAY:
        return
    with suppress(NotConfirmed):
        go_on(made.pk, cancelled=cancelled)
    made.refresh_from_db()


def _read(request: BuyerRequest) -> tuple[int, int]:
    """The product's id and the quantity; 0 and -1 stand for what makes no sense."""
    quantity = read_number(request.POST.get("quantity", "").strip(), digits=9)
    return read_number(request.POST.get("product", "")) or 0, -1 if quantity is None else min(quantity, MAX_OF_ONE)


def _show(
    request: BuyerRequest,
    template: str,
    *,
    chosen: ShopAddress | None = None,
    addresses: Sequence[ShopAddress] = (),
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    parts = parts_of(request.buyer, to=chosen.address.country if chosen else "")
    totals: dict[str, int] = {}
    for part in parts:
        totals[part.currency] = totals.get(part.currency, 0) + part.total
    shown = {
        "parts": parts,
        "totals": totals.items(),
        "ready": bool(parts) and not any(part.wrong for part in parts),
        "paying": how_to_pay(),
        "cannot_pay": CANNOT_PAY,
        "cards": made_up_cards().items(),
        "held_for": HELD_FOR_DAYS,
        "key": uuid4(),
        "announced": preview_token(parts),
        "refused": refused,
        "chosen": chosen,
        "addresses": addresses,
    }
    return render(request, template, shown, status=status)

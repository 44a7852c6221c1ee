"""The basket and the checkout."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.checkout.actions.check_out import check_out
from anam.checkout.basket import MAX_OF_ONE, for_basket, parts_of, preview_token, put_in, set_to
from anam.checkout.models import Checkout
from anam.checkout.paying import CANNOT_PAY, how_to_pay
from anam.orders.models import Order
from anam.payments.gateways.sandbox import TEST_CARDS
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


@buyer_required
def basket(request: BuyerRequest) -> HttpResponse:
    """What the buyer is about to order; sent to, it adds a product."""
    if request.method != "POST":
        return _show(request, "checkout/basket.html")
    product_id, quantity = _read(request)
    product = for_basket(product_id)
    if product is None:
        raise Http404
    if quantity < 1:
        messages.error(request, "Say how many, as a whole number from 1.")
    else:
        now_in = put_in(request.buyer, product, quantity)
        messages.success(request, f"{product.title}: {now_in:,} in your basket.")
    return redirect("storefront", product.maker.slug)


@buyer_required
def change(request: BuyerRequest) -> HttpResponse:
    """Another quantity, typed, or one `step` more or less than what was typed; none takes the product out."""
    if request.method == "POST":
        product_id, quantity = _read(request)
        if quantity < 0:
            messages.error(request, "Say how many, as a whole number; 0 takes it out.")
        else:
            step = {"1": 1, "-1": -1}.get(request.POST.get("step", ""), 0)
            set_to(request.buyer, product_id, min(max(quantity + step, 0), MAX_OF_ONE))
    return redirect("basket")


def _show_checkout(request: BuyerRequest, **more: Any) -> HttpResponse:
    return _show(request, "checkout/checkout.html", **more)


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
    card = request.POST.get("card", "")
    if card not in {known.number for known in TEST_CARDS}:
        card = TEST_CARDS[0].number
    announced = request.POST.get("announced", "")
    made = check_out(buyer=request.buyer, by=request.user, key=key, card=card, announced=announced)
    return redirect("checkout-done", made.key)


@buyer_required
def done(request: BuyerRequest, key: UUID) -> HttpResponse:
    """What came of a checkout."""
    made = get_object_or_404(Checkout, key=key, buyer=request.buyer)
    orders = Order.objects.of_buyer(request.buyer).filter(payment__in=made.parts.values("payment")).for_list()
    return render(
        request, "checkout/done.html", {"checkout": made, "orders": orders.order_by("id"), "paying": how_to_pay()}
    )


def _read(request: BuyerRequest) -> tuple[int, int]:
    """The product's id and the quantity; 0 and -1 stand for what makes no sense."""
    sent = request.POST.get("product", "")
    quantity = request.POST.get("quantity", "").strip()
    return (
        int(sent) if sent.isdecimal() and len(sent) < 19 else 0,
        min(int(quantity), MAX_OF_ONE) if quantity.isdecimal() and len(quantity) < 10 else -1,
    )


def _show(request: BuyerRequest, template: str, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    parts = parts_of(request.buyer)
    totals: dict[str, int] = {}
    for part in parts:
        totals[part.currency] = totals.get(part.currency, 0) + part.total
    shown = {
        "parts": parts,
        "totals": totals.items(),
        "ready": bool(parts) and not any(part.wrong for part in parts),
        "paying": how_to_pay(),
        "cannot_pay": CANNOT_PAY,
        "cards": TEST_CARDS,
        "key": uuid4(),
        "announced": preview_token(parts),
        "refused": refused,
    }
    return render(request, template, shown, status=status)

"""“Tell me when it is back”: asked on a product's page or its storefront, and the reader's own list of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.catalog.actions.add_restock_alert import add_restock_alert
from anam.catalog.actions.stop_restock_alerts import stop_restock_alerts
from anam.catalog.models import Product
from anam.catalog.paging import back_to_product
from anam.catalog.restock import RestockAlert
from anam.digits import read_number
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


@buyer_required
def alerts(request: BuyerRequest) -> HttpResponse:
    """What the reader waits for, the last first."""
    theirs = RestockAlert.objects.of_user(request.user).select_related("product__maker__storefront")
    return render(request, "catalog/restock_alerts.html", {"alerts": theirs.order_by("-asked_at", "-id")})


def _say_so(request: BuyerRequest, *, refused: Refusal, status: int) -> HttpResponse:
    messages.info(request, refused.message)
    return _back(request, _product(request))


@buyer_required
@handles(refused=_say_so)
def ask(request: BuyerRequest) -> HttpResponse:
    """Have the reader told when a product that is sold out is back."""
    product = _product(request)
    add_restock_alert([product.pk], by=request.user)
    messages.success(request, f"We write to {request.user.email} once, when {product.title} is back.")
    return _back(request, product)


@buyer_required
def stop(request: BuyerRequest) -> HttpResponse:
    """Stop waiting for a product."""
    product = _product(request)
    stop_restock_alerts(request.user, product_id=product.pk)
    messages.success(request, f"We do not write when {product.title} is back.")
    return _back(request, product)


def _product(request: BuyerRequest) -> Product:
    """The one that was sent: one that everybody sees, or that the reader waits for."""
    if request.method != "POST":
        raise Http404
    pk = read_number(request.POST.get("product", ""))
    return get_object_or_404(Product.objects.seen_or_awaited_by(request.user).select_related("maker"), pk=pk)


def _back(request: BuyerRequest, product: Product) -> HttpResponse:
    """To where the form stood."""
    return redirect("restock-alerts") if request.POST.get("back") == "alerts" else back_to_product(request, product)

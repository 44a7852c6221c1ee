"""“Tell me when it is back”, about what was taken out of an order: on the buyer's page of it, and from its e-mail."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from anam.catalog.actions.add_restock_alert import add_restock_alert
from anam.catalog.actions.stop_restock_alerts import stop_restock_alerts
from anam.catalog.restock import RestockAlert
from anam.digits import read_number
from anam.orders.models import Order
from anam.orders.restock_link import products_missed, read_restock_token
from anam.orders.views.buyer import order_of_buyer
from anam.people.models import User
from anam.refusals import Refused
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


@buyer_required
@handles(refused="buyer-order")
def when_back(request: BuyerRequest, number: str) -> HttpResponse:
    """Have the reader told when something of their order is back, or no more."""
    if request.method != "POST":
        raise Http404
    for words in _do_as_sent(request, order_of_buyer(request, number), request.user):
        messages.success(request, words)
    return redirect("buyer-order", number)


@csrf_exempt  # it is opened from a mail, in programs that keep no cookies: the link itself is the permission
@never_cache
def from_email(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever holds the e-mail, without signing in. A scanner opens links too: opened, it only asks."""
    found = read_restock_token(token)
    if found is None:
        raise Http404
    user, order = found
    if request.method == "POST":
        with suppress(Refused):  # it is back already, and the page says so
            _do_as_sent(request, order, user)
        return redirect("restock-link", token)
    lines = list(order.lines.filter(declined_quantity__gt=0).select_related("product__maker__storefront"))
    missed = products_missed(lines)
    waited_for = RestockAlert.objects.products_of(user, {product.pk for product in missed})
    products = {line.product.pk: line.product for line in lines if line.product}
    shown = {
        "order": order,
        "address": user.email,
        "missed": [product for product in missed if product.pk not in waited_for],
        "waited_for": [product for product in missed if product.pk in waited_for],
        "back": [product for product in products.values() if product.is_on_sale and not product.is_sold_out],
    }
    return render(request, "orders/when_back.html", shown)


def _do_as_sent(request: HttpRequest, order: Order, user: User) -> list[str]:
    """Wait for the products that were sent, of those of the order, or stop; what was done, in words."""
    sent = {pk for one in request.POST.getlist("product") if (pk := read_number(one)) is not None}
    theirs = set(order.lines.filter(product__in=sent, declined_quantity__gt=0).values_list("product_id", flat=True))
    if not theirs:
        raise Http404
    if request.POST.get("stop"):
        for product_id in theirs:
            stop_restock_alerts(user, product_id=product_id)
        return ["We do not write about it."]
    added = add_restock_alert(theirs, by=user)
    return [f"We write to {user.email} once, when {product.title} is back." for product in added]

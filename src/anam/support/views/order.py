"""An order as support sees it: everything, and nothing to click by mistake."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from anam.clock import database_now
from anam.orders.models import Order
from anam.support.sight import order_facts
from anam.web.requests import MemberRequest, for_support


@for_support
def order_page(request: MemberRequest, number: str) -> HttpResponse:
    """One order of any maker, with its whole history."""
    try:
        order = Order.objects.for_page().get(number=number)
    except Order.DoesNotExist:
        raise Http404 from None
    now = database_now()
    return render(request, "support/order.html", {"now": now, **order_facts(order, None, now=now)})

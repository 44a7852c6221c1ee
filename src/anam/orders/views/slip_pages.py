"""Packing slips: what goes into the parcel and where it goes, without prices; a page that is made for print."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from anam.clock import database_now
from anam.orders.models import Order
from anam.orders.ship_to.packing_slip import can_make_pdf, pdf_of, slips_of
from anam.orders.status import Status
from anam.orders.views.order_page import order_of
from anam.web.requests import MakerRequest, maker_required

MAX_SLIPS = 100


@maker_required
def packing_slip(request: MakerRequest, number: str) -> HttpResponse:
    """Of one order that is still to be sent, or was."""
    return _answer(request, [order_of(request, number)])


@maker_required
def packing_slips(request: MakerRequest) -> HttpResponse:
    """Of all orders that wait to be shipped, each on a sheet of its own."""
    to_ship = Order.objects.of_maker(request.maker).with_status(Status.ACCEPTED).for_page()
    return _answer(request, list(to_ship.soonest_first(None)[:MAX_SLIPS]))


def _answer(request: MakerRequest, orders: list[Order]) -> HttpResponse:
    shown = {"slips": slips_of(orders, now=database_now()), "maker": request.maker, "can_make_pdf": can_make_pdf()}
    if "pdf" not in request.GET:
        return render(request, "orders/packing_slip.html", shown)
    if not can_make_pdf():
        raise Http404
    html = render_to_string("orders/packing_slip.html", {**shown, "as_pdf": True}, request)
    name = orders[0].number if len(orders) == 1 else "packing-slips"
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(pdf_of(html), content_type="application/pdf", headers=headers)

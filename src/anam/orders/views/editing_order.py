"""The Editing Order view, as it is asked for by its address; emails ask for it with the sheet open."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from anam.orders.views.cancel_sheet import opened_sheet
from anam.orders.views.order_page import order_of, show_order
from anam.orders.views.sheet_context import sheet_context
from anam.web.requests import MakerRequest, maker_required


@maker_required
def editing_order(request: MakerRequest, number: str) -> HttpResponse:
    """The order as its maker sees it, with the next steps. With `?cancel` the sheet is open; that changes nothing."""
    if "cancel" not in request.GET:
        return show_order(request, number)
    order = order_of(request, number)
    shown = sheet_context(request.user, order, opened_sheet(request, order))
    sheet = render_to_string("orders/decline.html#popup", shown, request)
    return show_order(request, number, opened_sheet=sheet)

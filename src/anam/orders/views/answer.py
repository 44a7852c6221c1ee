"""The maker's answer to what the buyer asked for, in the Editing Order view."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from anam.orders.forms import text
from anam.orders.models import Order
from anam.orders.requests.accept_request import accept_request
from anam.orders.requests.decline_request import decline_request
from anam.orders.views.order import order_of, show_order
from anam.refusals import Refused
from anam.web.drafts import take_draft
from anam.web.requests import MakerRequest, maker_required


@maker_required
def accept(request: MakerRequest, number: str) -> HttpResponse:
    """As you wish: cancelled, or made smaller."""
    order = order_of(request, number)
    typed = request.POST if request.method == "POST" else take_draft(request)
    words = text(typed, "answer", most=1000)
    if request.method != "POST":
        return show_order(request, order, answer=words)
    try:
        accept_request(
            number,
            among=Order.objects.of_maker(request.maker),
            by=request.user,
            acting_as="maker",
            words=words,
            preview_token=text(request.POST, "preview_token", most=64),
        )
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return show_order(request, order_of(request, number), status=409, refused=refused.refusal, answer=words)
    messages.success(request, f"It is done, as {order.buyer.name} wished. It does not count against you.")
    return redirect(order)


@maker_required
def decline(request: MakerRequest, number: str) -> HttpResponse:
    """No, and why not."""
    order = order_of(request, number)
    typed = request.POST if request.method == "POST" else take_draft(request)
    words = text(typed, "refusal")
    if request.method != "POST":
        return show_order(request, order, refusal_words=words)
    try:
        decline_request(
            number, among=Order.objects.of_maker(request.maker), by=request.user, acting_as="maker", words=words
        )
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return show_order(request, order_of(request, number), status=409, refused=refused.refusal, refusal_words=words)
    messages.success(request, f"{order.buyer.name} is told why the order stands.")
    return redirect(order)

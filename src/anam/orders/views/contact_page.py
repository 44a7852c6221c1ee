"""Telling the buyer: what do we tell them?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.conversations.composer import composer_for
from anam.conversations.forms import MessageForm, takes_pictures
from anam.orders.contacting.contact import contact
from anam.orders.contacting.contact_validation import UNFINISHED, conversation_of, suggested_message, validate_may_write
from anam.orders.status import OPEN
from anam.orders.views.order_page import order_of
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required


def _show(request: MakerRequest, number: str, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    order = order_of(request, number)
    cannot_fulfil = order.status in OPEN and order.contacted_at is None and "plain" not in request.GET
    form = composer_for(
        request,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
        order_id=order.pk,
        suggested=suggested_message(order, writer=request.user.first_name) if cannot_fulfil else "",
        refused=refused,
    )
    begun = f"Finish the sentence: why can’t you fulfil it? “{UNFINISHED}” is not sent as it stands. "
    hint = f"{begun if UNFINISHED in form.words else ''}{order.buyer.name} gets them at once, by email too."
    shown = {
        "order": order,
        "write": form.labelled(f"Your message about order {order.number}", hint=hint, rows=10),
        "cannot_write": validate_may_write(order, conversation_of(order)),
    }
    return render(request, "orders/contact.html", shown, status=status)


@takes_pictures
@maker_required
@handles(refused=_show)
def tell_buyer(request: MakerRequest, number: str) -> HttpResponse:
    """A message to the buyer about this order; with it, the order may be cancelled (D3)."""
    if request.method != "POST":
        return _show(request, number)
    order, sent = order_of(request, number), MessageForm.read(request)
    contact(
        number, maker=request.maker, by=request.user, message=sent.words, pictures=sent.pictures(), draft=sent.draft
    )
    messages.success(request, f"Your message is on its way to {order.buyer.name}.")
    return redirect(order)

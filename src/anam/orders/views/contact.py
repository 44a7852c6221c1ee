"""Telling the buyer: what do we tell them?"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from anam.conversations.composer import Composer, composer_for, sent_back
from anam.conversations.forms import MessageForm, takes_pictures
from anam.orders.contacting.contact import contact
from anam.orders.contacting.validation import UNFINISHED, conversation_of, suggested_message, validate_may_write
from anam.orders.models import Order
from anam.orders.status import OPEN
from anam.orders.views.order import order_of
from anam.refusals import Refused
from anam.web.requests import MakerRequest, maker_required


@takes_pictures
@maker_required
def tell_buyer(request: MakerRequest, number: str) -> HttpResponse:
    """A message to the buyer about this order; with it, the order may be cancelled (D3)."""
    order = order_of(request, number)
    where = {"maker_id": order.maker_id, "buyer_id": order.buyer_id, "order_id": order.pk}
    if request.method != "POST":
        cannot_fulfil = order.status in OPEN and order.contacted_at is None and "plain" not in request.GET
        suggestion = suggested_message(order, writer=request.user.first_name) if cannot_fulfil else ""
        return _form(request, order, composer_for(request, **where, suggested=suggestion))
    sent = MessageForm.read(request)
    try:
        contact(
            number, maker=request.maker, by=request.user, message=sent.words, pictures=sent.pictures(), draft=sent.draft
        )
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _form(request, order, sent_back(request, refused.refusal, words=sent.words, **where), status=409)
    messages.success(request, f"Your message is on its way to {order.buyer.name}.")
    return redirect(f"{order.get_absolute_url()}#cannot-fulfil")


def _form(request: MakerRequest, order: Order, form: Composer, *, status: int = 200) -> HttpResponse:
    begun = f"Finish the sentence: why can’t you fulfil it? “{UNFINISHED}” is not sent as it stands. "
    hint = f"{begun if UNFINISHED in form.words else ''}{order.buyer.name} gets them at once, by e-mail too."
    shown = {
        "order": order,
        "write": form.labelled(f"Your message about order {order.number}", hint=hint, rows=10),
        "cannot_write": validate_may_write(order, conversation_of(order)),
    }
    return render(request, "orders/contact.html", shown, status=status)

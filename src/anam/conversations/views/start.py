"""“Message the maker”, from a storefront: the first message opens the conversation (D4)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.between import conversation_between
from anam.conversations.composer import composer_for
from anam.conversations.forms import MessageForm, takes_pictures
from anam.people.models import Maker
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, buyer_required


def _show(request: BuyerRequest, slug: str, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    maker = get_object_or_404(Maker, slug=slug)
    form = composer_for(request, maker_id=maker.pk, buyer_id=request.buyer.pk, refused=refused)
    hint = "They answer in your Message Center; we tell you by email."
    shown = {"maker": maker, "write": form.labelled("Your message", hint=hint, rows=6)}
    return render(request, "conversations/start.html", shown, status=status)


@takes_pictures
@buyer_required
@handles(refused=_show, status=422)
def start(request: BuyerRequest, slug: str) -> HttpResponse:
    """What do I want to ask this maker? Who has written before goes on in the same conversation."""
    maker = get_object_or_404(Maker, slug=slug)
    if request.method != "POST":
        conversation = conversation_between(maker_id=maker.pk, buyer_id=request.buyer.pk)
        return redirect("messages-conversation", conversation.pk) if conversation else _show(request, slug)
    sent = MessageForm.read(request)
    posted = write_as_buyer(
        sent.words, buyer=request.buyer, maker=maker, by=request.user, pictures=sent.pictures(), draft=sent.draft
    )
    messages.success(request, f"Your message is on its way to {maker.name}.")
    return redirect("messages-conversation", posted.conversation_id)

"""“Message the maker”, from a storefront: the first message opens the conversation (D4)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.composer import Composer, composer_for, sent_back
from anam.conversations.forms import MessageForm, takes_pictures
from anam.conversations.models import Conversation
from anam.people.models import Maker
from anam.refusals import Refused
from anam.web.requests import BuyerRequest, buyer_required


@takes_pictures
@buyer_required
def start(request: BuyerRequest, slug: str) -> HttpResponse:
    """What do I want to ask this maker? Who has written before goes on in the same conversation."""
    maker = get_object_or_404(Maker, slug=slug)
    if request.method != "POST":
        conversation = Conversation.objects.between(maker_id=maker.pk, buyer_id=request.buyer.pk).first()
        if conversation:
            return redirect("messages-conversation", conversation.pk)
        return _show(request, maker, composer_for(request, maker_id=maker.pk, buyer_id=request.buyer.pk))
    sent = MessageForm.read(request)
    try:
        posted = write_as_buyer(
            sent.words, buyer=request.buyer, maker=maker, by=request.user, pictures=sent.pictures(), draft=sent.draft
        )
    except Refused as refused:
        form = sent_back(request, refused.refusal, words=sent.words, maker_id=maker.pk, buyer_id=request.buyer.pk)
        return _show(request, maker, form, status=422)
    messages.success(request, f"Your message is on its way to {maker.name}.")
    return redirect("messages-conversation", posted.conversation_id)


def _show(request: BuyerRequest, maker: Maker, form: Composer, *, status: int = 200) -> HttpResponse:
    hint = "They answer in your Message Center; we tell you by e-mail."
    shown = {"maker": maker, "write": form.labelled("Your message", hint=hint, rows=6)}
    return render(request, "conversations/start.html", shown, status=status)

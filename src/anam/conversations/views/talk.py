"""One conversation: what was said, and what do I answer?"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.mark_read import mark_read
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.forms import MessageForm, takes_pictures
from anam.conversations.models import Conversation
from anam.conversations.pages import messages_of, reading_of
from anam.conversations.queries import ConversationQuerySet
from anam.conversations.writing import Writing, sent_back, writing
from anam.mail.reach import not_reached
from anam.refusals import Refused
from anam.web.cursors import cursor_at
from anam.web.requests import BuyerRequest, MakerRequest, for_buyers, for_makers


@takes_pictures
@for_makers
def maker_talk(request: MakerRequest, pk: int) -> HttpResponse:
    """One conversation; the maker answers in it (D4)."""
    talk = find(Conversation.objects.of_maker(request.maker), pk)
    if request.method != "POST":
        return _opened(request, talk, "maker")
    form = MessageForm.read(request)
    try:
        posted = answer_as_maker(
            form.words, conversation=talk, by=request.user, pictures=form.pictures(), draft=form.draft
        )
    except Refused as refused:
        return _refused(request, talk, "maker", form, refused)
    messages.success(request, f"Your message is on its way to {talk.buyer.name}.")
    return redirect(f"{request.path}#message-{posted.message_id}")


@takes_pictures
@for_buyers
def buyer_talk(request: BuyerRequest, pk: int) -> HttpResponse:
    """One conversation; the buyer writes in it."""
    talk = find(Conversation.objects.of_buyer(request.buyer), pk)
    if request.method != "POST":
        return _opened(request, talk, "buyer")
    form = MessageForm.read(request)
    try:
        posted = write_as_buyer(
            form.words,
            buyer=request.buyer,
            maker=talk.maker,
            by=request.user,
            pictures=form.pictures(),
            draft=form.draft,
        )
    except Refused as refused:
        return _refused(request, talk, "buyer", form, refused)
    messages.success(request, f"Your message is on its way to {talk.maker.name}.")
    return redirect(f"{request.path}#message-{posted.message_id}")


def find(talks: ConversationQuerySet, pk: int) -> Conversation:
    """The conversation of that number among `talks`, with both parties; else 404 (D1)."""
    try:
        return talks.for_page().get(pk=pk)
    except Conversation.DoesNotExist:
        raise Http404 from None


def _opened(request: MakerRequest | BuyerRequest, talk: Conversation, side: str) -> HttpResponse:
    form = writing(request, maker_id=talk.maker_id, buyer_id=talk.buyer_id)
    return _show(request, talk, side, form)


def _refused(
    request: MakerRequest | BuyerRequest, talk: Conversation, side: str, form: MessageForm, refused: Refused
) -> HttpResponse:
    again = sent_back(request, refused.refusal, words=form.words, maker_id=talk.maker_id, buyer_id=talk.buyer_id)
    return _show(request, talk, side, again, status=422)


def _show(
    request: MakerRequest | BuyerRequest, talk: Conversation, side: str, form: Writing, *, status: int = 200
) -> HttpResponse:
    page = messages_of(talk, cursor=request.GET.get("before", ""))
    was_read_to = talk.read_to(side)
    new = [one for one in page.messages if one.side != side and (not was_read_to or one.sent_at > was_read_to)]
    # A page that a browser fetches before anybody asks for it is not read.
    if page.is_newest and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        mark_read(talk, side=side, by=request.user, up_to=page.newest)
    newest = page.messages[-1] if page.messages else None
    read_to = talk.read_to("buyer" if side == "maker" else "maker")
    shown = {
        "talk": talk,
        "side": side,
        "other": talk.buyer if side == "maker" else talk.maker,
        "page": page,
        "messages_about": page.messages,
        "first_new": new[0].pk if new and page.is_newest else None,
        "reading": reading_of(talk, side=side),
        "after": cursor_at(newest.sent_at, newest.pk) if newest else "",
        "other_read_to": cursor_at(read_to, talk.pk) if read_to else "",
        "write": form,
        "unreached": not_reached(conversation_id=talk.pk, party="buyer" if side == "maker" else "maker")
        if getattr(talk, "has_failed_letters", True)
        else [],
        "can_write": side == "buyer" or talk.buyer_wrote_at is not None,
        "orders": {one.order.number: one.order for one in page.messages if one.order},
    }
    return render(request, "conversations/talk.html", shown, status=status)

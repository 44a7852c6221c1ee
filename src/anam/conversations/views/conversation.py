"""One conversation: what was said, and what do I answer?"""

from typing import Any

from django.contrib import messages
from django.db.models import BigIntegerField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html

from anam.compiled import Bound, CompiledQuery
from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.mark_read import mark_read
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.composer import composer_for
from anam.conversations.forms import MessageForm, takes_pictures
from anam.conversations.models import Conversation
from anam.conversations.pages import messages_of, reading_of
from anam.mail.delivery import not_reached
from anam.people.models import Buyer, Maker
from anam.refusals import Refusal
from anam.web.cursors import cursor_at
from anam.web.handling import handles, or_404
from anam.web.requests import BuyerRequest, MakerRequest, buyer_required, maker_required

_TO_CANCEL = "To tell them that you cannot fulfil an order, write from the order itself: only then can it be cancelled."


def find(reader: Maker | Buyer, pk: int) -> Conversation:
    """The conversation of that number, with both parties, if it is one of `reader`'s; else 404 (D1)."""
    query = _FIND["maker" if isinstance(reader, Maker) else "buyer"]
    return or_404(query.first(reader=reader.pk, pk=pk))


def _find(side: str) -> CompiledQuery[Conversation]:
    its = {"pk": Bound("pk", BigIntegerField()), side: Bound("reader", BigIntegerField())}
    return CompiledQuery(lambda: Conversation.objects.filter(**its).for_page())


_FIND = {side: _find(side) for side in ("maker", "buyer")}


def _show(
    request: MakerRequest | BuyerRequest,
    conversation: Conversation,
    side: str,
    *,
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    form = composer_for(request, maker_id=conversation.maker_id, buyer_id=conversation.buyer_id, refused=refused)
    page = messages_of(conversation, cursor=request.GET.get("before", ""))
    was_read_to = conversation.read_to(side)
    new = [one for one in page.messages if one.side != side and (not was_read_to or one.sent_at > was_read_to)]
    # A page that a browser fetches before anybody asks for it is not read.
    if page.is_newest and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        mark_read(conversation, side=side, by=request.user, up_to=page.newest)
    newest = page.messages[-1] if page.messages else None
    other = conversation.buyer if side == "maker" else conversation.maker
    read_to = conversation.read_to("buyer" if side == "maker" else "maker")
    shown = {
        "conversation": conversation,
        "side": side,
        "other": other,
        "page": page,
        "messages_about": page.messages,
        "first_new": new[0].pk if new and page.is_newest else None,
        "reading": reading_of(conversation, side=side),
        "after": cursor_at(newest.sent_at, newest.pk) if newest else "",
        "other_read_to": cursor_at(read_to, conversation.pk) if read_to else "",
        "write": form.labelled(
            format_html("Write to <bdi>{}</bdi>", other.name), hint=_TO_CANCEL if side == "maker" else ""
        ),
        "unreached": not_reached(conversation_id=conversation.pk, party="buyer" if side == "maker" else "maker")
        if getattr(conversation, "has_failed_emails", True)
        else [],
        "can_write": side == "buyer" or conversation.buyer_wrote_at is not None,
        "orders": page.orders,
    }
    return render(request, "conversations/conversation.html", shown, status=status)


def _show_to_maker(request: MakerRequest, pk: int, **more: Any) -> HttpResponse:
    return _show(request, find(request.maker, pk), "maker", **more)


def _show_to_buyer(request: BuyerRequest, pk: int, **more: Any) -> HttpResponse:
    return _show(request, find(request.buyer, pk), "buyer", **more)


@takes_pictures
@maker_required
@handles(refused=_show_to_maker, status=422)
def maker_conversation(request: MakerRequest, pk: int) -> HttpResponse:
    """One conversation; the maker answers in it (D4)."""
    conversation = find(request.maker, pk)
    if request.method != "POST":
        return _show(request, conversation, "maker")
    form = MessageForm.read(request)
    posted = answer_as_maker(
        form.words, conversation=conversation, by=request.user, pictures=form.pictures(), draft=form.draft
    )
    messages.success(request, f"Your message is on its way to {conversation.buyer.name}.")
    return redirect(f"{request.path}#message-{posted.message_id}")


@takes_pictures
@buyer_required
@handles(refused=_show_to_buyer, status=422)
def buyer_conversation(request: BuyerRequest, pk: int) -> HttpResponse:
    """One conversation; the buyer writes in it."""
    conversation = find(request.buyer, pk)
    if request.method != "POST":
        return _show(request, conversation, "buyer")
    form = MessageForm.read(request)
    posted = write_as_buyer(
        form.words,
        buyer=request.buyer,
        maker=conversation.maker,
        by=request.user,
        pictures=form.pictures(),
        draft=form.draft,
    )
    messages.success(request, f"Your message is on its way to {conversation.maker.name}.")
    return redirect(f"{request.path}#message-{posted.message_id}")

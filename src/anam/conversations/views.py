"""The Message Center, from both sides."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.clock import database_now
from anam.conversations.actions.answer_as_maker import answer_as_maker
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import UNREAD_BY_BUYER, UNREAD_BY_MAKER, Conversation, ConversationQuerySet
from anam.mail.reach import failed_about_conversation, not_reached
from anam.people.models import Maker
from anam.refusals import Refusal, Refused
from anam.web.drafts import take_draft
from anam.web.requests import BuyerRequest, MakerRequest, for_buyers, for_makers

MOST_SHOWN = 100


@for_makers
def maker_talks(request: MakerRequest) -> HttpResponse:
    """The maker's conversations, the newest first."""
    return _list(request, Conversation.objects.of_maker(request.maker), UNREAD_BY_MAKER, "maker")


@for_buyers
def buyer_talks(request: BuyerRequest) -> HttpResponse:
    """The buyer's conversations, the newest first."""
    return _list(request, Conversation.objects.of_buyer(request.buyer), UNREAD_BY_BUYER, "buyer")


@for_makers
def maker_talk(request: MakerRequest, pk: int) -> HttpResponse:
    """One conversation; the maker answers in it (D4)."""
    talk = _find(Conversation.objects.of_maker(request.maker).filter(pk=pk))
    if request.method != "POST":
        Conversation.objects.filter(pk=talk.pk).update(maker_read_at=database_now())
        return _show(request, talk, "maker", draft=_kept(request))
    body = _text(request)
    try:
        answer_as_maker(body, conversation=talk, by=request.user)
    except Refused as refused:
        return _show(request, talk, "maker", draft=body, refused=refused.refusal, status=422)
    messages.success(request, f"Your message is on its way to {talk.buyer.name}.")
    return redirect("portal-talk", talk.pk)


@for_buyers
def buyer_talk(request: BuyerRequest, pk: int) -> HttpResponse:
    """One conversation; the buyer writes in it."""
    talk = _find(Conversation.objects.of_buyer(request.buyer).filter(pk=pk))
    if request.method != "POST":
        Conversation.objects.filter(pk=talk.pk).update(buyer_read_at=database_now())
        return _show(request, talk, "buyer", draft=_kept(request))
    body = _text(request)
    try:
        write_as_buyer(body, buyer=request.buyer, maker=talk.maker, by=request.user)
    except Refused as refused:
        return _show(request, talk, "buyer", draft=body, refused=refused.refusal, status=422)
    messages.success(request, f"Your message is on its way to {talk.maker.name}.")
    return redirect("messages-talk", talk.pk)


@for_buyers
def start(request: BuyerRequest, slug: str) -> HttpResponse:
    """The storefront's “Message the maker”: the first message opens the conversation (D4)."""
    maker = get_object_or_404(Maker, slug=slug)
    talk = Conversation.objects.between(maker_id=maker.pk, buyer_id=request.buyer.pk).first()
    if request.method != "POST":
        if talk:
            return redirect("messages-talk", talk.pk)
        return render(request, "conversations/start.html", {"maker": maker, "draft": _kept(request)})
    body = _text(request)
    try:
        posted = write_as_buyer(body, buyer=request.buyer, maker=maker, by=request.user)
    except Refused as refused:
        shown = {"maker": maker, "draft": body, "refused": refused.refusal}
        return render(request, "conversations/start.html", shown, status=422)
    messages.success(request, f"Your message is on its way to {maker.name}.")
    return redirect("messages-talk", posted.conversation_id)


def _list(request: MakerRequest | BuyerRequest, talks: ConversationQuerySet, is_unread: Q, side: str) -> HttpResponse:
    unread = set(talks.filter(is_unread).for_list().values_list("pk", flat=True)[:MOST_SHOWN])
    shown = {"talks": talks.for_list()[:MOST_SHOWN], "unread": unread, "side": side}
    return render(request, "conversations/talks.html", shown)


def _find(talks: ConversationQuerySet) -> Conversation:
    found = talks.select_related("maker", "buyer").annotate(has_failed_letters=failed_about_conversation())
    talk = found.first()
    if talk is None:
        raise Http404
    return talk


def _text(request: MakerRequest | BuyerRequest) -> str:
    return request.POST.get("message", "").replace("\r\n", "\n")


def _kept(request: MakerRequest | BuyerRequest) -> str:
    return take_draft(request).get("message", "")


def _show(
    request: MakerRequest | BuyerRequest,
    talk: Conversation,
    side: str,
    *,
    draft: str = "",
    refused: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "talk": talk,
        "side": side,
        "other": talk.buyer if side == "maker" else talk.maker,
        "messages_about": talk.latest_messages(MOST_SHOWN),
        "draft": draft,
        "refused": refused,
        "unreached": not_reached(conversation_id=talk.pk, party="buyer" if side == "maker" else "maker")
        if getattr(talk, "has_failed_letters", True)
        else [],
        "can_write": side == "buyer" or talk.buyer_wrote_at is not None,
    }
    return render(request, "conversations/talk.html", shown, status=status)

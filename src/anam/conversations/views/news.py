"""What came since the page was made: asked again and again by the pages that are being looked at.

Almost always nothing did, and one row says so. Who is signed out meanwhile is told so, and is not taken away from what
they are typing.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from anam.conversations.actions.mark_read import mark_read
from anam.conversations.pages import messages_since, reading_of
from anam.conversations.unread import count_unread
from anam.conversations.views.conversation import find
from anam.people.models import Buyer, Maker
from anam.web.cursors import cursor_at, read_cursor
from anam.web.requests import MemberRequest

NOTHING_NEW = 204


def maker_news(request: MemberRequest, pk: int) -> HttpResponse:
    """For the maker's page of a conversation."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    if request.user.maker is None:
        raise Http404
    return _news(request, request.user.maker, pk, "maker")


def buyer_news(request: MemberRequest, pk: int) -> HttpResponse:
    """For the buyer's."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    if request.user.buyer is None:
        raise Http404
    return _news(request, request.user.buyer, pk, "buyer")


def unread(request: MemberRequest) -> HttpResponse:
    """The number beside “Messages”, if it is no longer the one that is shown."""
    number = count_unread(request.user) if request.user.is_authenticated else 0
    if request.user.is_authenticated and request.GET.get("shown") == str(number):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "conversations/_badge.html", {"number": number, "ask_again": request.user.is_authenticated})


def _news(request: MemberRequest, reader: Maker | Buyer, pk: int, side: str) -> HttpResponse:
    conversation = find(reader, pk)
    other = "buyer" if side == "maker" else "maker"
    after = read_cursor(request.GET.get("after", ""))
    # A page that asks is being looked at, and shows everything up to `after`: now that is read.
    has_read = mark_read(conversation, side=side, by=request.user, up_to=after[0] if after else None)
    read_to = conversation.read_to(other)
    read_now = cursor_at(read_to, conversation.pk) if read_to else ""
    is_new = after is None or conversation.last_message_at > after[0]
    if not is_new and not has_read and request.GET.get("read", "") == read_now:
        return HttpResponse(status=NOTHING_NEW)
    new = messages_since(conversation, after)
    newest = cursor_at(new[-1].sent_at, new[-1].pk) if new else request.GET.get("after", "")
    shown = {
        "conversation": conversation,
        "side": side,
        "other": conversation.buyer if side == "maker" else conversation.maker,
        "messages_about": new,
        "from_them": [one for one in new if one.side != side],
        "reading": reading_of(conversation, side=side),
        "after": newest,
        "other_read_to": read_now,
        "number": count_unread(request.user),
    }
    return render(request, "conversations/_news.html", shown)


def _signed_out(request: MemberRequest) -> HttpResponse:
    return render(request, "conversations/_signed_out.html", {"back": request.path.removesuffix("new/")})

"""The Message Center's lists: who wrote, and what is new?"""

from django.http import HttpResponse
from django.shortcuts import render

from anam.conversations.pages import list_of
from anam.people.models import Buyer, Maker
from anam.web.requests import BuyerRequest, MakerRequest, buyer_required, maker_required
from anam.words import visible


@maker_required
def maker_conversations(request: MakerRequest) -> HttpResponse:
    """The maker's conversations, the newest first."""
    return _list(request, request.maker, "maker")


@buyer_required
def buyer_conversations(request: BuyerRequest) -> HttpResponse:
    """The buyer's conversations, the newest first."""
    return _list(request, request.buyer, "buyer")


def _list(request: MakerRequest | BuyerRequest, reader: Maker | Buyer, side: str) -> HttpResponse:
    tab = "unread" if request.GET.get("tab") == "unread" else "all"
    text, cursor = visible(request.GET.get("q", ""))[:200].strip(), request.GET.get("after", "")
    page = list_of(reader, tab=tab, text=text, cursor=cursor)
    shown = {"page": page, "side": side, "tab": tab, "q": text, "continued": bool(cursor)}
    return render(request, "conversations/conversations.html", shown)

"""The Message Center's lists: who wrote, and what is new?"""

from django.http import HttpResponse
from django.shortcuts import render

from anam.conversations.pages import list_of
from anam.people.models import Buyer, Maker
from anam.web.requests import BuyerRequest, MakerRequest, for_buyers, for_makers
from anam.words import visible


@for_makers
def maker_talks(request: MakerRequest) -> HttpResponse:
    """The maker's conversations, the newest first."""
    return _list(request, request.maker, "maker")


@for_buyers
def buyer_talks(request: BuyerRequest) -> HttpResponse:
    """The buyer's conversations, the newest first."""
    return _list(request, request.buyer, "buyer")


def _list(request: MakerRequest | BuyerRequest, reader: Maker | Buyer, side: str) -> HttpResponse:
    tab = "unread" if request.GET.get("tab") == "unread" else "all"
    text, cursor = visible(request.GET.get("q", ""))[:200].strip(), request.GET.get("after", "")
    page = list_of(reader, tab=tab, text=text, cursor=cursor)
    shown = {"page": page, "side": side, "tab": tab, "q": text, "continued": bool(cursor)}
    return render(request, "conversations/talks.html", shown)

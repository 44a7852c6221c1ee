"""A buyer no longer wants to hear from a maker, but for what concerns an open order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.conversations.actions.mute import mute
from anam.conversations.actions.unmute import unmute
from anam.conversations.views.conversation import find
from anam.web.requests import BuyerRequest, buyer_required


@buyer_required
def mute_maker(request: BuyerRequest, pk: int) -> HttpResponse:
    conversation = find(request.buyer, pk)
    if request.method == "POST":
        mute(conversation, by=request.user)
        messages.success(request, f"You have muted {conversation.maker.name}. They are not told.")
    return redirect("messages-conversation", pk)


@buyer_required
def unmute_maker(request: BuyerRequest, pk: int) -> HttpResponse:
    conversation = find(request.buyer, pk)
    if request.method == "POST":
        unmute(conversation)
        messages.success(request, f"You hear from {conversation.maker.name} again.")
    return redirect("messages-conversation", pk)

"""A buyer no longer wants to hear from a maker, but for what concerns an open order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.conversations.actions.mute import mute
from anam.conversations.actions.unmute import unmute
from anam.conversations.models import Conversation
from anam.conversations.views.talk import find
from anam.web.requests import BuyerRequest, for_buyers


@for_buyers
def mute_maker(request: BuyerRequest, pk: int) -> HttpResponse:
    talk = find(Conversation.objects.of_buyer(request.buyer), pk)
    if request.method == "POST":
        mute(talk, by=request.user)
        messages.success(request, f"You have muted {talk.maker.name}. They are not told.")
    return redirect("messages-talk", pk)


@for_buyers
def unmute_maker(request: BuyerRequest, pk: int) -> HttpResponse:
    talk = find(Conversation.objects.of_buyer(request.buyer), pk)
    if request.method == "POST":
        unmute(talk)
        messages.success(request, f"You hear from {talk.maker.name} again.")
    return redirect("messages-talk", pk)

"""Keeping what somebody is typing: asked by the page's script, a moment after the last key."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anam.conversations.actions.keep_draft import keep_draft
from anam.conversations.drafts import read_place
from anam.refusals import Refused
from anam.web.requests import MemberRequest
from anam.words import visible


# No token is asked for: the place is signed for the one person who may write there, and a page of before a new
# sign-in still keeps what is typed in it. Who is signed out is told so, and is not taken away from what they type.
@csrf_exempt
@require_POST
def keep(request: MemberRequest) -> HttpResponse:
    """One line that says what became of the draft."""
    if not request.user.is_authenticated:
        return _say(
            request, wrong="You have been signed out. What you type stays here, and sending it asks you to sign in."
        )
    place = read_place(request.POST.get("place", ""), by=request.user)
    if place is None:
        return _say(request, wrong="Not kept: somebody else has signed in here. Copy your words before you leave.")
    try:
        return _say(request, kept=keep_draft(visible(request.POST.get("message", "")), place=place))
    except Refused as refused:
        return _say(request, wrong=refused.refusal.message)


def _say(request: MemberRequest, *, kept: bool = False, wrong: str = "") -> HttpResponse:
    return render(request, "conversations/_draft_state.html", {"kept": kept, "wrong": wrong})

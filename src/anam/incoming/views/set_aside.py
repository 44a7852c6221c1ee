"""E-mail that a program seems to have written: seen on the desk, and taken in where a person wrote it after all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from anam.incoming.actions.forget_set_aside import KEPT_FOR
from anam.incoming.actions.take_back import take_back
from anam.mail.models import IncomingMail
from anam.partial import without
from anam.web.cursors import cursor_at, read_cursor
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required

PAGE = 30


@support_required
def set_aside(request: MemberRequest) -> HttpResponse:
    """What was set aside and is still kept, the newest first."""
    after = read_cursor(request.GET.get("after", ""))
    found = list(without(IncomingMail.objects.set_aside().newest_first(after), "raw")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    shown = {
        "mails": found[:PAGE],
        "next": cursor_at(last.received_at, last.pk) if last else "",
        "continued": after is not None,
        "days": KEPT_FOR.days,
    }
    return render(request, "incoming/set_aside.html", shown)


@support_required
@require_POST
@handles(not_found=IncomingMail.DoesNotExist)
def take_in(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one in after all; pressed twice, it is taken in once."""
    row = take_back(pk, by=request.user)
    messages.success(request, _what_became_of(row))
    return redirect("case", row.case_id) if row.case_id else redirect("desk-set-aside")


def _what_became_of(row: IncomingMail) -> str:
    return {
        "posted": "It is taken in, and posted in the Message Center.",
        "case": "It is taken in, and is a case of its own.",
        "answered": "It is taken in, and added to its case.",
    }.get(row.outcome, f"It was read again, and not posted: {row.why_words}.")

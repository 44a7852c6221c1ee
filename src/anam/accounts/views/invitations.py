"""Whom somebody has invited to where they act: sent, sent again, taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from anam.accounts.actions.invite import invite
from anam.accounts.actions.resend_invitation import resend_invitation
from anam.accounts.actions.revoke_invitation import revoke_invitation
from anam.accounts.forms import InvitationForm
from anam.accounts.models import Invitation, may_invite
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MemberRequest, for_people

_FIELDS = {"email_unclear": "email", "role_unknown": "role", "invitation_too_many": "email"}


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    form = InvitationForm.read(request, by=request.user)
    if refused:
        form.show_wrong({_FIELDS[refused.code]: refused.message})
    return render(request, "accounts/invitations.html", {"form": form}, status=status)


@for_people
@handles(refused=_show, status=422)
def invitations(request: MemberRequest) -> HttpResponse:
    """Invite somebody; the form, and who is invited already, stand on the Team page."""
    _only_for_inviters(request)
    if request.method != "POST":
        return redirect("team")
    sent = invite(**InvitationForm.read(request, by=request.user).typed, by=request.user)
    messages.success(request, f"Invited {sent.email} in the role “{sent.role_label}”. The link works for 14 days.")
    return redirect("team")


def _say_why(request: MemberRequest, pk: int, *, refused: Refusal, status: int) -> HttpResponse:
    messages.warning(request, refused.message)
    return redirect("team")


@for_people
@require_POST
@handles(refused=_say_why, not_found=Invitation.DoesNotExist)
def resend(request: MemberRequest, pk: int) -> HttpResponse:
    _only_for_inviters(request)
    if sent := resend_invitation(pk, by=request.user):
        messages.success(request, f"Sent again to {sent.email}. The link of before no longer works.")
    return redirect("team")


@for_people
@require_POST
@handles(not_found=Invitation.DoesNotExist)
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    _only_for_inviters(request)
    if revoke_invitation(pk, by=request.user):
        messages.success(request, "Taken back. Its link no longer works.")
    return redirect("team")


def _only_for_inviters(request: MemberRequest) -> None:
    if not may_invite(request.user):
        raise Http404

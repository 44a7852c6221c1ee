"""Who is invited, and who has a second factor, for the pages of a house’s people."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import template

from anam.accounts.forms import InvitationForm
from anam.accounts.models import Invitation, may_invite
from anam.people.models import User

register = template.Library()


@register.inclusion_tag("accounts/_invitations.html", takes_context=True)
def invitations(context: dict[str, Any], form: InvitationForm | None = None) -> dict[str, Any]:
    """Those that wait, and the form for another; nothing for whoever may not invite. One query."""
    user = context["request"].user
    if not (user.is_authenticated and may_invite(user)):
        return {}
    return {
        "form": form or InvitationForm(by=user),
        "waiting": Invitation.objects.from_house_of(user).open().with_house().order_by("email"),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def has_second_factor(user: User) -> bool:
    """Whether `user` has a passkey or one-time codes. One query."""
    return bool(Authenticator.objects.filter(user=user).exists())

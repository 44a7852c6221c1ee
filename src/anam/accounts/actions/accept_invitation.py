from collections.abc import Collection

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from anam.accounts.models import Invitation
from anam.accounts.tokens import hash_of
from anam.clock import database_now
from anam.legal.actions.record_acceptance import record_acceptance
from anam.people.actions.add_member import add_member
from anam.people.actions.keep_profile import good_name
from anam.people.models import Role, SupportRole, User
from anam.refusals import Refused
from anam.sql import execute


def invitation_of(token: str) -> Invitation:
    """The one whose link has `token`. Raises Invitation.DoesNotExist."""
    return Invitation.objects.with_house().get(token_hash=hash_of(token))


def account_of(invitation: Invitation) -> User | None:
    """Whoever signs in by the address already; None where a password is still to be chosen."""
    user = User.objects.with_party().filter(email__iexact=invitation.email).first()
    return user if user and user.is_active and user.has_usable_password() else None


@transaction.atomic
def accept_as(user: User, token: str, *, versions: Collection[int] = ()) -> Invitation:
    """Let `user`, who is signed in, join by the link with `token`; `versions` are the texts that they accept now.

    Raises Refused where it is for another address, no longer open, or they act elsewhere, and where terms in force are
    neither among those nor accepted before; Invitation.DoesNotExist.
    """
    invitation = _take(token)
    if user.email.lower() != invitation.email:
        raise Refused.because("invitation_for_another", f"This invitation is for {invitation.email}.")
    _join(invitation, name=user.name)
    if invitation.house:
        record_acceptance(user, versions=versions)
    return invitation


@transaction.atomic
def accept_as_new(token: str, *, name: str, password: str, versions: Collection[int] = ()) -> Invitation:
    """Make an account for whoever holds the link with `token`, and let them join; `versions` are the texts they accept.

    Raises Refused for a bad name or password (`password_weak`), where terms in force are not among what they accept,
    where it is no longer open, where whoever has the account must sign in first; Invitation.DoesNotExist.
    """
    invitation = _take(token)
    if account_of(invitation):
        raise Refused.because("sign_in_first", f"{invitation.email} has an account. Sign in, then join.")
    name = good_name(name)
    try:
        validate_password(password, User(email=invitation.email, name=name))
    except ValidationError as weak:
        raise Refused.because("password_weak", " ".join(weak.messages)) from weak
    _join(invitation, name=name)
    user = User.objects.get(email__iexact=invitation.email)
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    if invitation.house:
        record_acceptance(user, versions=versions)
    return invitation


def _take(token: str) -> Invitation:
    """The invitation, for us alone to accept until the transaction ends. Raises Refused where it is no longer open."""
    Invitation.objects.select_for_update().get(token_hash=hash_of(token))
    invitation = invitation_of(token)
    # Two houses may invite one address: of two acceptances at once the second finds the account of the first.
    execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"anam joins {invitation.email}"])
    if ended := why_not(invitation):
        raise ended
    return invitation


def why_not(invitation: Invitation) -> Refused | None:
    """Why it can no longer be accepted, for whoever holds its link."""
    ask = f"Ask {invitation.house_name} for a new one."
    if invitation.accepted_at:
        return Refused.because("invitation_ended", "This invitation has been accepted.")
    if invitation.revoked_at or not invitation.still_stands:
        return Refused.because("invitation_ended", f"This invitation was taken back, or sent again. {ask}")
    if invitation.expires_at <= database_now():
        return Refused.because("invitation_ended", f"This invitation has ended. {ask}")
    return None


def _join(invitation: Invitation, *, name: str) -> Invitation:
    house = invitation.house
    user, _ = add_member(
        invitation.email,
        name=name,
        time_zone=house.time_zone if house else "UTC",
        maker=invitation.maker,
        buyer=invitation.buyer,
        role=Role(invitation.role) if house else None,
        leads=not house and invitation.role == SupportRole.LEAD,
    )
    invitation.accepted_at, invitation.accepted_by = database_now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return invitation

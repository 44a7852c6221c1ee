from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from anam.accounts.models import Invitation, may_invite
from anam.accounts.notifications import send_invitation
from anam.accounts.tokens import new_token
from anam.clock import database_now
from anam.people.models import Buyer, Maker, Role, SupportRole, User
from anam.refusals import Refused
from anam.sql import execute

LASTS = timedelta(days=14)
MAX_AN_HOUR = 20


@transaction.atomic
def invite(email: str, *, role: str, by: User) -> Invitation:
    """Ask whoever reads `email` to act in `role` where `by` acts, by an e-mail with a link that works for 14 days.

    What is said does not depend on whether they have an account. An invitation that waits already is the answer, and
    is not sent again. Raises Refused for no address, no role of theirs, or too many in an hour.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refused.because("email_unclear", "This does not look like an email address.") from wrong
    house = by.maker or by.buyer
    if not may_invite(by) or role not in (house.ROLES if house else SupportRole.values):
        raise Refused.because("role_unknown", "Choose a role from the list.")
    one_at_a_time(house)
    now = database_now()
    known = Invitation.objects.from_house_of(by).open().filter(email=email, role=role, expires_at__gt=now)
    if (waiting := known.with_house().first()) and waiting.still_stands:
        return waiting
    refuse_too_many(by, now=now)
    return send(email, role=role, house=house, by=by, now=now)


def one_at_a_time(house: Maker | Buyer | None) -> None:
    """Until the transaction ends, nobody else invites to that house."""
    name = f"anam invitations {type(house).__name__} {house.pk if house else 0}"
    execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def refuse_too_many(by: User, *, now: datetime) -> None:
    """Raise Refused where so many have been sent to one house lately that one more would be too many."""
    lately = Invitation.objects.from_house_of(by).filter(sent_at__gt=now - timedelta(hours=1))
    if lately.count() >= MAX_AN_HOUR:
        raise Refused.because(
            "invitation_too_many", f"At most {MAX_AN_HOUR} invitations go out in an hour. Send this one later."
        )


def send(email: str, *, role: str, house: Maker | Buyer | None, by: User, now: datetime, words: str = "") -> Invitation:
    """Write a new invitation and its e-mail, with `words`; the one to that address that was open before is dead.

    What somebody of support sends to another house than support, the marketplace sends.
    """
    maker, buyer = (house if isinstance(house, Maker) else None), (house if isinstance(house, Buyer) else None)
    Invitation.objects.filter(maker=maker, buyer=buyer, email=email).open().update(revoked_at=now)
    token, token_hash = new_token()
    invitation = Invitation.objects.create(
        maker=maker,
        buyer=buyer,
        role=Role(role) if house else SupportRole(role),
        email=email,
        token_hash=token_hash,
        by_marketplace=by.is_support and house is not None,
        invited_by=by,
        sent_at=now,
        expires_at=now + LASTS,
    )
    send_invitation(invitation, token=token, words=words)
    return invitation

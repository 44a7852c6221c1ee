from django.db import transaction

from anam.accounts.actions.invite import one_at_a_time, refuse_too_many, send
from anam.accounts.models import Invitation
from anam.clock import database_now
from anam.people.models import User


@transaction.atomic
def resend_invitation(pk: int, *, by: User) -> Invitation | None:
    """Send an invitation of `by`'s house once more, with a new link; the old one is dead.

    None where it was sent again, taken back or accepted meanwhile. Raises Invitation.DoesNotExist for another house's,
    and Refused where too many went out within the hour.
    """
    one_at_a_time(by.maker or by.buyer)
    invitations = Invitation.objects.from_house_of(by)
    old = invitations.get(pk=pk)
    if not invitations.open().filter(pk=pk).exists():
        return None
    now = database_now()
    refuse_too_many(by, now=now)
    return send(old.email, role=old.role, house=old.house, by=by, now=now)

from django.db.models.functions import Now

from anam.accounts.models import Invitation
from anam.people.models import User


def revoke_invitation(pk: int, *, by: User) -> bool:
    """Take back an invitation of `by`'s house: its link is dead. Whether it was open until now.

    Raises Invitation.DoesNotExist for another house's.
    """
    invitations = Invitation.objects.from_house_of(by)
    invitations.get(pk=pk)
    return bool(invitations.open().filter(pk=pk).update(revoked_at=Now()))

from django.db import transaction

from anam.people.actions.remove_member import leave
from anam.people.house import find_colleague, hold_house, keep_an_owner
from anam.people.models import User
from anam.people.roles import colleagues
from anam.refusals import Refused


@transaction.atomic
def remove_by_email(email: str) -> tuple[User, str]:
    """The operator removes a member, as `remove_member` does, and their webhooks stop. Whoever is alone may go too.

    The answer says whom they acted for. Raises Refused where there is nobody of that address, or where others would be
    left without an owner or a lead.
    """
    user = User.objects.with_party().filter(email__iexact=email.strip(), is_active=True).first()
    try:
        if user is None:
            raise User.DoesNotExist
        hold_house(user)
        user = find_colleague(user.pk, by=user)
    except User.DoesNotExist:
        words = f"Nobody of the address {email} acts for a maker, a buyer or support."
        raise Refused.because("no_such_member", words) from None
    party = str(user.maker or user.buyer or "support")
    if len(colleagues(user)) > 1:
        keep_an_owner(user)
    leave(user, by=None, stops_belongings=True)
    return user, party

from django.db.models.functions import Now

from anam.api.models import Token
from anam.people.models import User


def revoke_all_tokens(user: User) -> int:
    """From now on nothing acts as `user`. The answer is how many tokens were revoked."""
    return Token.objects.in_force().filter(user=user).update(revoked_at=Now())

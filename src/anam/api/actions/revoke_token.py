from anam.api.models import Token
from anam.clock import database_now
from anam.people.models import User


def revoke_token(token_id: int, *, by: User) -> Token:
    """From now on the token opens nothing. Revoked twice, the first time counts. Raises Token.DoesNotExist."""
    token = Token.objects.of(by).get(pk=token_id)
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=database_now())
    return token

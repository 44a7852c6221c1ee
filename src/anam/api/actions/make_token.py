from django.db import IntegrityError, transaction

from anam.api.models import Token
from anam.api.tokens import digest_of, new_secret
from anam.clock import database_now
from anam.people.models import User
from anam.refusals import Refused
from anam.words import visible

MAX_NAME_LENGTH = 60
MAX_TOKENS = 50


def make_token(user: User, *, name: str, reads_only: bool = False) -> tuple[Token, str]:
    """A new token that acts as `user`, and its text, which is shown this once and cannot be found again.

    Raises Refused where they act for nobody, or the name is missing, too long, or that of another token of theirs.
    """
    if not (user.is_support or user.maker or user.buyer):
        raise Refused.because(
            "token_for_nobody", "You act for no maker and no buyer, so a token would open nothing. Ask for that first."
        )
    name = " ".join(visible(name).split())
    if not name:
        raise Refused.because("token_name_needed", "Give it a name: what will use it, perhaps.")
    if len(name) > MAX_NAME_LENGTH:
        raise Refused.because("token_name_needed", f"This name is too long: at most {MAX_NAME_LENGTH} characters.")
    if Token.objects.in_force().of(user).count() >= MAX_TOKENS:
        raise Refused.because("token_too_many", f"You have {MAX_TOKENS} tokens. Revoke one that is not used first.")
    secret = new_secret()
    try:
        with transaction.atomic():
            token = Token.objects.create(
                user=user,
                name=name,
                digest=digest_of(secret),
                ending=secret[-4:],
                reads_only=reads_only,
                made_at=database_now(),
            )
    except IntegrityError:
        raise Refused.because(
            "token_name_taken",
            f"You have a token “{name}” already. It is shown only when it is made: "
            "where it is lost, revoke it and make another.",
        ) from None
    return token, secret

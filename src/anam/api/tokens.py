"""What a token is: random, recognisable, and known here only by its digest."""

import hashlib
import secrets

PREFIX = "anam_"


def new_secret() -> str:
    """A token: the prefix, by which scanners know it, and 32 random bytes."""
    return f"{PREFIX}{secrets.token_urlsafe(32)}"


def digest_of(secret: str) -> str:
    """What is kept of a token. It is long and random, so one fast hash tells nothing of it."""
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()

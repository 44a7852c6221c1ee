"""Tokens in the links of e-mails: whoever holds one may act by it. What is kept of one is its hash."""

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """A token for a link, and its hash to keep."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

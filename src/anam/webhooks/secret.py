"""The key that an endpoint's events are signed with."""

import base64
import secrets


def new_secret() -> str:
    """32 random bytes, as Standard Webhooks writes them."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"

from anam.sql import execute

_USE = "UPDATE marketplace SET setup_digest = '' WHERE setup_digest = %s AND setup_digest <> '' AND opened_at IS NULL"


def use_setup_token(digest: str) -> bool:
    """End the one-time address, in the caller's transaction. The answer is whether it was this one, and was there."""
    return execute(_USE, [digest]) == 1

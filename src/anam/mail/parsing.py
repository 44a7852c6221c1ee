"""Bytes as an e-mail, in bounded time."""

from collections.abc import Sequence
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32

# Longer than any that somebody wrote. The e-mail library takes hours over the parameters of a megabyte.
LONGEST_HEADER = 20_000


class _Shortening(Compat32):
    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        return name, value[:LONGEST_HEADER]


def parsed(raw: bytes) -> Message:
    """The e-mail in `raw`, its headers cut to LONGEST_HEADER. Deep nesting and odd bytes may raise anything."""
    message: Message = message_from_bytes(raw, policy=_Shortening())
    return message

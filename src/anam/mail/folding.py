"""Headers of letters, folded so that every mail program can read them."""

from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.policy import EmailPolicy
from typing import Any

# What SMTP allows (RFC 5322). Python would break a long address into encoded pieces, which no mail program can follow.
MAX_LINE_LENGTH = 998
# An encoded word may have 75 characters, and a line that holds one 76 (RFC 2047).
MAX_ENCODED_LENGTH = 76


class Folding(EmailPolicy):
    """Addresses and whatever is ASCII stay as they are; other words are encoded, each in 75 characters at most."""

    def fold(self, name: str, value: Any) -> str:
        if self.utf8 or str(value).isascii():
            return str(super().fold(name, value))
        if isinstance(value, AddressHeader):
            return self._ended(name, f",{self.linesep} ".join(self._mailbox(one, name) for one in value.addresses))
        return self._ended(name, self._encoded(str(value), begins_after=len(name) + 2))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")

    def _mailbox(self, one: Address, name: str) -> str:
        if one.display_name.isascii():
            return str(one)
        return f"{self._encoded(one.display_name, begins_after=len(name) + 2)}{self.linesep} <{one.addr_spec}>"

    def _encoded(self, words: str, *, begins_after: int) -> str:
        header = Header(words, "utf-8", maxlinelen=MAX_ENCODED_LENGTH, header_name="x" * (begins_after - 2))
        return header.encode(linesep=self.linesep)

    def _ended(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}"

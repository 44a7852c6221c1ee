"""An expected "no": a code, words for the person, and the next step."""

from dataclasses import dataclass
from typing import Any

from anam.coded import Coded, Unworded, Worded, coded

# The words of refusals that the database keeps, by what it keeps: each app adds its own when it starts.
SENTENCES: dict[str, Any] = {}


def refusal_words(code: str, /, **parameters: Any) -> Worded:
    """The message of a refusal that may be kept, by its code in SENTENCES; a public code may have several."""
    return Worded(coded(code, **parameters), SENTENCES)


@dataclass(frozen=True)
class Next:
    """What can be done instead: what the link or button says, and where it leads."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done now; `code` is stable and public, `message` is for the person.

    A message that the database keeps, too, is `Worded`: it keeps what that was made of.
    """

    code: str
    message: str
    next: Next

    @property
    def kept(self) -> Coded:
        """What the database keeps of it. Raises Unworded where its message was not made by `refusal_words`."""
        if not isinstance(self.message, Worded):
            raise Unworded(f"The refusal {self.code} is to be kept, and is only words: {self.message}")
        return self.message.kept

    @property
    def message_now(self) -> str:
        """The message in the language that is active now, where it was made for another reader."""
        return self.message.anew() if isinstance(self.message, Worded) else self.message


class Refused(Exception):
    """Raised by an action that will not be carried out. Nothing has been changed."""

    def __init__(self, refusal: Refusal, *others: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusals = (refusal, *others)

    @property
    def refusal(self) -> Refusal:
        return self.refusals[0]

    @classmethod
    def because(cls, code: str, message: str, next_words: str = "", url: str = "") -> "Refused":
        return cls(Refusal(code, message, Next(next_words, url)))

"""An expected "no": a code, words for the person, and the next step."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Next:
    """What can be done instead: what the link or button says, and where it leads."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done now; `code` is stable and public, `message` is for the person."""

    code: str
    message: str
    next: Next


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

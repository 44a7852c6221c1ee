"""The line below an answer by e-mail that says what was sent along and is not shown, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from anam.conversations.pictures import MAX_BYTES, MAX_PICTURES, MAX_PIXELS
from anam.mail.mail_parts import File

MAX_NAMED = 5
NO_PICTURE = "it is no picture that can be shown"
TOO_MANY = f"at most {MAX_PICTURES} pictures come with a message"
PACKED = "Outlook packed it so that only Outlook can open it"
SEALED = "it is encrypted or sealed, and cannot be opened here"
# Why a picture is refused, by the refusal's code.
OF_PICTURES = {
    "picture_too_big": f"it is larger than {MAX_BYTES // (1024 * 1024)} MB",
    "picture_too_many_pixels": f"it has more than {MAX_PIXELS // 1_000_000} million pixels",
    "picture_moving": "it moves",
    "picture_broken": "it is broken",
}


@dataclass(frozen=True)
class LeftOut:
    """A file that was sent along and is not shown; `why` goes on from "Left out, because"."""

    name: str
    why: str


def with_left_out(words: str, left_out: Sequence[LeftOut]) -> str:
    """`words`, and a line for each reason, with the names of what was left out for it."""
    reasons = dict.fromkeys(one.why for one in left_out)
    named = {why: _named([one.name for one in left_out if one.why == why]) for why in reasons}
    lines = [f"[Left out, because {why}: {names}]" for why, names in named.items()]
    return "\n\n".join([words, *lines]).strip()


def with_kept(words: str, files: Sequence[File]) -> str:
    """`words`, and a line that names what was sent along and is kept with the e-mail."""
    return f"{words}\n\n[Sent along, and kept: {_named([file.name for file in files])}]".strip() if files else words


def _named(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return ", ".join(names[:MAX_NAMED]) + more

"""What is said below an answer by e-mail: what was sent along and is not shown, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from anam.coded import Coded, coded
from anam.conversations.pictures import MAX_PICTURES
from anam.decoding.limits import MESSAGE
from anam.mail.mail_parts import File

MAX_NAMED = 5
NO_PICTURE = coded("no_picture")
TOO_MANY = coded("too_many_pictures", most=MAX_PICTURES)
PACKED = coded("packed_by_outlook")
SEALED = coded("sealed")
# Why a picture is refused, by the refusal's code.
OF_PICTURES = {
    "picture_too_big": coded("picture_too_big", most=MESSAGE.bytes // (1024 * 1024)),
    "picture_too_many_pixels": coded("picture_too_many_pixels", most=MESSAGE.pixels // 1_000_000),
    "picture_moving": coded("picture_moving"),
    "picture_broken": coded("picture_broken"),
}


@dataclass(frozen=True)
class LeftOut:
    """A file that was sent along and is not shown, and why: a code of conversations/sentences.py, NOTES."""

    name: str
    why: Coded


def notes_of(left_out: Sequence[LeftOut]) -> list[Coded]:
    """What a message says below its words: for each reason the names of what was left out for it."""
    named: dict[str, tuple[Coded, list[str]]] = {}
    for one in left_out:
        named.setdefault(one.why["code"], (one.why, []))[1].append(one.name)
    return [_named("left_out", names, why=why) for why, names in named.values()]


def kept_along(files: Sequence[File]) -> Coded:
    """What a case says below an answer: what was sent along and is kept with the e-mail."""
    return _named("along_kept", [file.name for file in files]) if files else {}


def _named(code: str, names: list[str], **facts: Any) -> Coded:
    more = len(names) - MAX_NAMED
    if more > 0:
        return coded(f"{code}_and_more", names=names[:MAX_NAMED], more=more, **facts)
    return coded(code, names=names, **facts)

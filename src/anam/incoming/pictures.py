"""Which of the files that came with an e-mail are pictures: found by looking at them, not by what they are called."""

from collections.abc import Iterable

from anam.coded import Coded
from anam.conversations.pictures import MAX_PICTURES, CleanPicture, cleaned
from anam.incoming.left_out import NO_PICTURE, OF_PICTURES, PACKED, SEALED, TOO_MANY, LeftOut
from anam.mail.mail_parts import File
from anam.refusals import Refused

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}


def sorted_out(files: Iterable[File]) -> tuple[list[CleanPicture], list[LeftOut]]:
    """The pictures, cleaned, and what is none, or too large, or one too many."""
    pictures: list[CleanPicture] = []
    left_out: list[LeftOut] = []
    for file in files:
        if why := _why_no_picture(file):
            left_out.append(LeftOut(file.name, why))
        elif len(pictures) == MAX_PICTURES:
            left_out.append(LeftOut(file.name, TOO_MANY))
        else:
            try:
                pictures.append(cleaned(file.content, name=file.name))
            except Refused as refused:
                left_out.append(LeftOut(file.name, OF_PICTURES.get(refused.refusal.code, NO_PICTURE)))
    return pictures, left_out


def _why_no_picture(file: File) -> Coded:
    name = file.name.lower()
    if file.kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name == "winmail.dat":
        return PACKED
    if file.kind in _SEALED or name.endswith((".p7m", ".pgp", ".gpg")):
        return SEALED
    return {} if file.content.startswith(_BEGINNINGS) else NO_PICTURE

"""Which of the files that came with an e-mail are pictures: found by looking at them, not by what they are called."""

from collections.abc import Iterable

from anam.conversations.pictures import MOST_PICTURES, CleanPicture, cleaned
from anam.mail.mail_parts import File
from anam.refusals import Refused


def sorted_out(files: Iterable[File]) -> tuple[list[CleanPicture], list[str]]:
    """The pictures, cleaned, and the names of what is none, or is one too many."""
    pictures: list[CleanPicture] = []
    left_out: list[str] = []
    for file in files:
        try:
            if len(pictures) == MOST_PICTURES:
                raise Refused.because("too_many_pictures", f"At most {MOST_PICTURES} pictures come with a message.")
            pictures.append(cleaned(file.content, name=file.name))
        except Refused:
            left_out.append(file.name)
    return pictures, left_out

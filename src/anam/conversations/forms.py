"""Reads and cleans what people send to each other; decides nothing."""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile

from anam.conversations.drafts import DraftKey, read_place
from anam.conversations.pictures import MAX_PICTURES, CleanPicture, Sent, all_cleaned
from anam.decoding.limits import MESSAGE
from anam.refusals import Refused
from anam.web.forms import PageForm, TextField, UploadField
from anam.web.requests import MemberRequest
from anam.web.uploads import takes_files
from anam.words import visible

takes_pictures = takes_files(most_files=MAX_PICTURES, most_bytes=MESSAGE.bytes)


class WriteForm(PageForm):
    """The fields of a message, as a page shows them."""

    message = TextField(needed=False)
    pictures = UploadField(
        "Pictures",
        accept="image/jpeg,image/png,image/webp",
        hint=f"Up to {MAX_PICTURES}, as JPEG, PNG or WebP, {MESSAGE.bytes // 1024**2} MB each. We remove what they "
        "tell besides, such as where they were taken.",
        aside="optional",
        multiple=True,
    )


@dataclass(frozen=True)
class MessageForm:
    """What the form for a message sends: words, pictures, and the place where it was written."""

    words: str
    files: "list[UploadedFile[bytes]]" = field(default_factory=list)
    draft: DraftKey | None = None

    @classmethod
    def read(cls, request: MemberRequest) -> "MessageForm":
        """Of a view that `takes_pictures`."""
        return cls(
            words=visible(request.POST.get("message", "")),
            files=[file for file in request.FILES.getlist("pictures") if isinstance(file, UploadedFile)],
            draft=read_place(request.POST.get("place", ""), by=request.user),
        )

    def pictures(self) -> list[CleanPicture]:
        """The pictures, cleaned. Raises Refused at the first that is none, and where too many others wait."""
        if len(self.files) > MAX_PICTURES:
            raise Refused.because(
                "too_many_pictures", f"These are {len(self.files)} pictures; send at most {MAX_PICTURES} at once."
            )
        return all_cleaned([Sent(file.read(), _name(file), file.size or 0) for file in self.files])


def _name(file: "UploadedFile[bytes]") -> str:
    """What its sender calls it, as far as a sentence can hold it."""
    name = " ".join(visible(file.name or "").split())
    return f"“{name[:40]}{'…' if len(name) > 40 else ''}”" if name else "The picture"

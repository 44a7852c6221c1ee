"""What an e-mail says, whatever wrote it: its sender, its words without quotations, its pictures."""

from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import make_msgid

from anam.coded import Coded, coded
from anam.mail.automatic import why_automatic
from anam.mail.headers import decoded_header
from anam.mail.mail_parts import File, parts_of
from anam.mail.originals import Original
from anam.mail.parsing import parsed
from anam.mail.quotes import cut
from anam.mail.secrets import without_secrets
from anam.mail.senders import sender_of
from anam.words import visible

MAX_TEXT_LENGTH = 5000
# More than any mail program makes of HEAVIEST bytes; the e-mail library looks at each line once for each of them.
MAX_LINES = 400_000
MAX_BOUNDARIES = 50
_CUT_NOTE = "[The email is longer: the rest is in “Show what was left out”.]"
_LONGER_STILL = "[The email is longer still.]"


class Unreadable(Exception):
    """Nobody can make sense of this e-mail: support looks at it. `why` is a code of UNREADABLE."""

    def __init__(self, why: Coded) -> None:
        super().__init__(why["code"])
        self.why = why


@dataclass(frozen=True)
class Incoming:
    """An e-mail, read. `text` is what its sender added; `automatic`, a code of AUTOMATIC, says why a program wrote it.

    `left_out` and `quoted` are what stands in it besides (`cutting.Cut`); `whole` is all of it, as it stands there.
    `unclear`: some of its letters could not be read.
    """

    message_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    automatic: Coded = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    authentication: list[str] = field(default_factory=list)
    was_cut: bool = False
    left_out: str = ""
    quoted: str = ""
    whole: str = ""
    unclear: bool = False

    def uncut(self) -> "Incoming":
        """The same with all that it says as its words, quotations too."""
        text, rest = shortened(self.whole)
        return replace(self, text=text, left_out=rest, quoted="", was_cut=bool(rest))


def read(raw: bytes, *, answers: Original | None = None) -> Incoming:
    """The e-mail in `raw`; `answers` is our letter that it answers, where that is known. Raises Unreadable."""
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MAX_LINES or raw.lower().count(b"boundary=") > MAX_BOUNDARIES:
        raise Unreadable(coded("too_many_lines"))
    try:
        return _read(parsed(raw), answers)
    except Exception as trouble:  # the e-mail library has its own surprises, and whoever wrote this mail is waiting
        raise Unreadable(
            coded("cannot_be_parsed", error=visible(f"{type(trouble).__name__}: {trouble}")[:200])
        ) from trouble


def message_id_of(message: Message) -> str:
    """Its Message-ID without the brackets, or empty."""
    return decoded_header(message.get("Message-ID")).strip().strip("<>").strip()[:300]


def _read(message: Message, answers: Original | None) -> Incoming:
    name, address = sender_of(message)
    parts = parts_of(message)
    found = cut(parts.text, original=answers)
    text, rest = shortened(without_secrets(found.words))
    end = _LONGER_STILL if parts.is_longer else ""
    return Incoming(
        message_id=message_id_of(message) or make_msgid(),
        sender=address,
        sender_name=name[:120],
        subject=" ".join(decoded_header(message.get("Subject")).split())[:300],
        text=text,
        automatic=why_automatic(message),
        files=parts.files,
        references=_references(message),
        authentication=[decoded_header(value) for value in message.get_all("Authentication-Results", [])],
        was_cut=bool(rest) or parts.is_longer,
        left_out=_apart(rest, without_secrets(found.left_out), end),
        quoted=without_secrets(_apart(found.quoted, parts.besides)),
        whole=without_secrets(parts.text),
        unclear=parts.unclear,
    )


def shortened(text: str) -> tuple[str, str]:
    """`text` as long as a message may be, and the rest of it; a note says where that is."""
    if len(text) <= MAX_TEXT_LENGTH:
        return text, ""
    most = MAX_TEXT_LENGTH - len(_CUT_NOTE) - 2
    ends = max(text.rfind("\n", most // 2, most), text.rfind(" ", most // 2, most))
    at = ends if ends > 0 else most
    return f"{text[:at].rstrip()}\n\n{_CUT_NOTE}", text[at:].strip()


def _apart(*pieces: str) -> str:
    return "\n\n".join(piece for piece in pieces if piece)


def _references(message: Message) -> list[str]:
    named = f"{decoded_header(message.get('In-Reply-To'))} {decoded_header(message.get('References'))}"
    return [one.strip("<>") for one in named.split()][:50]

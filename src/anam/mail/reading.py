"""What an e-mail says, whatever wrote it: its sender, its words without quotations, its pictures."""

from dataclasses import dataclass, field
from email.message import Message
from email.utils import make_msgid

from anam.mail.automatic import why_automatic
from anam.mail.cutting import cut
from anam.mail.headers import decoded_header
from anam.mail.mail_parts import File, parts_of
from anam.mail.parsing import parsed
from anam.mail.senders import sender_of

LONGEST_TEXT = 5000
# More than any mail program makes of HEAVIEST bytes; the e-mail library looks at each line once for each of them.
MOST_LINES = 400_000
MOST_BOUNDARIES = 50
_CUT_NOTE = "[The e-mail was longer; the rest is left out.]"


class Unreadable(Exception):
    """Nobody can make sense of this e-mail: support looks at it."""


@dataclass(frozen=True)
class Incoming:
    """An e-mail, read. `text` is what its sender added; `automatic` says why a program wrote it, or is empty.

    `unclear`: some of its letters could not be read.
    """

    message_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    automatic: str = ""
    files: list[File] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    authentication: list[str] = field(default_factory=list)
    was_cut: bool = False
    unclear: bool = False


def read(raw: bytes) -> Incoming:
    """The e-mail in `raw`. Raises Unreadable."""
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MOST_LINES or raw.lower().count(b"boundary=") > MOST_BOUNDARIES:
        raise Unreadable("it has more lines or parts than a mail program writes")
    try:
        return _read(parsed(raw))
    except Exception as trouble:  # the e-mail library has its own surprises, and whoever wrote this mail is waiting
        raise Unreadable(f"{type(trouble).__name__}: {trouble}") from trouble


def message_id_of(message: Message) -> str:
    """Its Message-ID without the brackets, or empty."""
    return decoded_header(message.get("Message-ID")).strip().strip("<>").strip()[:300]


def _read(message: Message) -> Incoming:
    name, address = sender_of(message)
    parts = parts_of(message)
    text = cut(parts.text)
    was_cut = len(text) > LONGEST_TEXT
    return Incoming(
        message_id=message_id_of(message) or make_msgid(),
        sender=address,
        sender_name=name[:120],
        subject=" ".join(decoded_header(message.get("Subject")).split())[:300],
        text=_shortened(text) if was_cut else text,
        automatic=why_automatic(message),
        files=parts.files,
        references=_references(message),
        authentication=[decoded_header(value) for value in message.get_all("Authentication-Results", [])],
        was_cut=was_cut,
        unclear=parts.unclear,
    )


def _shortened(text: str) -> str:
    return f"{text[: LONGEST_TEXT - len(_CUT_NOTE) - 2].rstrip()}\n\n{_CUT_NOTE}"


def _references(message: Message) -> list[str]:
    named = f"{decoded_header(message.get('In-Reply-To'))} {decoded_header(message.get('References'))}"
    return [one.strip("<>") for one in named.split()][:50]

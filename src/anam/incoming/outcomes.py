"""What became of an e-mail that came in."""

from dataclasses import dataclass, field

from anam.coded import Coded, coded
from anam.incoming.keeping import not_kept_reason
from anam.mail.incoming_mail import record_outcome
from anam.mail.models import IncomingMail


@dataclass(frozen=True)
class Outcome:
    """How it ended, why (a code of mail/sentences.py, OUTCOMES), and what it led to.

    `keep`: the mail as it came is kept as well. `is_shown`: all that it says is shown, so that it need not be kept if
    it is large. What it says besides is `left_out` and `quoted`.
    """

    what: str
    why: Coded = field(default_factory=dict)
    message_id: int | None = None
    case_id: int | None = None
    entry_id: int | None = None
    email_id: int | None = None
    keep: bool = False
    is_shown: bool = False
    left_out: str = ""
    quoted: str = ""


def note(row: IncomingMail, outcome: Outcome, *, sender: str, subject: str) -> None:
    """Write down what became of `row`. Where the mail itself is to be kept and is not, it is said why."""
    not_kept = not_kept_reason(row, sender=sender, is_shown=outcome.is_shown) if outcome.keep else {}
    both = coded("both", first=outcome.why, second=not_kept)
    record_outcome(
        row,
        outcome=outcome.what,
        why=both if outcome.why and not_kept else outcome.why or not_kept,
        message=outcome.message_id,
        case=outcome.case_id,
        entry=outcome.entry_id,
        email=outcome.email_id,
        sender=sender,
        subject=subject,
        raw=row.raw if outcome.keep and not not_kept else None,
        left_out=outcome.left_out,
        quoted=outcome.quoted,
    )

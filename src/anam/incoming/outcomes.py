"""What became of an e-mail that came in."""

from dataclasses import dataclass

from anam.mail.models import IncomingMail


@dataclass(frozen=True)
class Outcome:
    """How it ended, why, and what it led to. `keep`: the mail as it came is kept as well."""

    what: str
    why: str = ""
    message_id: int | None = None
    case_id: int | None = None
    letter_id: int | None = None
    keep: bool = False


def note(row: IncomingMail, outcome: Outcome, *, sender: str, subject: str) -> None:
    """Write down what became of `row`; the mail itself is forgotten, unless something in it was not taken over."""
    IncomingMail.objects.filter(pk=row.pk).update(
        outcome=outcome.what, why=outcome.why[:300], message=outcome.message_id, case=outcome.case_id,
        letter=outcome.letter_id, sender=sender, subject=subject, raw=row.raw if outcome.keep else None,
    )  # fmt: skip

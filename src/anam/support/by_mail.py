"""The e-mails that came into a case, beside what each became."""

from collections.abc import Iterable
from typing import Any

from anam.cases.models import Case, CaseEntry
from anam.mail.models import IncomingMail


def with_mails(case: Case, entries: Iterable[CaseEntry]) -> dict[str, Any]:
    """`entries`, each with the `mail` that it came by, and the `opening_mail` that opened the case. One query."""
    mails = IncomingMail.objects.of_case(case.pk)
    listed: list[Any] = list(entries)
    for entry in listed:
        entry.mail = mails.get(entry.pk)
    return {"entries": listed, "opening_mail": mails.get(None)}

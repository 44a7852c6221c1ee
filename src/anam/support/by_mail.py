"""The e-mails that came into a case, beside what each became."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField

from anam.cases.models import Case, CaseEntry
from anam.compiled import Bound, CompiledQuery
from anam.mail.models import IncomingMail


def with_mails(case: Case, entries: Iterable[CaseEntry]) -> dict[str, Any]:
    """`entries`, each with the `mail` that it came by, and the `opening_mail` that opened the case. One query."""
    mails = {mail.entry_id: mail for mail in _MAILS.all(case=case.pk)}  # of None, the one that opened the case
    listed: list[Any] = list(entries)
    for entry in listed:
        entry.mail = mails.get(entry.pk)
    return {"entries": listed, "opening_mail": mails.get(None)}


_MAILS = CompiledQuery(lambda: IncomingMail.objects.of_case(Bound("case", BigIntegerField())))

from django.db import transaction

from anam.coded import coded
from anam.incoming.outcomes import note
from anam.incoming.routing import unreadable
from anam.mail.models import IncomingMail


@transaction.atomic
def give_up(incoming_id: int, *, why: str) -> None:
    """Hand an e-mail that could not be read, in time ("time") or at all ("trouble"), to support as it came."""
    row = IncomingMail.objects.select_for_update().filter(pk=incoming_id).first()
    if row is None or row.outcome:
        return
    trouble = coded("reading_took_too_long" if why == "time" else "reading_failed")
    note(row, unreadable(row, trouble), sender=row.envelope_from, subject="")

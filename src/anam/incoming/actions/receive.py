from django.db import transaction

from anam.incoming.bouncing import take_report
from anam.incoming.outcomes import note
from anam.incoming.routing import place
from anam.mail.models import IncomingMail


@transaction.atomic
def receive(incoming_id: int) -> None:
    """Read an e-mail that was taken in, and put it where it belongs; done once, however often it is tried (D7).

    An answer goes into its conversation or case, what is for support becomes a case, a bounce marks its e-mail.
    What a program wrote is set aside: neither posted nor answered, and kept for a while. What cannot be read, and
    what nobody can say who wrote, is a case: nothing is lost.
    """
    row = IncomingMail.objects.select_for_update().get(pk=incoming_id)
    if row.outcome:
        return
    raw = bytes(row.raw or b"")
    if reported := take_report(raw, recipient=row.recipient):
        note(row, reported, sender=row.envelope_from, subject="")
        return
    place(row, raw)

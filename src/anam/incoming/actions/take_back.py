from django.db import transaction

from anam.incoming.routing import place
from anam.mail.incoming_mail import record_taken_back
from anam.mail.models import IncomingMail
from anam.people.models import User


@transaction.atomic
def take_back(incoming_id: int, *, by: User) -> IncomingMail:
    """Take in an e-mail that was set aside, as if it had just been read and a person had written it.

    Done once, however often the button is pressed (D7): the answer is what became of it. Raises
    IncomingMail.DoesNotExist where there is none that is kept.
    """
    row = IncomingMail.objects.select_for_update().get(pk=incoming_id)
    if row.taken_back_at:
        return row
    if row.outcome != IncomingMail.Outcome.IGNORED or row.raw is None:
        raise IncomingMail.DoesNotExist
    place(row, bytes(row.raw), by_hand=True)
    record_taken_back(row, by=by)
    row.refresh_from_db()
    return row

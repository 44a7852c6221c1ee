from datetime import timedelta

from anam.clock import database_now
from anam.mail.incoming_mail import forget_raw
from anam.mail.models import IncomingMail

KEPT_FOR = timedelta(days=30)
# Of all that is set aside together, in bytes; the oldest goes first.
MAX_KEPT = 500 * 1024 * 1024


def forget_set_aside(*, most: int = MAX_KEPT) -> int:
    """Forget e-mails that were set aside more than KEPT_FOR ago, and the oldest beyond `most` bytes; how many."""
    old = IncomingMail.objects.set_aside().filter(received_at__lt=database_now() - KEPT_FOR)
    forgotten = forget_raw(old.values_list("pk", flat=True))
    return forgotten + forget_raw(IncomingMail.objects.set_aside().beyond(most))

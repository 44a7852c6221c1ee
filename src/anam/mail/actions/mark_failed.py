from anam.clock import database_now
from anam.coded import Coded
from anam.mail.models import Email


def mark_failed(email: Email, *, why: Coded) -> bool:
    """Write down that `email` did not arrive, and why, by a code of FAILURES; True for the first to learn it (D10).

    Support's desk looks for such letters, and the pages about their order and conversation show them.
    """
    first = Email.objects.filter(pk=email.pk).still_arriving().update(failed_at=database_now(), failure=why)
    return bool(first)

from anam.clock import database_now
from anam.mail.models import Email
from anam.words import visible


def mark_failed(email: Email, *, why: str) -> bool:
    """Write down that `email` did not arrive, with what the mail server said; True for the first to learn it (D10).

    Support's desk looks for such letters, and the pages about their order and conversation show them.
    """
    said = " ".join(visible(why).replace("\x00", "").split())[:300]
    first = Email.objects.filter(pk=email.pk).still_arriving().update(failed_at=database_now(), failure=said)
    return bool(first)

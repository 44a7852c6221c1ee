"""Mails as they came are kept as long as what they said; how much of them, so that they do not fill a disk."""

from datetime import timedelta

from anam.coded import Coded, coded
from anam.mail.models import IncomingMail

MEGABYTE = 1024 * 1024
# Of a mail that is shown whole. One of which something is not is kept whatever it weighs, as the door lets it in.
MAX_BYTES_SHOWN = 1 * MEGABYTE
# Of all mails of one sender within a day.
MAX_A_DAY = 40 * MEGABYTE


def not_kept_reason(row: IncomingMail, *, sender: str, is_shown: bool) -> Coded:
    """Why the mail of `row` is not kept as it came, by a code of OUTCOMES; nothing where it is. `is_shown`: nothing is
    lost then.
    """
    size = len(row.raw or b"")
    if is_shown and size > MAX_BYTES_SHOWN:
        return coded("not_kept_too_large", most=MAX_BYTES_SHOWN // MEGABYTE)
    since = row.received_at - timedelta(days=1)
    if IncomingMail.objects.exclude(pk=row.pk).kept_of(sender, since=since) + size > MAX_A_DAY:
        return coded("not_kept_too_much", most=MAX_A_DAY // MEGABYTE)
    return {}

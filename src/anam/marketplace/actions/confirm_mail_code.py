from django.db import transaction
from django.utils.crypto import constant_time_compare

from anam.clock import database_now
from anam.marketplace.models import Marketplace
from anam.refusals import Refused

MAX_WRONG_CODES = 5


def confirm_mail_code(digest: str) -> None:
    """The test email has arrived: its code was typed in. The same code again changes nothing (D7).

    Raises Refused ("code_wrong"); after MAX_WRONG_CODES the code has ended ("code_over").
    """
    if not _is_it(digest):
        raise Refused.because("code_wrong", "This is not the code of the newest test email. Look at it once more.")


@transaction.atomic
def _is_it(digest: str) -> bool:
    """A wrong code is counted, which a refusal in the same transaction would take back."""
    row = Marketplace.objects.select_for_update().get()
    if not row.mail_code_digest or row.mail_wrong_codes >= MAX_WRONG_CODES:
        raise Refused.because("code_over", "This code has ended. Send another test email.")
    if not constant_time_compare(row.mail_code_digest, digest):
        row.mail_wrong_codes += 1
        row.save(update_fields=["mail_wrong_codes"])
        return False
    if row.mail_arrived_at is None:
        row.mail_arrived_at = database_now()
        row.save(update_fields=["mail_arrived_at"])
    return True

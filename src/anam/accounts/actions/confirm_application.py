from django.db import transaction

from anam.accounts.actions.apply import LASTS
from anam.accounts.models import Application
from anam.accounts.notifications import tell_leads_of_application
from anam.accounts.tokens import hash_of
from anam.clock import database_now
from anam.refusals import Refused


@transaction.atomic
def confirm_application(token: str) -> Application:
    """Let support see what was applied for by the link with `token`; a second time changes nothing.

    Raises Refused where the link has ended, Application.DoesNotExist where there is none.
    """
    application = Application.objects.select_for_update().get(token_hash=hash_of(token))
    if application.status != Application.Status.UNCONFIRMED:
        return application
    now = database_now()
    if application.applied_at <= now - LASTS:
        raise Refused.because("application_ended", "This link has ended after 7 days. Apply again.")
    application.status, application.confirmed_at = Application.Status.WAITING, now
    application.save(update_fields=["status", "confirmed_at"])
    tell_leads_of_application(application)
    return application

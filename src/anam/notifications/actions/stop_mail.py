from anam.catalog.actions.stop_restock_alerts import stop_restock_alerts
from anam.notifications.models import RESTOCK, EmailOptOut
from anam.people.models import User


def stop_mail(user: User, *, kind: str) -> None:
    """Write no more e-mails of `kind` to `user`, until they want them again. Asked twice, it is stopped once (D7).

    Of products that are back, that is until they ask about another: what they wait for now ends.
    """
    if kind == RESTOCK[0]:
        stop_restock_alerts(user)
    else:
        EmailOptOut.objects.get_or_create(user=user, kind=kind)

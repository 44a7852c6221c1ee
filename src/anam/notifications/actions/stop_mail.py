from anam.notifications.models import EmailOptOut
from anam.people.models import User


def stop_mail(user: User, *, kind: str) -> None:
    """Write no more e-mails of `kind` to `user`, until they want them again. Asked twice, it is stopped once (D7)."""
    EmailOptOut.objects.get_or_create(user=user, kind=kind)

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from anam.clock import database_now
from anam.mail.models import Letter


@transaction.atomic
def send(letter_id: int) -> None:
    """Send a letter once. In the demo there is no mail server: it stays in the outbox, where it can be read.

    The row is locked meanwhile, so that two workers do not send it twice; a letter that was handed over and
    not written down is sent again with the same Message-ID, which mail programs show once.
    """
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.sent_at:
        return
    if not settings.EMAIL_OUTBOX_ONLY:
        domain = settings.SERVER_EMAIL.rsplit("@", 1)[-1]
        message = EmailMultiAlternatives(
            letter.subject,
            letter.text,
            to=[letter.to],
            headers={"Message-ID": f"<letter-{letter.pk}@{domain}>"},
        )
        if letter.html:
            message.attach_alternative(letter.html, "text/html")
        message.send()
    Letter.objects.filter(pk=letter.pk).update(sent_at=database_now())

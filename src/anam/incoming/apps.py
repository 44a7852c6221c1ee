from django.apps import AppConfig


class IncomingConfig(AppConfig):
    name = "anam.incoming"

    def ready(self) -> None:
        """Listen to django-anymail, which hands over what providers report by its own signals and by nothing else."""
        from anymail.signals import inbound, tracking

        from anam.incoming.webhooks import email_tracked, mail_came

        inbound.connect(mail_came, dispatch_uid="anam.mail_came")
        tracking.connect(email_tracked, dispatch_uid="anam.letter_tracked")

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "anam.webhooks"

    def ready(self) -> None:
        """What is kept of refused addresses has its words here."""
        from anam.refusals import SENTENCES
        from anam.webhooks.sentences import REFUSALS

        SENTENCES.update(REFUSALS)

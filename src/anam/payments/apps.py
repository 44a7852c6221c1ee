from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "anam.payments"

    def ready(self) -> None:
        """The history says why money did not move, or could not."""
        from anam.payments.sentences import REFUSALS, WHY_NOT_MOVED
        from anam.refusals import SENTENCES

        SENTENCES.update(WHY_NOT_MOVED | REFUSALS)

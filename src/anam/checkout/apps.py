from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "anam.checkout"

    def ready(self) -> None:
        """What is kept of a checkout that came to nothing has its words here."""
        from anam.checkout.sentences import REFUSALS
        from anam.refusals import SENTENCES

        SENTENCES.update(REFUSALS)

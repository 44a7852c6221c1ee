from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "anam.checkout"

    def ready(self) -> None:
        """What is kept of a checkout that came to nothing has its words here; and it hears of pages at gateways."""
        from anam.checkout.on_page import on_page
        from anam.checkout.sentences import REFUSALS
        from anam.payments.listeners import register_for_pages
        from anam.refusals import SENTENCES

        SENTENCES.update(REFUSALS)
        register_for_pages(on_page)

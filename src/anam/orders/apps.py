from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "anam.orders"

    def ready(self) -> None:
        """Orders hear what becomes of their money; the history says why they were refused."""
        from anam.orders.payments.on_operation import on_operation
        from anam.orders.sentences import REFUSALS
        from anam.payments.listeners import register
        from anam.refusals import SENTENCES

        SENTENCES.update(REFUSALS)
        register(on_operation)

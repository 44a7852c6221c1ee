from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "anam.orders"

    def ready(self) -> None:
        """Orders hear what becomes of their money; the history says why they were refused."""
        from anam.mail.address_block import register as show_addresses
        from anam.orders.payments.on_dispute import on_dispute
        from anam.orders.payments.on_movement import on_movement
        from anam.orders.payments.on_operation import on_operation
        from anam.orders.payments.on_page import on_page
        from anam.orders.sentences import REFUSALS
        from anam.orders.ship_to.in_emails import address_lines
        from anam.payments.listeners import register, register_for_disputes, register_for_movements, register_for_pages
        from anam.refusals import SENTENCES

        SENTENCES.update(REFUSALS)
        register(on_operation)
        register_for_disputes(on_dispute)
        register_for_movements(on_movement)
        register_for_pages(on_page)
        show_addresses(address_lines)

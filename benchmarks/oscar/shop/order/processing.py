"""What happens to an order that is cancelled: Oscar leaves the stock to the shop, and this is its hook for it."""

from typing import Any

from oscar.apps.order.processing import EventHandler as OscarsEventHandler


class EventHandler(OscarsEventHandler):
    def handle_order_status_change(self, order: Any, new_status: str, note_msg: str | None = None) -> None:
        super().handle_order_status_change(order, new_status, note_msg=note_msg)
        if new_status == "Cancelled":
            self.cancel_stock_allocations(order)

"""Orders and their lines, what cancels them, and what buyers ask for."""

from anam.orders.models.address_request import AddressRequest
from anam.orders.models.cancellation import Cancellation, CancelledLine
from anam.orders.models.order import Line, Order, Reminder
from anam.orders.models.order_return import OrderReturn, ReturnedLine
from anam.orders.models.refund import Refund, RefundedLine
from anam.orders.models.request import CancellationRequest, RequestedLine
from anam.orders.status import Status

__all__ = [
    "AddressRequest",
    "Cancellation",
    "CancellationRequest",
    "CancelledLine",
    "Line",
    "Order",
    "OrderReturn",
    "Refund",
    "RefundedLine",
    "Reminder",
    "RequestedLine",
    "ReturnedLine",
    "Status",
]

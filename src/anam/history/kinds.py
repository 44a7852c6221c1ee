"""Every kind of entry: what it is called outside, where scripts rely on it, and whether a buyer reads it."""

# The names are public and stay; a kind that is added gets one here.
TYPES = {
    "placed": "order.placed",
    "imported": "order.imported",
    "contacted": "buyer.contacted",
    "accepted": "order.accepted",
    "unaccepted": "order.unaccepted",
    "shipped": "order.shipped",
    "completed": "order.completed",
    "declined": "order.declined",
    "lines_declined": "order.part_declined",
    "cancelled": "order.cancelled",
    "lines_removed": "order.part_cancelled",
    "decline_refused": "decline.refused",
    "support_asked": "support.asked",
    "support_not_needed": "support.not_needed",
    "support_told": "buyer.contacted_by_support",
    "support_refused": "support.refused",
    "support_handed_back": "support.handed_back",
    "cancel_requested": "request.made",
    "request_declined": "request.declined",
    "request_taken_back": "request.taken_back",
    "request_unanswered": "request.unanswered",
    "ship_to_changed": "order.ship_to_changed",
    "address_asked": "request.address_asked",
    "address_taken_back": "request.address_taken_back",
    "address_refused": "request.address_refused",
    "reminded": "maker.reminded",
    "refund_decided": "payment.refund_decided",
    "return_asked": "return.asked",
    "return_agreed": "return.agreed",
    "return_sent": "return.sent",
    "return_received": "return.received",
    "return_refunded": "return.refunded",
    "return_refused": "return.refused",
    "return_reminded": "return.reminded",
    "payment_voided": "payment.voided",
    "payment_refunded": "payment.refunded",
    "part_refunded": "payment.part_refunded",
    "payment_captured": "payment.captured",
    "payment_void_due": "payment.void_due",
    "payment_refund_due": "payment.refund_due",
    "payment_capture_due": "payment.capture_due",
    "payment_confirmed": "payment.confirmed",
    "refund_recorded": "payment.refund_recorded",
    "payment_corrected": "payment.record_corrected",
    "payment_refused": "payment.refused",
    "money_delayed": "payment.delayed",
    "payment_failed": "payment.failed",
    "payment_not_renewed": "payment.not_renewed",
    "payment_authorised": "payment.authorised",
    "payment_expired": "payment.expired",
    "payment_moved": "payment.moved",
    "payment_returned": "payment.returned",
    "payment_disputed": "payment.disputed",
    "payment_dispute_won": "payment.dispute_won",
}
# What passes between the maker, support and whoever holds the money; the buyer reads everything else.
NOT_FOR_BUYERS = frozenset(
    {
        "decline_refused",
        "reminded",
        "support_asked",
        "support_not_needed",
        "support_refused",
        "support_handed_back",
        "payment_capture_due",
        "payment_refused",
        "payment_returned",
        "payment_disputed",
        "payment_dispute_won",
    }
)
BUYER_READS = frozenset(TYPES) - NOT_FOR_BUYERS


def type_of(kind: str) -> str:
    """What a kind of entry is called outside."""
    return TYPES.get(kind, f"order.{kind}")

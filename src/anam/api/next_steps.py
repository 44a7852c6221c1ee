"""The next step of a refusal: where people go, and which call does it."""

from typing import Any

from django.conf import settings

from anam.refusals import Refusal

_ASK_SUPPORT = "POST /api/v1/orders/{number}/support-cases"
_SEE = "GET /api/v1/orders/{number}"
CALLS = {
    "buyer_not_contacted": "POST /api/v1/orders/{number}/contact",
    "conversation_not_started": _ASK_SUPPORT,
    "decline_window_closed": _ASK_SUPPORT,
    "support_is_handling": "GET /api/v1/orders/{number}/history",
    "already_shipped": _SEE,
    "already_declined": _SEE,
    "already_cancelled": _SEE,
    "already_accepted": _SEE,
    "completed": _SEE,
    "not_paid": _SEE,
    "payment_unsettled": _SEE,
    "not_shipped": "POST /api/v1/orders/{number}/cancel",
    "nothing_to_refund": _SEE,
    "refund_above_what_is_left": "GET /api/v1/orders/{number}/refund",
    "payment_unknown": "POST /api/v1/orders/{number}/ship",
    "money_moved_on": _SEE,
    "return_open": _SEE,
    "return_moved_on": _SEE,
    "not_accepted": "POST /api/v1/orders/{number}/accept",
    "support_not_needed": "POST /api/v1/orders/{number}/decline",
    "changed_meanwhile": "GET /api/v1/orders/{number}/decline",
    "lines_wrong": _SEE,
    "form_sent_already": _SEE,
    "reason_for_whole_orders": "GET /api/v1/orders/{number}/decline",
    "explanation_needed": "GET /api/v1/orders/{number}/decline",
}


def step(refusal: Refusal, number: str = "", *, can_write: bool = True) -> dict[str, Any]:
    """A refusal as it is told outside: code, message, and the next step in words, as a page and as a call.

    Without `can_write` a maker must have support tell the buyer (D4).
    """
    code = "conversation_not_started" if refusal.code == "buyer_not_contacted" and not can_write else refusal.code
    call = CALLS.get(code, "").format(number=number) if number else ""
    url = refusal.next.url
    return {
        "code": refusal.code,
        "message": refusal.message,
        "next": {
            "words": refusal.next.words or refusal.message,
            "url": f"{settings.SITE_URL}{url}" if url else None,
            "call": call or None,
        },
    }

"""What goes wrong, said as RFC 9457 wants it, with a code that stays."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from anam.api.next_steps import step
from anam.refusals import Refusal

PROBLEM_JSON = "application/problem+json"
# A refusal of an action that is about what was sent; any other is about how things stand, and is a 409.
ABOUT_WHAT_WAS_SENT = frozenset({
    "message_empty", "message_too_long", "message_unfinished", "explanation_needed", "lines_wrong",
    "reason_for_whole_orders", "unknown_reason", "words_needed", "told_how_unknown", "told_when_unlikely",
    "amount_wrong", "reference_needed", "confirmed_in_future", "captured_wrong",
    "shipping_needed", "shipping_above_announced", "refund_above_what_is_left",
    "still_due_wrong", "carrier_needed",
})  # fmt: skip
# One about who may.
ABOUT_WHO_ASKS = frozenset({"role_forbids"})
# What the API itself says no to; what the actions refuse is explained in the Support Center.
CODES = {
    "json_unreadable": "The body is no JSON of UTF-8: see where, in `detail`.",
    "json_unusable": "The JSON, or a parameter, holds what cannot be kept: a name twice, a number too large, a NUL.",
    "json_too_deep": "The JSON is nested too deeply.",
    "not_an_object": "The body must be a JSON object.",
    "body_too_large": "The body is larger than any call needs.",
    "not_json": "The body must be sent as `application/json`.",
    "idempotency_key_unusable": "An Idempotency-Key has 1 to 255 visible ASCII characters.",
    "idempotency_key_in_use": "The first call with this key is still under way: ask again in a moment.",
    "idempotency_key_used": "This key was used for another call or another body.",
    "token_missing": "No token, or none that is in force: `Authorization: Bearer …`.",
    "token_reads_only": "This token may read and change nothing.",
    "support_only": "Only support may do this.",
    "buyers_only": "Only a buyer may do this.",
    "not_yours_to_write": "Only the maker and the buyer write in a conversation.",
    "not_found": "There is no such thing, or it is not yours to see.",
    "method_not_allowed": "The address is right, the method is not.",
    "unreadable": "The request itself could not be read.",
    "wrong": "A field or a parameter is missing, unknown or not what it must be: see `errors`.",
    "cursor_unknown": "This is no cursor of ours: take `next` of the page before.",
    "maker_unknown": "There is no such maker.",
    "buyer_unknown": "There is no such buyer.",
    "order_unknown": "There is no such order between the two.",
    "country_unknown": "This is no country of ISO 3166: two letters, as in `US`.",
    "currency_unknown": "This is no ISO 4217 currency.",
    "placed_in_future": "An order cannot have been placed at a time that is still to come.",
    "holder_wrong": "The sandbox holds no money of a real marketplace.",
    "totals_wrong": "The sums cannot be true: more taken off than the goods cost, or far too much money.",
    "number_taken": "Another order has this number.",
    "reference_taken": "Another order of this maker has this reference.",
    "product_changed": "The product has changed since it had this ETag, perhaps by an order: read it again.",
    "case_not_of_the_road": "This case ends in another way, at support’s desk.",
    "too_many_calls": "The limit for one minute is used up: see `Retry-After`.",
    "busy": "Too many ask at once. Nothing was done: ask again after `Retry-After`.",
    "broken": "Something broke here, and we have it on record. With an Idempotency-Key, asking again is safe.",
}


class Problem(Exception):
    """Raised by a call that cannot be answered: `code` is one of CODES."""

    def __init__(self, status: int, code: str, detail: str = "", **headers: str) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail or CODES[code]
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def response(self) -> HttpResponse:
        return problem(self.status, self.code, self.detail, headers=self.headers)


def problem(status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> HttpResponse:
    """A problem document; `more` are members of its own."""
    document = {
        "type": f"{settings.SITE_URL}/api/v1/docs#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    return HttpResponse(json.dumps(document), status=status, content_type=PROBLEM_JSON, headers=headers)


def refused(refusals: Sequence[Refusal], number: str = "") -> HttpResponse:
    """An action's refusal, with every reason and its next step; `number` is of the order that it was about."""
    first = refusals[0]
    status = 422 if first.code in ABOUT_WHAT_WAS_SENT else 403 if first.code in ABOUT_WHO_ASKS else 409
    return problem(status, first.code, first.message, refusals=[step(refusal, number) for refusal in refusals])

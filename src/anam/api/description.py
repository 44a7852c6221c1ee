"""The API described as OpenAPI 3.1: what ninja knows of the calls, and what the gate does for all of them."""

from functools import cache
from typing import Any

from django.conf import settings

from anam.api import examples
from anam.api.app import api
from anam.api.bodies import DEEPEST, LARGEST_BODY
from anam.api.problems import PROBLEM_JSON
from anam.api.webhook_schema import SENT_EVENT, webhooks
from anam.marketplace.current import marketplace

_ABOUT = """
Orders and what becomes of them, for other systems: read them, decline one with its reason, follow what happens.

A token (`Authorization: Bearer anam_…`) acts as the person it was made for: what they may not see does not exist.
Money is integer minor units with an ISO 4217 currency; times are RFC 3339 in UTC; lists are `{items, next}`, and
`next` goes into `cursor`. What goes wrong is a problem document (RFC 9457) with a `code` that stays. Every call
that changes something honours `Idempotency-Key`: repeat it with the same key and body, and it is done once and
answered alike.
"""
_EVERY = {
    400: "The call could not be read: its body is no JSON, its key no key, its parameters too many.",
    401: "No token that is in force.",
    422: "A parameter or the body is not what it must be.",
    429: "The token’s calls of this minute are used up: see `Retry-After`.",
    503: "Too many ask at once. Nothing was done: ask again after `Retry-After`.",
}
_OF_POSTS = {
    403: "The token may only read, or this is not for the side that its person is on.",
    409: "It cannot be done as things stand: `refusals` has every reason and its next step. Or the first call with "
    "this Idempotency-Key is still under way.",
    413: "The body is too large.",
    415: "The body is not sent as `application/json`.",
}
# What is not there for everybody, though its address names nothing.
_NOT_FOR_ALL = frozenset({"get_ledger", "get_products"})
_STALE = {412: "It is not what `If-Match` says any more. Nothing was done: read it again."}
_NOT_THERE = {404: "There is no such thing, or it is not yours to see."}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of your own for this one act, kept for 48 hours. The same key with another body: 422.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "example": "decline-A-1001-once",
}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, in words."},
        "code": {"type": "string", "description": "Stable; for programs."},
        "refusals": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/RefusalOut"},
            "description": "Every reason why it cannot be done now, with the next step.",
        },
        "errors": {
            "type": "array",
            "description": "What is wrong with what was sent, field by field.",
            "items": {"type": "object", "properties": {"where": {"type": "string"}, "message": {"type": "string"}}},
        },
    },
}
_WENT_WELL = {
    "post_order": "The order, as it was recorded.",
    "get_orders": "Some of your orders.",
    "get_order": "The order.",
    "get_history": "What happened to it.",
    "get_decline": "Whether you may, and what would happen.",
    "post_decline": "The order, declined; or without the part that was.",
    "get_cancel": "Whether you can, and what would happen.",
    "post_cancel": "The order, cancelled; or without the part that was.",
    "get_refund": "Whether you can, and what would happen.",
    "post_refund": "The order, with what goes back.",
    "post_contact": "The order; its buyer has been told.",
    "post_accept": "The order, accepted.",
    "post_unaccept": "The order, which waits for its answer again.",
    "post_ship": "The order, on its way.",
    "post_confirm": "The order, with what was confirmed of its money.",
    "post_retry": "The order; the operation is asked about, or begun anew.",
    "post_correct": "The order; what was recorded is undone.",
    "post_return": "The order, with what is to go back.",
    "post_agree_return": "The order; its buyer is told where to send it.",
    "post_sent_return": "The order, with what is on its way back.",
    "post_received_return": "The order, with what came back.",
    "post_refund_return": "The order, with what goes back for it.",
    "post_refuse_return": "The order; both sides are told why it is not taken back.",
    "post_case": "The case that support will answer.",
    "post_resolve": "The case, closed.",
    "get_ledger": "Movements, in the order in which they were written down.",
    "get_events": "What happened, the oldest first.",
    "get_products": "Some of your products.",
    "get_product": "The product.",
    "put_product": "The product, as it is now: 201 where it is new.",
    "patch_product": "The product, as it is now.",
    "get_conversations": "Some of your conversations.",
    "post_conversation": "The conversation, which goes on where there was one.",
    "get_messages": "Some of what was written.",
    "post_message": "The message, as it was written.",
}
_SKU = {"type": "string", "minLength": 1, "maxLength": 255}
_NUMBER = {"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[^/]+$"}


def description() -> dict[str, Any]:
    """The whole API, for programs to read, under the marketplace's name of now."""
    info = {"title": f"{marketplace().name} API", "version": "1", "description": _ABOUT.strip()}
    return {**calls(), "info": info}


@cache
def calls() -> dict[str, Any]:
    """All of it but the name: the same for every marketplace."""
    schema = dict(api.get_openapi_schema())
    schema["servers"] = [{"url": settings.SITE_URL}]
    schema["components"]["schemas"] |= {"Problem": _PROBLEM, "SentEvent": SENT_EVENT}
    schema["webhooks"] = webhooks()
    schema["components"]["securitySchemes"]["Token"]["description"] = (
        "Made on the page “Tokens” of your preferences, or with `anam token EMAIL`."
    )
    for path, calls in schema["paths"].items():
        for method, call in calls.items():
            _complete(path, method, call)
    return schema


def _complete(path: str, method: str, call: dict[str, Any]) -> None:
    """What the gate adds to one call: its headers, and the ways in which it says no; and examples of all of it."""
    posts, said_no = method != "get", dict(_EVERY)
    if posts:
        said_no |= _OF_POSTS
        call["parameters"] = [*call["parameters"], _KEY]
        call["description"] = (
            f"{call.get('description', '')}\n\nA body has at most {LARGEST_BODY // 1024} KB and is "
            f"nested at most {DEEPEST} deep."
        )
    if method in ("put", "patch"):
        said_no |= _STALE
    named = "{" in path or call["operationId"] in _NOT_FOR_ALL
    if named:
        said_no |= _NOT_THERE
    for parameter in call["parameters"]:
        _complete_parameter(parameter)
    for status, answer in call["responses"].items():
        answer["description"] = _WENT_WELL[call["operationId"]]
        answer["headers"] = _LIMITS | (_AGAIN if posts else {}) | (_MARK if "{sku}" in path else {})
        answer["content"]["application/json"] |= examples.of_success(call["operationId"], str(status))
    pages = "limit" in [parameter["name"] for parameter in call["parameters"]]
    for status, words in sorted(said_no.items()):
        told = examples.of_problem(
            call["operationId"], status, posts=posts, sends="requestBody" in call, named=named, pages=pages
        )
        call["responses"][status] = {
            "description": words,
            "headers": _headers_of(status),
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, **told}},
        }


def _headers_of(status: int) -> dict[str, Any]:
    """What comes with a problem. What is refused before anybody asked for a token knows nothing of its limits."""
    limits = {} if status in (401, 503) else _LIMITS
    return limits | (_RETRY if status in (409, 429, 503) else {})


def _complete_parameter(parameter: dict[str, Any]) -> None:
    """What ninja does not know of a parameter: an example, and of what stands in an address, that it is needed."""
    if parameter["in"] == "path":
        parameter["required"] = True
    if parameter["name"] == "sku":
        parameter["schema"] = _SKU
    if parameter["name"] == "number":
        parameter |= {"schema": _NUMBER, "description": "The order’s `number`."}
    parameter.setdefault("example", examples.PARAMETERS.get(parameter["name"]))


_LIMITS = {
    "RateLimit-Limit": {"description": "Calls that the token may make in a minute.", "schema": {"type": "integer"}},
    "RateLimit-Remaining": {"description": "Of these, how many are left.", "schema": {"type": "integer"}},
    "RateLimit-Reset": {"description": "Seconds until the minute ends.", "schema": {"type": "integer"}},
}
_MARK = {"ETag": {"description": "The `etag` of the product.", "schema": {"type": "string"}}}
_AGAIN = {
    "Idempotency-Replayed": {
        "description": "`true` where this was answered before, under the same key.",
        "schema": {"const": "true"},
    }
}
_RETRY = {"Retry-After": {"description": "Seconds to wait before asking again.", "schema": {"type": "integer"}}}

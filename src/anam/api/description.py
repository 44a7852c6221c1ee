"""The API described as OpenAPI 3.1: what ninja knows of the calls, and what the gate does for all of them."""

from functools import cache
from typing import Any

from django.conf import settings

from anam.api.bodies import DEEPEST, LARGEST_BODY
from anam.api.problems import PROBLEM_JSON
from anam.api.the_api import api

_ABOUT = """
Orders and what becomes of them, for other systems: read them, decline one with its reason, follow what happens.

A token (`Authorization: Bearer anam_…`) acts as the person it was made for: what they may not see does not exist.
Money is integer minor units with an ISO 4217 currency; times are RFC 3339 in UTC; lists are `{items, next}`, and
`next` goes into `cursor`. What goes wrong is a problem document (RFC 9457) with a `code` that stays. Every POST
honours `Idempotency-Key`: repeat it with the same key and body, and it is done once and answered alike.
"""
_EVERY = {400: "The call could not be read: its body is no JSON, its key no key, its parameters too many.",
          401: "No token that is in force.", 422: "A parameter or the body is not what it must be.",
          429: "The token’s calls of this minute are used up: see `Retry-After`."}  # fmt: skip
_OF_POSTS = {
    403: "The token may only read, or this is not for the side that its person is on.",
    409: "It cannot be done as things stand: `refusals` has every reason and its next step. Or the first call with "
    "this Idempotency-Key is still under way.",
    413: "The body is too large.",
    415: "The body is not sent as `application/json`.",
}
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
        "refusals": {"type": "array", "items": {"$ref": "#/components/schemas/RefusalOut"},
                     "description": "Every reason why it cannot be done now, with the next step."},
        "errors": {"type": "array", "description": "What is wrong with what was sent, field by field.",
                   "items": {"type": "object", "properties": {"where": {"type": "string"},
                                                              "message": {"type": "string"}}}},
    },
}  # fmt: skip
_EXAMPLE = {
    "type": "/api/v1/docs#buyer_not_contacted", "title": "Conflict", "status": 409,
    "detail": "Tell Harbor & Pine first: a message about this order, before it is cancelled.",
    "code": "buyer_not_contacted",
    "refusals": [{"code": "buyer_not_contacted", "message": "Tell Harbor & Pine first: …",
                  "next": {"words": "Write to Harbor & Pine", "url": "/portal/orders/A-1001/contact/",
                           "call": "POST /api/v1/orders/A-1001/contact"}}],
}  # fmt: skip


@cache
def description() -> dict[str, Any]:
    """The whole API, for programs to read."""
    schema = dict(api.get_openapi_schema())
    schema["info"] = {"title": f"{settings.MARKETPLACE_NAME} API", "version": "1", "description": _ABOUT.strip()}
    schema["servers"] = [{"url": settings.SITE_URL}]
    schema["components"]["schemas"]["Problem"] = _PROBLEM
    schema["components"]["securitySchemes"]["Token"]["description"] = (
        "Made on the page “Tokens” of your preferences, or with `anam token EMAIL`."
    )
    for path, calls in schema["paths"].items():
        for method, call in calls.items():
            _complete(path, method, call)
    return schema


def _complete(path: str, method: str, call: dict[str, Any]) -> None:
    """What the gate adds to one call: its headers, and the ways in which it says no."""
    said_no = dict(_EVERY)
    if method == "post":
        said_no |= _OF_POSTS
        call["parameters"] = [*call["parameters"], _KEY]
        call["description"] = f"{call.get('description', '')}\n\nA body has at most {LARGEST_BODY // 1024} KB and is " \
                              f"nested at most {DEEPEST} deep."  # fmt: skip
    if "{" in path:
        said_no |= _NOT_THERE
    for parameter in call["parameters"]:
        if parameter["name"] == "number":
            parameter["schema"] = {"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[^/]+$"}
            parameter["example"] = "A-1001"
    for answer in call["responses"].values():
        answer["headers"] = _LIMITS
    for status, words in sorted(said_no.items()):
        example = {"example": _EXAMPLE} if status == 409 else {}
        call["responses"][status] = {
            "description": words,
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}, **example}},
        }


_LIMITS = {
    "RateLimit-Limit": {"description": "Calls that the token may make in a minute.", "schema": {"type": "integer"}},
    "RateLimit-Remaining": {"description": "Of these, how many are left.", "schema": {"type": "integer"}},
    "RateLimit-Reset": {"description": "Seconds until the minute ends.", "schema": {"type": "integer"}},
}

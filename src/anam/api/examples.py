"""What calls are really answered, for the description: one story in examples.json, which a test tells anew."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from anam.api.problems import CODES, problem

# What each call may be answered besides, by code. What rules of the marketplace refuse stands in the story.
_OF_ALL = {
    400: ("unreadable",),
    401: ("token_missing",),
    422: ("json_unusable",),
    429: ("too_many_calls",),
    503: ("busy",),
}
_OF_POSTS = {
    400: ("json_unreadable", "json_too_deep", "idempotency_key_unusable"),
    403: ("token_reads_only",),
    409: ("idempotency_key_in_use",),
    413: ("body_too_large",),
    415: ("not_json",),
    422: ("not_an_object", "idempotency_key_used"),
}
_OF_WHAT_IS_NAMED = {404: ("not_found",)}
_OF_PRODUCTS = {412: ("product_changed",)}
_OF_PAGES = {422: ("cursor_unknown",)}
_OWN: dict[str, dict[int, tuple[str, ...]]] = {
    "post_order": {
        403: ("support_only",),
        409: ("reference_taken",),
        422: ("maker_unknown", "buyer_unknown", "currency_unknown", "placed_in_future", "totals_wrong", "holder_wrong"),
    },
    "post_resolve": {409: ("case_not_of_the_road",)},
    "post_conversation": {403: ("buyers_only",), 422: ("maker_unknown", "order_unknown")},
    "post_message": {403: ("not_yours_to_write",)},
}
PARAMETERS: dict[str, Any] = {
    "number": "A-1001",
    "id": 17,
    "limit": 25,
    "status": "placed",
    "cursor": "1795539639868657.4",
    "after": "41",
    "maker": "byrne-ceramics",
    "reason": "out_of_stock",
    "lines": ["4711:2"],
    "restock": True,
    "amount": 1450,
    "done": False,
    "sku": "MUG-01",
    "If-Match": "5f2a9c0e41d8b7361f0c2a94be75d810",
    "archived": False,
    "kind": "ceramics",
    "group": "Mug",
}


@cache
def scenario() -> dict[str, dict[str, Any]]:
    """By call and status, what it was answered."""
    told = (Path(__file__).parent / "examples.json").read_text().replace("{site}", settings.SITE_URL)
    found: dict[str, dict[str, Any]] = json.loads(told)
    return found


def of_success(call: str, status: str) -> dict[str, Any]:
    """What a call was answered when it went well."""
    return {"example": scenario()[call][status]}


def of_problem(call: str, status: int, *, posts: bool, sends: bool, named: bool, pages: bool) -> dict[str, Any]:
    """The problems that a call may be answered with this status, by code: those of the story first.

    `posts`: it changes something; `sends`: with a body; `named`: it is about one thing,
    or not for everybody; `pages`: of a list.
    """
    told = [scenario()[call][str(status)]] if str(status) in scenario().get(call, {}) else []
    if status == 422 and (sends or pages):
        told.append(scenario()["acts" if posts else "reads"]["422"])
    kinds = (
        (True, _OWN.get(call, {})),
        (True, _OF_ALL),
        (posts, _OF_POSTS),
        (named, _OF_WHAT_IS_NAMED),
        (pages, _OF_PAGES),
        (status == 412, _OF_PRODUCTS),
    )
    codes = [code for applies, kind in kinds if applies for code in kind.get(status, ())]
    return {"examples": _by_code([*told, *(_plain(status, code) for code in codes)])}


def _plain(status: int, code: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(problem(status, code, CODES[code]).content)
    return document


def _by_code(documents: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {one["code"]: {"summary": CODES.get(one["code"], one["detail"]), "value": one} for one in documents}

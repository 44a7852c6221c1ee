"""Reading the body of a call: JSON as RFC 8259 has it and as a database can keep it, or a clear no."""

import json
from typing import Any

from django.http import HttpRequest

from anam.api.problems import Problem

LARGEST_BODY = 256 * 1024
DEEPEST = 8
LARGEST_NUMBER = 2**63 - 1


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The body as an object; an empty one is {}. Raises Problem: 400, 413, 415 or 422."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and (len(length) > 18 or int(length) > LARGEST_BODY):
        raise Problem(413, "body_too_large", f"A body has at most {LARGEST_BODY // 1024} KB.")
    raw = request.body
    if not raw.strip():
        return {}
    if request.content_type != "application/json":
        raise Problem(415, "not_json")
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_number)
    except RecursionError:
        raise Problem(400, "json_too_deep") from None
    except ValueError as wrong:  # no UTF-8, no JSON, or a number of thousands of digits
        raise Problem(400, "json_unreadable", f"This is no JSON: {wrong}.") from None
    if not isinstance(found, dict):
        raise Problem(422, "not_an_object")
    _check(found)
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Problem(422, "json_unusable", "An object has the same name twice.")
    return found


def _no_number(words: str) -> Any:
    raise Problem(400, "json_unreadable", f"{words} is no JSON.")


def _check(found: Any) -> None:
    """Refuse what is nested too deeply, and what no column could keep."""
    waiting = [(found, 1)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict | list):
            if depth > DEEPEST:
                raise Problem(400, "json_too_deep", f"A body is nested at most {DEEPEST} deep.")
            inside = [*value, *value.values()] if isinstance(value, dict) else value
            waiting += [(one, depth + 1) for one in inside]
        elif isinstance(value, str):
            check_text(value)
        elif isinstance(value, int | float) and not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            raise Problem(422, "json_unusable", "A number is too large.")


def check_text(text: str) -> None:
    """Refuse what no column can keep. Raises Problem."""
    if "\x00" in text:
        raise Problem(422, "json_unusable", "A text holds a NUL, which cannot be kept.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Problem(422, "json_unusable", "A text holds half a character (a lone surrogate).") from None

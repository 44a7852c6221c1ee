"""Lists in pages, Search (which lags behind), and objects expanded inside others."""

import copy
import re
from collections.abc import Iterable
from typing import Any

from tests.stripe_stand_in.account import Account, Object
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.errors import exclusive, invalid, no_such

MAX_DEPTH = 4
_CLAUSE = re.compile(r"""(metadata)\[['"]([^'"]+)['"]\]:['"]([^'"]*)['"]|(\w+):['"]([^'"]*)['"]""")


def list_of(entries: Iterable[Object], call: Call, *, filters: tuple[str, ...] = ()) -> dict[str, Any]:
    """A page of a list, newest first, of those whose fields are what the parameters in `filters` say."""
    params = call.params
    wanted = {name: params[name] for name in filters if name in params}
    found = [entry for entry in entries if all(entry.get(name) == value for name, value in wanted.items())]
    if "created" in params:
        found = [entry for entry in found if _is_created(entry["created"], params["created"])]
    limit = _limit(params)
    after, before = params.get("starting_after"), params.get("ending_before")
    if after and before:
        raise exclusive("starting_after", "ending_before")
    if after:
        found = found[_position(found, after, "starting_after") + 1 :]
    if before:
        found = found[: _position(found, before, "ending_before")]
    page = found[-limit:] if before else found[:limit]
    return {"object": "list", "data": page, "has_more": len(found) > limit, "url": call.path}


def search_of(kind: str, call: Call) -> dict[str, Any]:
    """What Search finds of a kind: as things were a minute ago. Clauses are joined by AND, and compare for equality."""
    clauses = [clause.strip() for clause in re.split(r"\bAND\b", call.params["query"])]
    matches = [_CLAUSE.fullmatch(clause) for clause in clauses]
    if not all(matches):
        raise invalid(f"We were unable to parse your search query: {call.params['query']}", param="query", kept=False)
    tests = [(match[1] or match[4], match[2], match[3] if match[1] else match[5]) for match in matches if match]
    found = [entry for entry in call.account.indexed(kind) if all(_says(entry, *test) for test in tests)]
    limit = _limit(call.params)
    return {"object": "search_result", "data": found[:limit], "has_more": len(found) > limit, "url": call.path}


def _says(entry: Object, field: str, key: str | None, value: str) -> bool:
    shown = entry.get(field)
    if key is not None:
        return isinstance(shown, dict) and shown.get(key) == value
    return shown is not None and str(shown) == value


def _limit(params: dict[str, Any]) -> int:
    limit = int(params.get("limit", 10))
    if not 1 <= limit <= 100:
        message = "Invalid limit: must be between 1 and 100"
        raise invalid(message, code="parameter_invalid_integer", param="limit", kept=False)
    return limit


def _position(entries: list[Object], object_id: str, param: str) -> int:
    for position, entry in enumerate(entries):
        if entry["id"] == object_id:
            return position
    raise no_such("object", object_id, param=param)


def _is_created(created: int, limits: dict[str, int] | int) -> bool:
    if isinstance(limits, int):
        return created == limits
    return (
        created >= limits.get("gte", created)
        and created <= limits.get("lte", created)
        and created > limits.get("gt", created - 1)
        and created < limits.get("lt", created + 1)
    )


def expand(answer: Object, paths: Iterable[str], account: Account) -> Object:
    """A copy of an answer, with the objects at these paths written out. Raises ApiError: there is nothing to expand."""
    answer = copy.deepcopy(answer)
    for path in paths:
        names = path.split(".")
        if len(names) > MAX_DEPTH:
            raise invalid(f"You cannot expand more than {MAX_DEPTH} levels of a property.", param="expand", kept=False)
        _expand(answer, names, path, account)
    return answer


def _expand(entry: Any, names: list[str], path: str, account: Account) -> None:
    if isinstance(entry, list):
        for element in entry:
            _expand(element, names, path, account)
        return
    name, *rest = names
    if not isinstance(entry, dict) or name not in entry:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand", kept=False)
    value = entry[name]
    if value is None:
        return
    if isinstance(value, str):
        if value not in account.objects:
            raise invalid(f"This property cannot be expanded ({path}).", param="expand", kept=False)
        value = entry[name] = copy.deepcopy(account.objects[value])
    if rest:
        _expand(value, rest, path, account)
    elif not isinstance(value, dict | list):
        raise invalid(f"This property cannot be expanded ({path}).", param="expand", kept=False)

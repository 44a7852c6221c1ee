"""Reads the parameters of a request, and refuses what Stripe would: what the `stripe` package's types do not have."""

import functools
import re
import sys
import types
import typing
from collections.abc import Iterable
from typing import Any, Union
from urllib.parse import parse_qsl

import stripe._request_options as request_options
import typing_extensions

from tests.stripe_stand_in.errors import ApiError, invalid, missing, unsupported

_INTEGER = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
MAX_METADATA_KEYS, MAX_METADATA_KEY, MAX_METADATA_VALUE, MAX_TEXT = 50, 40, 500, 5000
# Taken until September 2026, and refused by a code of its own since.
NO_LONGER_SUPPORTED = "payment_method_types"
_OPTIONS = frozenset(request_options.RequestOptions.__annotations__)


def decode(text: str) -> dict[str, Any]:
    """The tree that a form or a query says: `a[b][0]=c` is {"a": {"b": {"0": "c"}}}; a list has its indices as keys."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, strict_parsing=False):
        first, *rest = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name) or [name]
        branch, path = tree, [first, *rest]
        for position, key in enumerate(path[:-1]):
            key = key or str(len(branch))
            branch = branch.setdefault(key, {})
            if not isinstance(branch, dict):
                raise invalid(f"Invalid {'.'.join(path[: position + 1])}: given twice.", param=name, kept=False)
        branch[path[-1] or str(len(branch))] = value
    return tree


@functools.cache
def fields_of(params: type) -> dict[str, Any]:
    """The names and types of a TypedDict of `stripe.params`, without the options of a request (key, version …)."""
    names = {**vars(request_options), **vars(sys.modules[params.__module__]), "StripeContext": object}
    hints = typing.get_type_hints(params, names, include_extras=True)
    given_elsewhere = _OPTIONS if _is_of_a_request(params) else frozenset()
    return {name: hint for name, hint in hints.items() if name not in given_elsewhere}


def _is_of_a_request(params: type) -> bool:
    return request_options.RequestOptions in getattr(params, "__orig_bases__", ())


def check(tree: dict[str, Any], params: type, *, understood: Iterable[str]) -> dict[str, Any]:
    """The values of a request, typed. Raises ApiError: unknown, missing, malformed, or beyond the stand-in."""
    values = _check_fields(tree, params, "")
    understood = tuple(understood)
    for path in _leaves(values):
        if not any(path == known or path.startswith(f"{known}.") for known in understood):
            raise unsupported(path)
    return values


def _check_fields(tree: dict[str, Any], params: type, inside: str) -> dict[str, Any]:
    fields = fields_of(params)
    names = {name: f"{inside}[{name}]" if inside else name for name in [*tree, *fields]}
    if NO_LONGER_SUPPORTED in tree and NO_LONGER_SUPPORTED not in fields:
        message = f"`{NO_LONGER_SUPPORTED}` is no longer supported. Use `allowed_payment_method_types` instead."
        code = f"{NO_LONGER_SUPPORTED}_no_longer_supported"
        raise invalid(message, code=code, param=names[NO_LONGER_SUPPORTED], kept=False)
    if unknown := [names[name] for name in tree if name not in fields]:
        words = "parameter" if len(unknown) == 1 else "parameters"
        message = f"Received unknown {words}: {', '.join(unknown)}"
        raise invalid(message, code="parameter_unknown", param=unknown[0], kept=False)
    for name, hint in fields.items():
        if typing.get_origin(hint) is not typing.NotRequired and name not in tree:
            raise missing(names[name])
    return {name: _check_value(value, fields[name], names[name]) for name, value in tree.items()}


def _check_value(value: Any, hint: Any, name: str) -> Any:
    """One value by its type; of a union, by the first member that it fits."""
    if typing.get_origin(hint) in (typing.NotRequired, typing.Required):
        (hint,) = typing.get_args(hint)
    members = _members(hint)
    if value == "" and "" not in _choices(members):
        message = f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a field;"
        message += f" however '{name}' cannot be unset. You should remove '{name}' from your request or supply a value."
        raise invalid(message, code="parameter_invalid_empty", param=name, kept=False)
    if value == "":
        return ""
    if isinstance(value, dict):
        return _check_branch(value, members, name)
    return _check_leaf(value, members, name)


def _members(hint: Any) -> list[Any]:
    """The types of a union, however deeply it is nested."""
    if typing.get_origin(hint) in (Union, types.UnionType):
        return [inner for member in typing.get_args(hint) for inner in _members(member)]
    return [hint]


def _choices(members: list[Any]) -> list[Any]:
    return [
        choice
        for member in members
        if typing.get_origin(member) is typing.Literal
        for choice in typing.get_args(member)
    ]


def _check_branch(value: dict[str, Any], members: list[Any], name: str) -> Any:
    for member in members:
        if typing.get_origin(member) is list:
            (inner,) = typing.get_args(member)
            if not all(key.isdigit() for key in value):
                raise invalid(f"Invalid array: {name}", param=name, kept=False)
            return [_check_value(value[key], inner, f"{name}[{key}]") for key in sorted(value, key=int)]
        if typing_extensions.is_typeddict(member):
            return _check_fields(value, member, name)
        if typing.get_origin(member) is dict:
            return _check_metadata(value, name)
    raise invalid(f"Invalid {name}: a hash is not expected here.", param=name, kept=False)


def _check_leaf(value: str, members: list[Any], name: str) -> Any:
    choices = [str(choice) for choice in _choices(members) if choice != ""]
    if bool in members:
        if value in ("true", "false"):
            return value == "true"
        if value not in choices:
            raise invalid(f"Invalid boolean: {value}", param=name, kept=False)
    if choices and value not in choices:
        message = f"Invalid {name}: must be one of {', '.join(choices[:-1])}, or {choices[-1]}"
        raise invalid(message, param=name, kept=False)
    if int in members:
        if not _INTEGER.fullmatch(value):
            raise invalid(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name, kept=False)
        return int(value)
    if float in members:
        if not _NUMBER.fullmatch(value):
            raise invalid(f"Invalid decimal: {value}", param=name, kept=False)
        return float(value)
    if str not in members and not choices:
        raise invalid(f"Invalid {name}: a hash or an array is expected here.", param=name, kept=False)
    return _check_length(value, MAX_TEXT, name)


def _check_length(value: str, most: int, name: str) -> str:
    if len(value) > most:
        message = f"Invalid string: {value[:20]}…; must be at most {most} characters"
        raise invalid(message, code="parameter_invalid_string_too_long", param=name, kept=False)
    return value


def _check_metadata(value: dict[str, Any], name: str) -> dict[str, str]:
    if len(value) > MAX_METADATA_KEYS:
        raise invalid(f"Metadata can have up to {MAX_METADATA_KEYS} keys.", param=name, kept=False)
    for key, text in value.items():
        if not isinstance(text, str):
            raise invalid("Metadata values are strings.", param=f"{name}[{key}]", kept=False)
        _check_length(key, MAX_METADATA_KEY, f"{name}[{key[:20]}]")
        _check_length(text, MAX_METADATA_VALUE, f"{name}[{key}]")
    return value


def _leaves(value: Any, path: str = "") -> Iterable[str]:
    """The dotted paths of all that was given; the elements of a list share one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path)
    elif path:
        yield path


def merge_metadata(old: dict[str, str], new: dict[str, str] | str | None) -> dict[str, str]:
    """Stripe's way of changing metadata: keys are added, an empty value removes one, an empty string all."""
    if new is None or new == "":
        return {} if new == "" else old
    merged = {**old, **typing.cast("dict[str, str]", new)}
    return {key: value for key, value in merged.items() if value != ""}


def check_length(value: str | None, most: int, param: str) -> None:
    if value is not None:
        _check_length(value, most, param)


__all__ = ["ApiError", "check", "check_length", "decode", "fields_of", "merge_metadata"]

"""What is wrong with a field that was sent, in our words: pydantic knows the kind of mistake and its numbers."""

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "extra_forbidden": "there is no field of that name",
    "missing": "it is needed",
    "greater_than_equal": "it must be at least {ge}",
    "greater_than": "it must be more than {gt}",
    "less_than_equal": "it must be at most {le}",
    "less_than": "it must be less than {lt}",
    "int_type": "it must be a whole number",
    "int_parsing": "it must be a whole number",
    "int_from_float": "it must be a whole number",
    "int_parsing_size": "it is too large a number",
    "string_type": "it must be text",
    "string_too_short": "its length must be at least {min_length}",
    "string_too_long": "its length must be at most {max_length}",
    "string_pattern_mismatch": "it must have the form {pattern}",
    "list_type": "it must be a list",
    "too_short": "its length must be at least {min_length}",
    "too_long": "its length must be at most {max_length}",
    "dict_type": "it must be an object",
    "model_type": "it must be an object",
    "model_attributes_type": "it must be an object",
    "bool_type": "it must be true or false",
    "bool_parsing": "it must be true or false",
    "enum": "it must be one of {expected}",
    "literal_error": "it must be one of {expected}",
}


def in_words(error: Mapping[str, Any]) -> str:
    """One mistake as pydantic tells it, in words; in its own where we have none."""
    words = _WORDS.get(error["type"])
    return words.format(**error.get("ctx", {})) if words else str(error["msg"]).removeprefix("Value error, ")

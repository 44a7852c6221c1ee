"""What a reason's columns may be (D5, D14), and which reasons the program itself needs."""

import re
from collections.abc import Mapping
from typing import Any

from anam.policy.models import Reason
from anam.policy.reason_columns import COLUMNS, MAX_POSITION, MAX_WORDS, MIN_WORDS

_OTHER_NEEDS = 30
_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")

# These can be reworded, but neither retired nor given another meaning: what for, and the columns that stay.
NEEDED: dict[str, tuple[str, dict[str, object]]] = {
    "buyer_asked": (
        "what a buyer asks for themselves is recorded with it",
        {"fault": "buyer", "counts": False, "part_of_an_order": True},
    ),
    "payment_failed": (
        "an order whose payment failed is recorded with it",
        {"fault": "buyer", "counts": False, "for_makers": False},
    ),
    "cancelled_elsewhere": (
        "imported orders that were cancelled before are recorded with it",
        {"fault": "nobody", "counts": False, "for_makers": False},
    ),
    "other": ("makers choose it where no other reason fits", {"for_makers": True}),
}


def validate_reason(key: str, columns: Mapping[str, Any], *, others: list[Reason]) -> dict[str, str]:
    """What is wrong with a reason of these `columns` beside the `others` in force, by column; empty if nothing is."""
    return {
        **_why_not_this_place(columns),
        **_why_not_these_words(key, columns, others),
        **_why_not_this_meaning(columns),
        **_why_not_needed_so(key, columns),
    }


def validate_key(key: str) -> str:
    """What is wrong with the key of a new reason; empty where nothing is."""
    if _KEY.fullmatch(key):
        return ""
    return "A key has 2 to 40 characters: small letters (a to z), digits and _, with a letter first."


def meaning_to_keep(key: str) -> list[str]:
    """The columns of the reason `key` that stay as they are, because the program needs it."""
    return list(NEEDED[key][1]) if key in NEEDED else []


def _why_not_these_words(key: str, columns: Mapping[str, Any], others: list[Reason]) -> dict[str, str]:
    wrong = {}
    if not columns["label"]:
        wrong["label"] = "Give it a label: makers choose by it."
    elif any(one.label.lower() == columns["label"].lower() and one.key != key for one in others):
        wrong["label"] = f"There is a reason “{columns['label']}” already."
    for name, column in COLUMNS.items():
        if column.longest and (length := len(columns[name])) > column.longest:
            wrong[name] = f"This is too long: {length:,} characters of at most {column.longest}."
    return wrong


def _why_not_this_meaning(columns: Mapping[str, Any]) -> dict[str, str]:
    wrong = {}
    if columns["fault"] not in Reason.Fault.values:
        wrong["fault"] = f"Say whose fault it is: {', '.join(Reason.Fault.values)}."
    elif columns["counts"] and columns["fault"] != Reason.Fault.MAKER:
        wrong["counts"] = "Only what is the maker’s fault can count against them."
    if columns["stock"] not in Reason.Stock.values:
        wrong["stock"] = f"Say what the stock does: {', '.join(Reason.Stock.values)}."
    return wrong


def _why_not_this_place(columns: Mapping[str, Any]) -> dict[str, str]:
    wrong = {}
    fewest = MIN_WORDS if columns["for_makers"] else 0
    if not fewest <= columns["least_words"] <= MAX_WORDS:
        wrong["least_words"] = f"Give a whole number, from {fewest} to {MAX_WORDS}."
    if not 0 <= columns["position"] <= MAX_POSITION:
        wrong["position"] = f"Give a whole number, from 0 to {MAX_POSITION}."
    return wrong


def _why_not_needed_so(key: str, columns: Mapping[str, Any]) -> dict[str, str]:
    if key not in NEEDED:
        return {}
    why, meaning = NEEDED[key]
    wrong = {
        name: f"“{COLUMNS[name].label}” stays as it is for this reason: {why}."
        for name, value in meaning.items()
        if columns[name] != value
    }
    if key == "other" and columns["least_words"] < _OTHER_NEEDS:
        wrong["least_words"] = f"This reason says nothing by itself: it needs {_OTHER_NEEDS} characters or more."
    return wrong

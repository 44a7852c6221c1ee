"""What the policy's numbers may be, and how they are read: the page, `anam policy` and the action all ask here."""

from collections.abc import Mapping

from anam.policy.models import MAX_HOURS, MAX_WHY_LENGTH, SETTABLE, unit_of
from anam.refusals import Next, Refusal
from anam.words import visible

_SWITCH = {"on": True, "true": True, "off": False, "false": False}
SWITCHES = {"makers_may_start_conversations", "makers_may_confirm_payments", "orders_on_invoice"}


def read_setting(name: str, text: str) -> int | bool:
    """The value that `text` means for the number or switch `name`. Raises ValueError with words for the person."""
    if name in SWITCHES:
        if text.lower() not in _SWITCH:
            raise ValueError(f"“{text[:40]}” is neither on nor off.")
        return _SWITCH[text.lower()]
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_HOURS):
        raise ValueError(f"“{text[:40]}” will not do: give whole {unit_of(name)}s, from 1 to {MAX_HOURS}.")
    return int(text)


def shown_setting(value: int | bool) -> str:
    """What `read_setting` would read as `value`."""
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def validate_numbers(values: Mapping[str, int | bool]) -> dict[str, str]:
    """What is wrong with a whole policy, by name; empty where nothing is."""
    wrong = {}
    for name, value in values.items():
        if name not in SETTABLE:
            wrong[name] = f"There is no “{name}” in the policy. There are: {', '.join(SETTABLE)}."
        elif name not in SWITCHES and not 1 <= value <= MAX_HOURS:
            wrong[name] = f"“{value}” will not do: give whole {unit_of(name)}s, from 1 to {MAX_HOURS}."
    first, last = values.get("first_reminder_hours", MAX_HOURS), values.get("last_reminder_hours", 0)
    if not wrong and not last < first:
        wrong["last_reminder_hours"] = (
            f"The last reminder ({last} h before the deadline) must come after the first ({first} h)."
        )
    return wrong


def clean_why(why: str) -> str:
    """The why of a change as it is kept: one line."""
    return " ".join(visible(why).split())


def validate_why(why: str) -> Refusal | None:
    """What is wrong with the why of a change; None where nothing is."""
    if not why:
        return Refusal(
            "why_needed", f"Say why, in 1 to {MAX_WHY_LENGTH} characters: it is kept with the change.", Next("")
        )
    if len(why) > MAX_WHY_LENGTH:
        words = f"Say why in 1 to {MAX_WHY_LENGTH} characters: this has {len(why):,}."
        return Refusal("why_needed", words, Next(""))
    return None

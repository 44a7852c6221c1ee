"""The fields of the forms about the policy: what each asks, what stands in it, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anam.policy.diff import NAMES
from anam.policy.models import MAX_HOURS, MAX_WHY_LENGTH, SETTABLE, Policy
from anam.policy.reason_columns import COLUMNS, as_typed
from anam.policy.reason_validation import NEEDED, meaning_to_keep
from anam.policy.validation import SWITCHES, shown_setting
from anam.support.policy_forms import Typed
from anam.web.forms import ChoiceField, LineField, PageForm


@dataclass(frozen=True)
class Field:
    """One field: with `options` a choice, with `most` a whole number up to it, else a line of `longest` characters."""

    name: str
    label: str
    hint: str
    value: str
    wrong: str = ""
    options: Mapping[str, str] | None = None
    most: int = 0
    longest: int = 0
    required: bool = True

    def as_form_field(self) -> LineField:
        """As the page shows it."""
        if self.options:
            return ChoiceField(self.label, hint=self.hint, choices=self.options.items(), needed=False)
        if self.most:
            numeric = {"inputmode": "numeric", "class": "short"}
            return LineField(self.label, hint=self.hint, most=40, needed=self.required, attrs=numeric)
        return LineField(self.label, hint=self.hint, most=self.longest, needed=self.required)


def _why_field() -> LineField:
    return LineField(
        "Why",
        most=MAX_WHY_LENGTH,
        hint=f"Support reads it beside the change, with your name and the date. At most {MAX_WHY_LENGTH} characters.",
    )


class WhyForm(PageForm):
    """Why the policy is changed."""

    why = _why_field()

    def __init__(self, why: str, *, wrong: Mapping[str, str]) -> None:
        """With what is typed, and what is `wrong` with it, by field."""
        super().__init__({"why": why})
        self.show_wrong(wrong)


class PolicyForm(PageForm):
    """Fields of the policy or of a reason, and why they are changed; with `key`, for a new reason, that too."""

    why = _why_field()

    def __init__(self, fields: list[Field], why: str, *, wrong: Mapping[str, str], key: str | None = None) -> None:
        super().__init__({**{field.name: field.value for field in fields}, "key": key, "why": why})
        shown = {field.name: field.as_form_field() for field in fields}
        if key is not None:
            shown["key"] = _key_field()
        self.fields = {**shown, **self.fields}
        self.show_wrong({**wrong, **{field.name: field.wrong for field in fields if field.wrong}})


def _key_field() -> LineField:
    return LineField(
        "Key for programs",
        most=40,
        needed=False,
        aside="optional",
        hint="Small letters, digits and _. It stays for ever; left empty, it is made from the label.",
        attrs={"autocapitalize": "none", "spellcheck": "false"},
    )


def number_fields(current: Policy, typed: Typed, wrong: Mapping[str, str]) -> list[Field]:
    """The policy's numbers: what is in force, and over it what was typed."""
    return [
        Field(
            name,
            NAMES[name],
            f"{meaning[0].upper()}{meaning[1:]}.",
            typed.texts.get(name, shown_setting(getattr(current, name))),
            wrong.get(name, ""),
            options={"on": "on", "off": "off"} if name in SWITCHES else None,
            most=MAX_HOURS,
        )
        for name, meaning in SETTABLE.items()
    ]


def reason_fields(key: str, columns: Mapping[str, Any], typed: Typed, wrong: Mapping[str, str]) -> list[Field]:
    """A reason's columns as they are, and over them what was typed. What must stay offers no choice."""
    return [_reason_field(name, key, as_typed(columns[name]), typed, wrong.get(name, "")) for name in COLUMNS]


def _reason_field(name: str, key: str, value: str, typed: Typed, wrong: str) -> Field:
    column = COLUMNS[name]
    options, hint = column.options, column.hint
    if options and name in meaning_to_keep(key):
        options = {value: options[value]}
        hint = f"It stays as it is: {NEEDED[key][0]}."
    return Field(
        name,
        column.label,
        hint,
        typed.texts.get(name, value),
        wrong,
        options=options,
        most=column.most,
        longest=column.longest,
        required=not column.optional,
    )

"""What a maker types of one of their own things: read, measured, and shown again beside what is there meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import HiddenInput

from anam.currencies import as_typed, minor_units
from anam.digits import read_number
from anam.web.forms import LineField, PageForm
from anam.words import money

MAX_AMOUNT = 10**9  # minor units


def whole_number(typed: str, *, most: int) -> int | None:
    """A whole number from 0 to `most`; None where it is none."""
    number = read_number(typed.replace(",", ""), digits=9)
    return number if number is not None and number <= most else None


class OwnForm(PageForm):
    """One of a maker's own things, in `currency`. `shown` is the mark of what the form showed (D7)."""

    shown = LineField(needed=False, widget=HiddenInput())

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def show_again(self, now: Mapping[str, str]) -> list[tuple[str, str]]:
        """Show what was typed beside what is there `now`: the answer is that, by label, wherever it differs.

        Sent once more, it takes the place of that.
        """
        sent = dict(self.data.items())
        for name in ("shown", *self.left_alone()):
            sent[name] = now[name]
        self.data = sent
        fields = [field for field in self.visible_fields() if field.value() != field.field.to_python(now[field.name])]
        return [(str(field.label), self.in_words(field.name, now)) for field in fields]

    def left_alone(self) -> Sequence[str]:
        """Fields that nobody has touched, and which follow what there is now."""
        return ()

    def in_words(self, name: str, now: Mapping[str, str]) -> str:
        """What a field says `now`, for people."""
        choices = dict(getattr(self.fields[name].widget, "choices", ()))
        return str(choices.get(now[name], now[name])) or "nothing"

    def no_longer_than(self, name: str, most: int) -> str:
        """What was typed there; what an import brought may be longer, as long as it is left as it is."""
        typed: str = self.cleaned_data[name]
        if len(typed) > most and typed != self.fields[name].to_python(self.initial.get(name)):
            raise ValidationError(f"That has {len(typed):,} characters; {most:,} at most.")
        return typed

    def amount(self, name: str) -> int:
        """What was typed there, in minor units."""
        typed: str = self.cleaned_data[name]
        minor = minor_units(typed, self.currency)
        if minor is None or minor < 0:
            example = as_typed(1450, self.currency)
            raise ValidationError(f"“{typed[:40]}” is no sum of {self.currency}. Write {example}, say.")
        if minor > MAX_AMOUNT:
            raise ValidationError(f"That is more than {money(MAX_AMOUNT, self.currency)}.")
        return minor

"""Reads and cleans what people send about orders; decides nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

from django.forms import DateInput
from django.http import QueryDict
from django.utils.html import format_html

from anam.digits import read_number
from anam.orders.cancellation.cancellation_validation import MAX_EXPLANATION, MAX_NOTE, SheetState
from anam.orders.cancellation.plan import STOCK_CHOICES
from anam.orders.payments.period import Period
from anam.policy.models import Reason
from anam.web.forms import LineField, PageForm, TextField
from anam.words import visible


def text(posted: Mapping[str, Any], name: str, *, most: int = 20_000) -> str:
    """One field, as far as it can be seen, and with the line ends of a keyboard."""
    return visible(posted.get(name, ""))[:most].strip()


@dataclass(frozen=True)
class CancellationForm:
    """What the pop-up sends: the reason's key, words, how many of which line, and what their stock shall do.

    `what` is "whole" or "part"; how many go is kept as it was typed: of how many can be sent, the rest of those that
    were asked about. `key` is this form's own, so that it is carried out once (D7); `preview_token` is that of the
    effect it showed (D11), `answer` the newest answer of the buyer that it showed.
    """

    reason: str = ""
    explanation: str = ""
    note: str = ""
    what: str = "whole"
    typed: dict[int, str] = field(default_factory=dict)
    stock: dict[int, str] = field(default_factory=dict)
    preview_token: str = ""
    answer: int | None = None
    key: str = field(default_factory=lambda: uuid4().hex)

    @classmethod
    def read(cls, posted: QueryDict) -> "CancellationForm":
        return cls(
            reason=text(posted, "reason", most=40),
            explanation=text(posted, "explanation"),
            note=text(posted, "note"),
            what="part" if text(posted, "what", most=8) == "part" else "whole",
            typed=dict(typed_quantities(posted)) | dict(_rests(posted)),
            stock=_same_for_all(posted) or dict(stock_choices(posted)),
            preview_token=text(posted, "preview_token", most=64),
            answer=int(answer) if _is_number(answer := text(posted, "answer", most=18)) else None,
            key=text(posted, "key", most=64) or uuid4().hex,
        )

    @property
    def quantities(self) -> dict[int, int] | None:
        """How many of which line go, by its id; None: the whole order. Lines of which none go are left out."""
        if self.what == "whole":
            return None
        return {line: number for line, number in read_quantities(self.typed).items() if number}

    @property
    def shown(self) -> str:
        """The token of what was shown. Some items are cancelled only as they were: a form that never showed them is
        asked to (D11)."""
        return self.preview_token or ("not shown yet" if self.what == "part" else "")

    @property
    def sheet(self) -> SheetState | None:
        """What its reader had seen, where it was sent by the sheet, which asks about the stock and shows answers."""
        return None if self.answer is None else SheetState(self.stock, self.answer)

    @property
    def wrong_quantities(self) -> str:
        """A number that cannot be understood: nothing is guessed."""
        return "" if self.what == "whole" else unclear(self.typed)


def _rests(posted: QueryDict) -> Iterator[tuple[int, str]]:
    """How many go of each line of which somebody said how many can be sent, `of` how many."""
    step, by = _step(posted)
    for line, number in _numbers(posted, "send-"):
        of = text(posted, f"of-{line}", most=12)
        if not _is_number(number) or not _is_number(of):
            yield line, number
            continue
        sent = int(number) + by if line == step else int(number)
        rest = int(of) - (min(max(sent, 0), int(of)) if line == step else sent)
        yield line, str(rest) if rest >= 0 else f"{number} of {of}"


def _step(posted: QueryDict) -> tuple[int, int]:
    """The line of which one more or one less was pressed, where there is no script; else (0, 0)."""
    line, _, by = text(posted, "step", most=24).partition(":")
    return (int(line), int(by)) if _is_id(line) and by in ("1", "-1") else (0, 0)


def _same_for_all(posted: QueryDict) -> dict[int, str]:
    """The choice for every product, where there is no script and *Same for all* was pressed."""
    choice = text(posted, "same", most=10)
    asked = [text(posted, "asked", most=200)] if choice in STOCK_CHOICES else []
    return {int(line): choice for lines in asked for line in lines.split() if _is_id(line)}


def stock_choices(posted: QueryDict) -> Iterator[tuple[int, str]]:
    """What the stock shall do, by line id."""
    for name in posted:
        line, choice = name.removeprefix("stock-"), text(posted, name, most=10)
        if name != line and _is_id(line) and choice in STOCK_CHOICES:
            yield int(line), choice


def _day_field(label: str) -> LineField:
    return LineField(label, widget=DateInput(attrs={"type": "date"}))


class PeriodForm(PageForm):
    """The days that a page of money is about."""

    def __init__(self, period: Period) -> None:
        days = {"from": period.first, "to": period.last}
        super().__init__({name: day.isoformat() if day else "" for name, day in days.items()})
        self.fields = {"from": _day_field("From"), "to": _day_field("To")}
        if period.wrong:
            self.add_error("from", f"{period.wrong} These are the last 90 days.")
            self.mark("to")


class CancellationWords(PageForm):
    """What the buyer reads of a cancellation, and what only some others do: shown, with what is wrong with it."""

    explanation = TextField(least=10, most=MAX_EXPLANATION, rows=4, counted=True)
    note = TextField("Internal note", most=MAX_NOTE, needed=False, rows=2, aside="optional")
    quiet = True

    @classmethod
    def of_message(cls, typed: "CancellationForm", *, to: str, chosen: Reason | None) -> Self:
        """The blank of the message `to` the buyer, with what is `typed` into it."""
        form = cls({"explanation": typed.explanation})
        form.fields["explanation"].label = format_html("Message to <bdi>{}</bdi>: what happened?", to)
        form.fields["explanation"].help_text = chosen.suggestion if chosen else " "
        return form

    @classmethod
    def of_sheet(cls, typed: "CancellationForm", *, to: str, asks_support: bool, chosen: Reason | None) -> Self:
        """What is `typed` into the sheet, to whom the maker calls `to`."""
        form = cls({"explanation": typed.explanation, "note": typed.note})
        words = "Message to <bdi>{}</bdi>" if asks_support else "Message to <bdi>{}</bdi>, with the cancellation"
        form.fields["explanation"].label = format_html(words, to)
        form.fields["explanation"].help_text = chosen.suggestion if chosen else ""
        return form

    @classmethod
    def of(
        cls, typed: "CancellationForm", *, to: str, reasons: Iterable[Reason], chosen: Reason | None, note_for: str = ""
    ) -> Self:
        """What is `typed` to the buyer `to`; who reads the note is said where it is not support alone."""
        form = cls({"explanation": typed.explanation, "note": typed.note})
        longer = "".join(f" ({one.least_words} for “{one.label}”)" for one in reasons if one.least_words > 10)
        suggestion = f" {chosen.suggestion}" if chosen and chosen.suggestion else ""
        form.fields["explanation"].label = format_html("Message to <bdi>{}</bdi>", to)
        form.fields["explanation"].help_text = f"In your own words, 10 to 1,000 characters{longer}.{suggestion}"
        form.fields["note"].label = note_for or form.fields["note"].label
        return form


class AddressRefusalForm(PageForm):
    """Why an order is not sent to another country."""

    why = TextField("Why not", least=10, most=1000, rows=3)

    def __init__(self, *args: Any, buyer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = f"{buyer} reads this. 10 to 1,000 characters."


def read_quantities(typed: Mapping[int, str]) -> dict[int, int]:
    """How many of which line, by its id, of what was typed; what is no number is left out."""
    return {line: int(number) for line, number in typed.items() if _is_number(number)}


def unclear(typed: Mapping[int, str]) -> str:
    """Which of what was typed is no number; "" where all are."""
    unclear = [number for number in typed.values() if not _is_number(number)]
    return f"“{unclear[0]}” is not a number of pieces. Write 0, 1, 2 and so on." if unclear else ""


def typed_quantities(posted: QueryDict) -> Iterator[tuple[int, str]]:
    """How many of which line, by its id, as it was typed."""
    return _numbers(posted, "remove-")


def _numbers(posted: QueryDict, prefix: str) -> Iterator[tuple[int, str]]:
    for name in posted:
        line, number = name.removeprefix(prefix), text(posted, name, most=12)
        if name != line and _is_id(line) and number:
            yield int(line), number


def _is_id(line: str) -> bool:
    return read_number(line) is not None


def _is_number(typed: str) -> bool:
    return read_number(typed, digits=9) is not None

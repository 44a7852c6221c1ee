"""The fields of the forms between support, makers and buyers; they read, and decide nothing."""

from typing import Any

from django import forms

from anam.cases.models import Case
from anam.orders.models import Order
from anam.web.forms import LineField, PageForm, TextField


class ComplaintForm(PageForm):
    """Something is wrong with an order."""

    words = TextField("What is wrong", least=10, most=5000, rows=6)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "words"
        ].help_text = f"Support sees the order and your messages; {order.maker.name} does not see what you write here."


class ReportForm(PageForm):
    """Something is wrong with a message."""

    words = TextField(
        "What is wrong with it",
        least=10,
        most=5000,
        rows=5,
        hint="Support sees the message and your conversation. The other side is not told that you reported it.",
    )


class AnswerForm(PageForm):
    """What somebody whom a case concerns writes to support."""

    words = TextField(most=10_000, rows=5)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again = "Not solved? Write to support again"
        self.fields["words"].label = "Write to support" if case.is_open else again


class NoteForm(PageForm):
    """A note on a case."""

    note = TextField("Internal note", most=5000, rows=3, aside="only support sees it")


class LetterForm(PageForm):
    """What support writes to somebody whom a case concerns."""

    words = TextField(
        "Message",
        least=10,
        most=5000,
        rows=6,
        hint="Sent by email; the answer comes back to this case.",
    )


class ClosingForm(PageForm):
    """The words with which a case is closed."""

    closing = TextField("Closing message", least=10, most=5000, hint="Whoever asked reads it.")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case.opened_as == "anam":
            self.fields["closing"].label, self.fields["closing"].help_text = "What was done", ""
            self.fields["closing"].aside = "only support sees it"  # type: ignore[attr-defined]


class ToldForm(PageForm):
    """How a buyer was told, when, and in which words."""

    message = TextField(
        needed=False,
        most=5000,
        rows=8,
        hint="They read this first, then the maker’s message and what happens to their money, in one email.",
    )
    said = TextField("What you said", needed=False, most=5000, rows=4, hint="Kept as the record.")
    told_at = LineField("Told at", needed=False, widget=forms.TextInput(attrs={"type": "datetime-local"}))

    def __init__(self, *args: Any, buyer: str, zone_words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = f"Email to {buyer}"
        self.fields["told_at"].aside = f"{zone_words}; empty: now"  # type: ignore[attr-defined]


class EndingForm(PageForm):
    """Why support refuses an escalation, or hands it back: `name` tells the two forms of a page apart."""

    message = TextField(least=10, most=5000)

    def __init__(self, *args: Any, name: str, maker: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{name}-%s", **kwargs})
        self.fields["message"].label = f"Message to {maker}"
        self.fields["message"].help_text = hint

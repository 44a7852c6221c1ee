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

    note = TextField("Note", most=5000, rows=3, aside="only support sees it")


class LetterForm(PageForm):
    """What support writes to somebody whom a case concerns."""

    words = TextField(
        "Your letter",
        least=10,
        most=5000,
        rows=6,
        hint="It goes out by e-mail; the answer comes back to this case.",
    )


class ClosingForm(PageForm):
    """The words with which a case is closed."""

    closing = TextField("What whoever asked will read", least=10, most=5000)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case.opened_as == "anam":
            self.fields["closing"].label = "What was done"
            self.fields["closing"].aside = "only support sees it"  # type: ignore[attr-defined]


class ToldForm(PageForm):
    """How a buyer was told, when, and in which words."""

    told_at = LineField(
        "When you told them",
        needed=False,
        hint="An e-mail goes out now.",
        widget=forms.TextInput(attrs={"type": "datetime-local"}),
    )
    message = TextField(
        "What you tell them, or told them",
        most=5000,
        rows=6,
        hint="By e-mail they read this first, then the maker’s words and what happens to their money, in one letter. "
        "Otherwise it is kept as the record.",
    )

    def __init__(self, *args: Any, zone_words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_at"].aside = f"if not now; {zone_words}"  # type: ignore[attr-defined]


class EndingForm(PageForm):
    """Why support refuses an escalation, or hands it back: `name` tells the two forms of a page apart."""

    message = TextField(least=10, most=5000)

    def __init__(self, *args: Any, name: str, maker: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{name}-%s", **kwargs})
        self.fields["message"].label = f"What {maker} will read"
        self.fields["message"].help_text = hint

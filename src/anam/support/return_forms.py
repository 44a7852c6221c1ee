"""The forms of a return: what is to go back, and each of its steps. They read, and decide nothing."""

from typing import Any

from django.http import QueryDict

from anam.orders.forms import read_quantities, stock_choices, typed_quantities, unclear
from anam.orders.models import Order
from anam.orders.returns.return_validation import MAX_WORDS, MIN_WORDS, returnable_lines
from anam.orders.returns.send_back_form import SendBackForm
from anam.refusals import Refused
from anam.web.forms import PageForm, TextField


class AskForm(PageForm):
    """Why something goes back, as support writes it for the buyer."""

    words = TextField("Why it goes back", least=MIN_WORDS, most=MAX_WORDS, hint="The buyer and the maker read it.")


class AgreeForm(PageForm):
    """Where the buyer sends it."""

    words = TextField(
        "Where to send it, and how",
        least=MIN_WORDS,
        most=MAX_WORDS,
        hint="The buyer and the maker read it, in the app and by email, with the day by which it is to be sent.",
    )


class RefuseForm(PageForm):
    """Why it is not taken back."""

    words = TextField("Why it is refused", least=MIN_WORDS, most=MAX_WORDS, hint="The buyer and the maker read it.")


def quantities_of(posted: QueryDict) -> dict[int, int]:
    """How many of which line, by its id. Raises Refused (`lines_wrong`) where a number cannot be read."""
    typed = dict(typed_quantities(posted))
    if wrong := unclear(typed):
        raise Refused.because("lines_wrong", wrong)
    return {line: number for line, number in read_quantities(typed).items() if number}


def stock_of(posted: QueryDict) -> dict[int, str]:
    """What the stock of each line does, by its id."""
    return dict(stock_choices(posted))


def lines_to_send_back(order: Order, posted: QueryDict) -> list[dict[str, Any]]:
    """The lines of a form, each with what was typed."""
    typed = dict(typed_quantities(posted))
    return [
        {"id": line.id, "title": line.title, "most": line.quantity, "typed": typed.get(line.id, "")}
        for line in returnable_lines(order)
    ]


def step_forms(sent: QueryDict | None, verb: str) -> dict[str, PageForm]:
    """The forms of the steps of a return; that of `verb` came back with what was `sent`."""
    shapes = {"agree": AgreeForm, "sent": SendBackForm, "refuse": RefuseForm}
    return {
        f"{name}_form": shape(sent if name == verb else None, auto_id=f"{name}-%s") for name, shape in shapes.items()
    }

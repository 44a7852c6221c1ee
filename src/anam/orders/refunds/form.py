"""The form by which support refunds, read and cleaned; what its page shows."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.forms import TextInput
from django.http import QueryDict

from anam.currencies import minor_units
from anam.digits import read_number
from anam.history.sentences import REFUND_REASONS
from anam.orders.cancellation.cancellation_validation import MAX_EXPLANATION, MAX_NOTE
from anam.orders.cancellation.context import load_context
from anam.orders.emails.parts import money_words
from anam.orders.forms import read_quantities, stock_choices, text, typed_quantities, unclear
from anam.orders.models import Order
from anam.orders.refunds.planned_refund import RETURNS, plan_of_refund, refundable_lines
from anam.orders.refunds.validation import (
    REFUNDABLE,
    STOCK_CHOICES,
    validate_lines,
    validate_words,
    why_no_refund,
    why_not_so_much,
)
from anam.payments.models import Payment
from anam.payments.proof import MAX_REFERENCE, Proof, why_no_proof
from anam.web.forms import LineField, PageForm, TextField
from anam.web.moments import moments

CLOCKS_WENT_FORWARD = "The clocks went forward then, and left that time out: give the time after the change."


@dataclass(frozen=True)
class RefundForm:
    """What support sends: a sum as it was typed, or how many of which line, why, words, what their stock shall do.

    `return_id` is of the return that it ends, 0 for none. With `by_hand` it was done already, outside Anam: under which
    `reference`, and when, as it was typed.

    `key` is this form's own, so that it is carried out once (D7); `preview_token` that of what it showed (D11).
    """

    sum: str = ""
    reason: str = ""
    words: str = ""
    note: str = ""
    typed: dict[int, str] = field(default_factory=dict)
    stock: dict[int, str] = field(default_factory=dict)
    by_hand: bool = False
    reference: str = ""
    done_at: str = ""
    return_id: int = 0
    preview_token: str = ""
    key: str = field(default_factory=lambda: uuid4().hex)

    @classmethod
    def read(cls, posted: QueryDict) -> "RefundForm":
        return cls(
            sum=text(posted, "sum", most=24),
            reason=text(posted, "reason", most=16),
            words=text(posted, "words"),
            note=text(posted, "note"),
            typed=dict(typed_quantities(posted)),
            stock={line: choice for line, choice in stock_choices(posted) if choice in STOCK_CHOICES},
            by_hand=text(posted, "way", most=8) == "hand",
            reference=" ".join(text(posted, "reference", most=200).split()),
            done_at=text(posted, "done_at", most=32),
            return_id=read_number(text(posted, "return", most=19)) or 0,
            preview_token=text(posted, "preview_token", most=64),
            key=text(posted, "key", most=64) or uuid4().hex,
        )

    @property
    def quantities(self) -> dict[int, int]:
        """How many of which line, by its id."""
        return {line: number for line, number in read_quantities(self.typed).items() if number}

    def amount(self, currency: str) -> int | None:
        """The sum in minor units; None where none was typed, or it cannot be read."""
        return minor_units(self.sum, currency) if self.sum else None

    def proof(self, *, now: datetime) -> Proof | None:
        """Of what was done already; None where it is still to be done. The time is in the zone of whoever reads."""
        if not self.by_hand:
            return None
        found = moments(self.done_at) if self.done_at and not self._unclear_time() else []
        return Proof(self.reference, next((one for one in found if one <= now), found[0] if found else None))

    def _unclear_time(self) -> str:
        try:
            return "" if not self.done_at or moments(self.done_at) else CLOCKS_WENT_FORWARD
        except ValueError:
            return "Give the day and the time at which it was done, as in 2026-11-17 14:02."

    def unreadable(self, currency: str) -> str:
        """What was typed and cannot be read: nothing is guessed."""
        if self.sum and self.amount(currency) is None:
            return f"“{self.sum}” is no sum of {currency}."
        return unclear(self.typed) or (self._unclear_time() if self.by_hand else "")


class RefundWords(PageForm):
    """What the buyer and the maker read of a refund, and what only support does."""

    words = TextField(least=10, most=MAX_EXPLANATION, rows=4, counted=True)
    note = TextField("Internal note", most=MAX_NOTE, needed=False, rows=2, aside="optional")
    reference = LineField(
        "Its reference",
        most=MAX_REFERENCE,
        needed=False,
        hint="If it was done already: under which the money’s way can be found. It is the proof; no buyer reads it.",
    )
    done_at = LineField(
        "When it was done",
        needed=False,
        aside="now, if left empty",
        widget=TextInput(attrs={"type": "datetime-local"}),
    )
    quiet = True


def refund_context(order: Order, form: RefundForm, *, checked: bool = False) -> dict[str, Any]:
    """All that the page of a refund shows: the lines, what would happen, and once `checked` what is wrong."""
    shipped = order.status in REFUNDABLE
    form = form if shipped or form.by_hand else replace(form, by_hand=True)
    context = load_context(order)
    lines = refundable_lines(order, context) if shipped else ()
    payment = getattr(order, "payment", None)
    missing = form.unreadable(order.currency) or validate_lines(lines, form.quantities)
    plan = plan_of_refund(
        order,
        lines,
        reason=form.reason,
        amount=form.amount(order.currency),
        quantities=form.quantities,
        stock=form.stock,
        by_hand=form.by_hand,
    )
    too_much = why_not_so_much(plan, order.currency)
    missing = missing or (too_much.message if too_much else "")
    wrong = validate_words(form.reason, form.words, form.note) if checked else {}
    if checked and missing:
        wrong = {"sum": missing, **wrong}
    if checked and (proof := form.proof(now=context.now)) and (no := why_no_proof(proof, now=context.now)):
        wrong = {"reference" if no.code == "reference_needed" else "done_at": no.message, **wrong}
    words = RefundWords({"words": form.words, "note": form.note, "reference": form.reference, "done_at": form.done_at})
    words.fields["words"].label = f"Message to {order.buyer.name} and {order.maker.name}"
    words.show_wrong(wrong)
    return {
        "order": order,
        "form": form,
        "words": words,
        "wrong": wrong,
        "reasons": REFUND_REASONS.items(),
        "lines": [(line, form.typed.get(line.id, "")) for line in lines if line.quantity > 0],
        "missing": missing,
        "plan": plan,
        "stock_lines": [(one, form.stock.get(one.line.id, "")) for one in plan.lines],
        "fits": "return" if form.reason == RETURNS else "keep",
        "money_words": money_words(plan.money, part=True, card=payment.card if payment else "", ahead=True),
        "over": why_no_refund(order, by_hand=form.by_hand),
        "only_by_hand": why_no_refund(order) if not shipped else None,
        "way": "hand" if form.by_hand else "",
        "ways": [("", _asks(payment)), ("hand", "Somebody has done it already, outside Anam")],
    }


def _asks(payment: Payment | None) -> str:
    """Who is to move the money, in the words of the form."""
    return f"{payment.holder_name}, when asked" if payment and payment.is_external else "The payment gateway, now"

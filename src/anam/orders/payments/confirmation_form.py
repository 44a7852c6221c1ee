"""The form by which somebody confirms what became of money that another system holds (M2)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html

from anam.currencies import decimals
from anam.orders.payments.confirm_payment import confirm_payment
from anam.payments.actions.confirm_operation import Confirmation
from anam.payments.models import PaymentOperation
from anam.people.models import Maker, User
from anam.refusals import Refused
from anam.web.forms import ChoiceField, LineField, PageForm, RadioButtons

_REFUSED = "{}<small>{}</small>"


class ConfirmForm(PageForm):
    """What became of an operation."""

    outcome = ChoiceField(
        "What became of it?",
        choices=[("done", "It is done"), ("refused", format_html(_REFUSED, "It was refused", "and will not be done"))],
        needed=False,
        widget=RadioButtons,
    )
    amount = LineField(
        "How much",
        needed=False,
        hint="All of it, if left empty. Of a smaller sum the rest stays to be done.",
        attrs={"inputmode": "decimal"},
    )
    reference = LineField("Reference", most=120, needed=False)
    words = LineField("Why, if it was refused", most=300, needed=False)
    captured = forms.BooleanField(
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "yes"}),
        label="It was refused because the money was charged meanwhile: it is to be refunded instead",
    )

    def clean_outcome(self) -> str:
        """What is not refused, is done."""
        return "refused" if self.cleaned_data["outcome"] == "refused" else "done"

    def said(self, *, due: int, currency: str) -> Confirmation | None:
        """What it says of an operation of `due` (minor units); None where the sum cannot be read."""
        typed = self.typed
        done = typed["outcome"] == "done"
        amount = _minor(typed["amount"], currency) if done and typed["amount"] else due
        if amount is None:
            return None
        return Confirmation(
            done=done,
            amount=amount,
            reference=typed["reference"],
            words="" if done else typed["words"],
            captured=typed["captured"] and not done,
        )


class DoneForm(PageForm):
    """That somebody did by hand what a gateway refused."""

    reference = LineField(
        "Done by hand? Its reference",
        most=120,
        hint="Under which the money’s way can be found. The buyer is told that it was done, and never reads this.",
    )


def sent_of(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a page shows, the form that came back and the operation that it is of."""
    return {"sent": shown.get("confirm_form"), "sent_for": shown.get("confirm_operation", 0)}


def with_confirm_forms(
    operations: Iterable[PaymentOperation], *, may_split: bool, sent: ConfirmForm | None = None, sent_for: int = 0
) -> list[tuple[PaymentOperation, ConfirmForm]]:
    """The operations of a page, each with its form; that of `sent_for` came back, with what was `sent`."""
    return [(one, _confirm_form(one, may_split, sent if one.pk == sent_for else None)) for one in operations]


def _confirm_form(operation: PaymentOperation, may_split: bool, sent: ConfirmForm | None) -> ConfirmForm:
    form = ConfirmForm(sent.data if sent else None, auto_id=f"%s-{operation.pk}", initial={"outcome": "done"})
    form.fields["reference"].help_text = f"Under which it can be found at {operation.payment.holder_name}."
    left_out = {"captured"} if operation.kind != "void" else {"amount"}
    for name in left_out if may_split else left_out | {"amount"}:
        del form.fields[name]
    return form


def with_done_forms(
    operations: Iterable[PaymentOperation], *, sent: ConfirmForm | None = None, sent_for: int = 0
) -> list[tuple[PaymentOperation, DoneForm]]:
    """The same for operations that a gateway refused."""
    return [
        (one, DoneForm(sent.data if sent and one.pk == sent_for else None, auto_id=f"%s-{one.pk}"))
        for one in operations
    ]


def confirm_as_typed(
    form: ConfirmForm, number: str, operation_id: int, *, by: User, maker: Maker | None = None
) -> None:
    """Confirm an operation of an order as `form` says; a double click finds what the first did (M2, D7).

    Raises what `confirm_payment` raises, and Refused where the sum cannot be read.
    """
    found = PaymentOperation.objects.select_related("payment")
    operation = found.get(pk=operation_id, payment__order__number=number)
    said = form.said(due=operation.amount, currency=operation.payment.currency)
    if said is None:
        raise Refused.because("amount_wrong", "That is no sum of this currency.")
    confirm_payment(number, operation_id, said, by=by, maker=maker)


def _minor(typed: str, currency: str) -> int | None:
    """Minor units: 14.50 of USD is 1450. None where it is no such sum."""
    try:
        amount = Decimal(typed.replace(",", "").strip()).scaleb(decimals(currency))
    except ArithmeticError:
        return None
    return int(amount) if amount.is_finite() and amount == amount.to_integral_value() and abs(amount) < 10**15 else None

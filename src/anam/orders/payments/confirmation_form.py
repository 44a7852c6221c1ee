"""The form by which somebody confirms what became of money that another system holds (M2)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from anam.currencies import decimals
from anam.orders.forms import text
from anam.orders.payments.confirm_payment import confirm_payment
from anam.payments.actions.confirm_operation import Confirmation
from anam.payments.models import PaymentOperation
from anam.people.models import Maker, User
from anam.refusals import Refused


@dataclass(frozen=True)
class ConfirmForm:
    """As it was typed."""

    outcome: str = "done"
    amount: str = ""
    reference: str = ""
    words: str = ""
    captured: bool = False

    @classmethod
    def read(cls, posted: QueryDict) -> "ConfirmForm":
        return cls(
            outcome="refused" if posted.get("outcome") == "refused" else "done",
            amount=text(posted, "amount", most=40),
            reference=" ".join(text(posted, "reference").split()),
            words=" ".join(text(posted, "words").split()),
            captured=posted.get("captured") == "yes",
        )

    def said(self, *, due: int, currency: str) -> Confirmation | None:
        """What it says of an operation of `due` (minor units); None where the sum cannot be read."""
        amount = due if self.outcome == "refused" or not self.amount else _minor(self.amount, currency)
        if amount is None:
            return None
        done = self.outcome == "done"
        return Confirmation(
            done=done,
            amount=amount,
            reference=self.reference,
            words="" if done else self.words,
            captured=self.captured and not done,
        )


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
    except InvalidOperation:
        return None
    return int(amount) if amount.is_finite() and amount == amount.to_integral_value() and abs(amount) < 10**15 else None

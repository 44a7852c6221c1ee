"""Payments at a stand-in for Stripe, and what its tests look at."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob
from tests.stripe_stand_in import StandIn

from anam.clock import database_now
from anam.payments.actions.execute import execute
from anam.payments.actions.look_at import look_at
from anam.payments.models import Payment, PaymentOperation, new_key
from anam.payments.operation_queue import queue_operation
from anam.payments.states import OPEN, State
from conftest import Cast

# Ours: what is to be done, and what nobody else makes up; a confirmation says so at its end.
KEYS = re.compile(r"(authorise|capture|void|refund|release|customer|page)-[0-9a-f-]{36}(-confirm)?")
TOTAL = 10_000


@dataclass
class AtStripe:
    """A marketplace whose gateway is the stand-in."""

    stand_in: StandIn
    cast: Cast

    def __post_init__(self) -> None:
        self.stand_in.engine.key_pattern = KEYS

    def customer(self, card: str = "pm_card_visa") -> tuple[str, str]:
        """A customer and their saved card, as Stripe calls them."""
        v1 = self.stand_in.client().v1
        customer = v1.customers.create({"email": "ines@harbor.example"}, a_key()).id
        return customer, v1.payment_methods.attach(card, {"customer": customer}, a_key()).id

    def payment(self, card: str = "pm_card_visa", currency: str = "USD", **more: Any) -> Payment:
        customer, method = self.customer(card)
        return Payment.objects.create(
            maker=self.cast.byrne,
            currency=currency,
            holder="stripe",
            gateway_customer=customer,
            gateway_method=method,
            transfer_group="checkout-7",
            **more,
        )

    def authorised(self, card: str = "pm_card_visa", amount: int = TOTAL, currency: str = "USD") -> Payment:
        payment = self.payment(card, currency)
        assert execute(self.queue(payment, "authorise", amount)) == State.DONE
        return Payment.objects.get(pk=payment.pk)

    def captured(self, card: str = "pm_card_visa", amount: int = TOTAL) -> Payment:
        payment = self.authorised(card, amount)
        assert execute(self.queue(payment, "capture", amount)) == State.DONE
        return Payment.objects.get(pk=payment.pk)

    def begun(self, kind: str, card: str = "pm_card_visa") -> PaymentOperation:
        """An operation of `kind` that is queued, on a payment that is as far as it must be."""
        payment = {"authorise": self.payment, "refund": self.captured}.get(kind, self.authorised)(card)
        return PaymentOperation.objects.select_related("payment").get(pk=self.queue(payment, kind, TOTAL))

    def queue(self, payment: Payment, kind: str, amount: int, generation: int = 1) -> int:
        """As it is decided: what goes back is pending from then on."""
        if kind == "void":
            Payment.objects.filter(pk=payment.pk).update(status="void_pending")
        if kind == "refund":
            now = Payment.objects.get(pk=payment.pk)
            pending = {"refund_pending": now.refund_pending + amount}
            if now.refunded + now.refund_pending + amount == now.captured:
                pending["status"] = "refund_pending"  # type: ignore[assignment]
            Payment.objects.filter(pk=payment.pk).update(**pending)
        return queue_operation(payment, kind=kind, amount=amount, generation=generation, at=database_now())

    def until_closed(self, operation_id: int, tries: int = 4) -> State:
        """What its job does, again and again; and a day later, where Stripe keeps to an error."""
        for _ in range(tries):
            state = execute(operation_id)
            if state not in OPEN:
                return state
        self.stand_in.advance(25 * 3600)
        PaymentOperation.objects.filter(pk=operation_id).update(sent_at=database_now() - timedelta(hours=25))
        return execute(operation_id)

    def let_payments_be_looked_at(self) -> int:
        """What the jobs that wait to look at one do; how many there were."""
        waiting = ProcrastinateJob.objects.filter(task_name="payments.look_at", status="todo").order_by("id")
        return len([look_at(job.args["payment_id"]) for job in waiting])  # type: ignore[func-returns-value]

    def agree(self) -> None:
        """That what Anam says of each payment is what Stripe's books say; and they know of nothing else."""
        payments = list(Payment.objects.filter(holder="stripe", maker=self.cast.byrne))
        moved = {movement.intent for movement in self.stand_in.movements()}
        moved -= set(PaymentOperation.objects.exclude(reference="").values_list("reference", flat=True))
        assert moved <= {payment.gateway_reference for payment in payments}
        for payment in payments:
            by_kind = self.stand_in.sums(payment.gateway_reference or "none").by_kind
            back = by_kind.get("refunded", 0) - by_kind.get("refund_failed", 0)
            disputed = by_kind.get("disputed", 0) - by_kind.get("dispute_won", 0)
            theirs = (by_kind.get("authorised", 0), by_kind.get("captured", 0), back, disputed)
            assert (payment.authorised, payment.captured, payment.refunded, payment.disputed) == theirs
            held = self.stand_in.sums(payment.gateway_reference or "none").reserved
            assert bool(held) == (payment.status in ("authorised", "void_pending"))


def a_key() -> Any:
    return {"idempotency_key": new_key("authorise")}

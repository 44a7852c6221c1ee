"""Payments as they were made and settled, at the sandbox gateway, in the past."""

from datetime import datetime, timedelta

from anam import jobs
from anam.elsewhere import played_in_this_database
from anam.history.record import record
from anam.orders.actions.write_letters import write_letters
from anam.orders.jobs import settle_money
from anam.orders.models import Order
from anam.payments.actions.ask_gateway import ask_gateway
from anam.payments.actions.confirm import confirm
from anam.payments.gateways import GatewayUnknown
from anam.payments.gateways.sandbox import TEST_CARDS
from anam.payments.models import Attempt, Instruction, Payment, SandboxCharge, SandboxFault
from anam.people.models import Maker

_KINDS = {"void": "payment_voided", "refund": "payment_refunded", "capture": "payment_captured"}
_FAULTS = {card.number: card for card in TEST_CARDS if card.mode}
_TRIES = 3


def pay(maker: Maker, *, amount: int, currency: str, card: str, at: datetime) -> Payment:
    """A payment authorised at `at` (UTC), with its charge in the sandbox's books; `amount` in minor units."""
    payment = Payment.objects.create(
        maker=maker, currency=currency, status=Payment.Status.AUTHORISED, gateway="sandbox",
        card=f"card ending {card}", authorised=amount,
    )  # fmt: skip
    reference = f"sb_demo-{payment.pk}"
    Payment.objects.filter(pk=payment.pk).update(gateway_reference=reference, created_at=at)
    SandboxCharge.objects.create(reference=reference, card=card, currency=currency, authorised=amount)
    if fault := _FAULTS.get(card):
        SandboxFault.objects.create(reference=reference, mode=fault.mode, times=fault.times)
    return payment


def settle(instruction_id: int | None, *, order: Order, at: datetime) -> None:
    """The gateway did what was decided, half a minute later; or did not answer, and a job goes on asking (D8).

    Inside a transaction for once: the sandbox answers from this same database, nobody waits for it.
    """
    if instruction_id is None:
        return
    instruction = Instruction.objects.select_related("payment").get(pk=instruction_id)
    done_at = at + timedelta(seconds=30)
    try:
        with played_in_this_database():
            ask_gateway(instruction)
    except GatewayUnknown:
        _ask_again(instruction, done_at)
        return
    confirm(instruction)
    Instruction.objects.filter(pk=instruction.pk).update(confirmed_at=done_at)
    Attempt.objects.filter(instruction=instruction).update(at=done_at)
    entry_id = record(
        order, kind=_KINDS[instruction.kind], by=None, acting_as="anam", at=done_at,
        tell=("buyer",) if instruction.kind != "capture" else (), amount=instruction.amount,
        currency=instruction.payment.currency, card=instruction.payment.card,
    )  # fmt: skip
    write_letters(entry_id)


def _ask_again(instruction: Instruction, first: datetime) -> None:
    attempt = Attempt.objects.get(instruction=instruction)
    Attempt.objects.filter(pk=attempt.pk).update(at=first)
    Attempt.objects.bulk_create(
        Attempt(
            instruction=instruction, outcome=attempt.outcome, words=attempt.words, at=first + timedelta(hours=hours)
        )
        for hours in range(1, _TRIES)
    )
    jobs.defer(jobs.to_do(settle_money, instruction_id=instruction.pk))

from django.db import transaction

from anam import jobs
from anam.history.record import record
from anam.orders.jobs import write_letters
from anam.orders.models import Cancellation, Order
from anam.payments.actions.ask_gateway import ask_gateway
from anam.payments.actions.confirm import confirm
from anam.payments.models import Instruction

_KINDS = {"void": "payment_voided", "refund": "payment_refunded", "capture": "payment_captured"}


def settle_money(instruction_id: int) -> None:
    """Have the gateway do what was decided, and put it on record, once, however often this runs (D7, D8).

    Raises GatewayUnknown or GatewayRefused, with the attempt on record, for the job to be tried again.
    """
    instruction = Instruction.objects.select_related("payment", "cancellation").get(pk=instruction_id)
    if instruction.confirmed_at:
        return
    if instruction.amount:  # all of it may have gone back already, with the parts that were removed
        ask_gateway(instruction)
    with transaction.atomic():
        if not confirm(instruction) or not instruction.amount:
            return
        order = Order.objects.filter(payment=instruction.payment_id).first()
        if order is None:  # a checkout that came to nothing
            return
        # Nobody here heard of an order that was cancelled before it came in, so nobody hears of its money.
        past = Cancellation.objects.filter(order=order, effects__elsewhere=True).exists()
        tell = ("buyer",) if instruction.kind != "capture" and not past else ()
        entry_id = record(
            order, kind=_kind_of(instruction), by=None, acting_as="anam", tell=tell, amount=instruction.amount,
            currency=instruction.payment.currency, card=instruction.payment.card,
        )  # fmt: skip
        if tell:
            jobs.defer(jobs.to_do(write_letters, entry_id=entry_id))


def _kind_of(instruction: Instruction) -> str:
    part = instruction.cancellation and not instruction.cancellation.final
    return "part_refunded" if part else _KINDS[instruction.kind]

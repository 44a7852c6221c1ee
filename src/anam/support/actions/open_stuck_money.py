from datetime import timedelta

from django.db import transaction

from anam.cases.actions.close_case import close_case
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case, CaseQuerySet
from anam.clock import database_now
from anam.orders.policy import current_policy
from anam.payments.models import Instruction
from anam.words import money

STUCK_AFTER = timedelta(hours=1)


@transaction.atomic
def open_stuck_money() -> int:
    """A case for each instruction that the gateway has not confirmed within an hour; closed once it has (D8).

    The answer is how many were opened.
    """
    now = database_now()
    unconfirmed = Instruction.objects.filter(confirmed_at=None, refused_at=None, asked_at__lt=now - STUCK_AFTER)
    stuck = unconfirmed.exclude(kind=Instruction.Kind.AUTHORISE).exclude(pk__in=_open().values("instruction"))
    opened = 0
    for instruction in stuck.select_related("payment__order")[:200]:
        order = instruction.payment.order
        what = f"{instruction.get_kind_display()} of {money(instruction.amount, instruction.payment.currency)}"
        _, new = open_case(
            Case.Kind.MONEY, subject=f"{what} is not confirmed{f' for order {order.number}' if order else ''}",
            message="The payment gateway has not confirmed this for more than an hour. It is asked again and again.",
            opened_as="anam", answer_within=current_policy().support_answer_time, instruction=instruction, order=order,
            maker_id=order.maker_id if order else None, buyer_id=order.buyer_id if order else None,
        )  # fmt: skip
        opened += new
    for case in _open().filter(instruction__confirmed_at__isnull=False):
        close_case(case, outcome="overtaken", words="The gateway has confirmed it.", by=None, as_side="anam", at=now)
    return opened


def _open() -> CaseQuerySet:
    return Case.objects.still_open().filter(kind=Case.Kind.MONEY)

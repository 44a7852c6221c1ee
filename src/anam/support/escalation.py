"""The end of an escalation (D6): what its three answers have in common."""

from dataclasses import replace

from django.db import transaction
from django.urls import reverse

from anam.cases.actions.assign_to import assign_to
from anam.cases.actions.close_case import close_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.history.record import record
from anam.orders.cancellation.context import CancellationContext
from anam.orders.cancellation.plan import Plan, plan_cancellation
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.people.models import User
from anam.refusals import Next, Refusal, Refused
from anam.words import day_and_clock, visible

MAX_WORDS_LENGTH = 5000


def take_up(case_id: int, *, by: User) -> tuple[Case, Order]:
    """The case and its order, both locked until the transaction ends; the order first, as everybody locks (D7).

    Raises Case.DoesNotExist where it is none of an escalation, and Refused where it is closed, or a colleague's.
    """
    number = Case.objects.escalations().values_list("order__number", flat=True).get(pk=case_id)
    order = lock(Order.objects.all(), number)
    locked = Case.objects.select_for_update(of=("self",), no_key=True)
    case = locked.select_related("reason", "opened_by", "assigned_to", "closed_by").get(pk=case_id)
    if not case.is_open:
        raise Refused(closed_already(case))
    if case.assigned_to not in (None, by):
        raise Refused(of_another(case))
    return case, order


def of_another(case: Case) -> Refusal:
    """That a colleague has the case."""
    assert case.assigned_to
    see = Next("See the case", reverse("case", args=[case.pk]))
    return Refusal("case_of_another", f"{case.assigned_to.name} has this case. Reassign it to yourself first.", see)


def plan_for(case: Case, order: Order, context: CancellationContext) -> Plan:
    """What declining `order`, or the part that its maker asked for, will do, with the choices they made (D9, D11)."""
    stock = {int(line): choice for line, choice in case.stock.items()}
    return plan_cancellation(order, replace(context, reason=case.reason), quantities=quantities_of(case), stock=stock)


def quantities_of(case: Case) -> dict[int, int] | None:
    """How many of which line the maker cannot send, by its id; None: the whole order."""
    return {int(line): quantity for line, quantity in case.quantities.items()} or None


def closed_already(case: Case) -> Refusal:
    """What happened to a case that is closed: what, when, by whom."""
    assert case.closed_at
    who = case.closed_by.name if case.closed_by else "The marketplace"
    when = day_and_clock(case.closed_at)
    if case.outcome == Case.Outcome.SUPERSEDED:
        words = f"This case closed by itself on {when}: {case.closing}"
    elif case.outcome == Case.Outcome.WITHDRAWN:
        words = f"{who} withdrew this request on {when}. The order stands as it was."
    else:
        words = f"{who} closed this case on {when}: {case.get_outcome_display().lower()}."
    return Refusal("case_closed", words, Next("See the case", reverse("case", args=[case.pk])))


def checked_words(words: str, *, who_reads: str) -> str:
    """`words` as they will be kept. Raises Refused where nothing, or too much, is said."""
    words = words.strip()
    if len(words) < 10:
        raise Refused.because("words_needed", f"Write at least 10 characters: {who_reads}.")
    if len(words) > MAX_WORDS_LENGTH:
        raise Refused.because("words_needed", f"This is too long: {len(words):,} characters of at most 5,000.")
    return words


@transaction.atomic
def give_answer(case_id: int, *, outcome: str, kind: str, by: User, message: str) -> Case:
    """Close a case of an escalation without declining its order; `kind` is the entry that tells the maker."""
    message = checked_words(visible(message), who_reads="the maker reads it")
    case, order = take_up(case_id, by=by)
    now = database_now()
    assign_to(case.pk, by, seen=case.assigned_to)
    close_case(case, outcome=outcome, words=message, by=by, at=now)
    record(order, kind=kind, by=by, acting_as="support", at=now, words=message, case_id=case.pk)
    return case

"""What was asked of support in the past: the escalation to support, buyers' requests and complaints (D6)."""

from datetime import datetime

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.close_case import close_case
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.demo.money import complete_operation_of
from anam.demo.scenarios import Sides, Step, basket
from anam.history.record import record
from anam.orders.cancellation.cancel_order import cancel_order, record_decline
from anam.orders.cancellation.cancellation_validation import require_words
from anam.orders.cancellation.context import load_context
from anam.orders.cancellation.eligibility import no_longer_possible, why_not
from anam.orders.escalation.next_step import can_be_escalated, kind_of_case, latest_case
from anam.orders.models import CancellationRequest, Order, RequestedLine
from anam.policy.models import current_policy
from anam.refusals import Refused
from anam.support.escalation import plan_for


def ask_support(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    """D6: what the maker cannot do themselves. Raises Refused where they could."""
    refusals = why_not(order, now=at)
    if not can_be_escalated(refusals):
        raise Refused.because("support_not_needed", f"Nothing was in the way of declining {order.number}.")
    reason = require_words(load_context(order, reason_key=step.facts["reason"]), step.words)
    in_time = order.in_time(at)
    case, _ = open_case(
        kind_of_case(order, now=at),
        about=coded("cannot_fulfil", maker=order.maker.name, order=order.number),
        opened_as="maker",
        by=sides.owner,
        answer_within=current_policy().support_answer_time,
        at=at,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
        reason_id=reason.pk,
        explanation=step.words,
        note=step.facts.get("note", ""),
        in_time=in_time,
    )
    record(
        order,
        kind="support_asked",
        by=sides.owner,
        acting_as="maker",
        at=at,
        case_id=case.pk,
        case_kind=case.kind,
        in_time=in_time,
        reason=reason.label,
        explanation=step.words,
        answer_by=case.answer_by.isoformat(),
    )


def support_tells(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    """D6, D7 to D10: by telephone, and with that the order is declined in the maker's name."""
    case = _asked(order)
    Case.objects.filter(pk=case.pk).update(
        told_how="phone", told_at=at, told_by=sides.support, assigned_to=sides.support
    )
    Order.objects.filter(pk=order.pk, contacted_at=None).update(contacted_at=at, contacted_how="phone")
    record(order, kind="support_told", by=sides.support, acting_as="support", at=at, how="phone", case_id=case.pk)
    told = coded("told_by_phone", at=at.isoformat())
    add_entry(case, "note", step.words, event=told, side="support", by=sides.support, at=at)
    close_case(case, outcome="declined", by=sides.support, at=at)
    assert case.reason
    plan = plan_for(case, order, load_context(order))
    done = cancel_order(
        order,
        "decline",
        plan,
        key=f"case-{case.pk}",
        reason=case.reason,
        by=sides.support,
        on_behalf_of="maker",
        explanation=case.explanation,
        note=case.note,
        at=at,
        in_time=bool(case.in_time),
    )
    if done is None:
        raise Refused(no_longer_possible(order))
    record_decline(
        order,
        plan,
        done,
        reason=case.reason,
        by=sides.support,
        acting_as="support",
        at=at,
        explanation=case.explanation,
        case_id=case.pk,
        in_time=case.in_time,
        told_words="",
    )
    complete_operation_of(done, order=order, at=at)


def support_refuses(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    """D6: the order stands, and the maker reads why."""
    case = _asked(order)
    Case.objects.filter(pk=case.pk).update(assigned_to=sides.support)
    close_case(case, outcome="refused", words=step.words, by=sides.support, at=at)
    record(
        order, kind="support_refused", by=sides.support, acting_as="support", at=at, words=step.words, case_id=case.pk
    )


def cancellation_request(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    """The buyer asks to cancel, or for less; nobody has answered yet."""
    request = CancellationRequest.objects.create(
        order=order,
        maker_id=order.maker_id,
        asked_by=sides.buyer,
        words=step.words,
        asked_at=at,
        answer_by=at + order.policy.request_answer_time,
    )
    wanted = basket(step.facts["parts"]) if step.facts["parts"] else {}
    lines = [line for line in order.lines.all() if line.sku in wanted]
    RequestedLine.objects.bulk_create(
        RequestedLine(request=request, maker_id=order.maker_id, line=line, quantity=wanted[line.sku]) for line in lines
    )
    record(
        order,
        kind="cancel_requested",
        by=sides.buyer,
        acting_as="buyer",
        at=at,
        request_id=request.pk,
        words=step.words,
        whole=not lines,
        parts=[[wanted[line.sku], line.title] for line in lines],
        answer_by=request.answer_by.isoformat(),
    )


def complain(order: Order, step: Step, sides: Sides, at: datetime) -> None:
    """The buyer tells support that something is wrong."""
    open_case(
        Case.Kind.COMPLAINT,
        about=coded("something_wrong", order=order.number),
        message=step.words,
        opened_as="buyer",
        by=sides.buyer,
        answer_within=current_policy().support_answer_time,
        at=at,
        order=order,
        maker_id=order.maker_id,
        buyer_id=order.buyer_id,
    )


def _asked(order: Order) -> Case:
    case = latest_case(order)
    assert case
    assert case.is_open
    return case

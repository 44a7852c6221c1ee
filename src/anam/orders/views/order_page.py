"""The Editing Order view: can you make this?"""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from anam.clock import database_now
from anam.history.sentences import sentence
from anam.orders.cancellation.eligibility import why_not
from anam.orders.contacting.contact_validation import conversation_of, validate_may_write
from anam.orders.escalation.next_step import buyer_not_reached, escalation_url, latest_case
from anam.orders.forms import AddressRefusalForm
from anam.orders.fulfilment.ship_form import ShipForm
from anam.orders.models import Order
from anam.orders.page_queries import entries_of, find_order_of_maker, lines_of
from anam.orders.payments.confirmation_form import sent_of, with_confirm_forms
from anam.orders.payments.external_money import due_operations, external_money, operations_of, refused_operations
from anam.orders.requests.page_context import answer_forms, request_context
from anam.orders.returns.return_steps import returns_of
from anam.orders.ship_to.visibility import open_address_request, ship_to_for
from anam.orders.status import OPEN, UNDO_FOR, Status
from anam.payments.models import PaymentOperation
from anam.payments.states import NOT_MOVED
from anam.payments.states import OPEN as OPEN_OPERATIONS
from anam.web.handling import or_404
from anam.web.requests import MakerRequest
from anam.words import place_in


def order_of(request: MakerRequest, number: str) -> Order:
    """The order of that number, if it is this maker's; else 404 (D1)."""
    return or_404(find_order_of_maker(request.maker, number))


def show_order(request: MakerRequest, number: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """The Editing Order view, as things stand now; `more` is what a form that came back has to say."""
    entries = entries_of(number)  # before the money: the page never knows less of it than they say
    order, now = order_of(request, number), database_now()
    conversation = conversation_of(order)
    case = latest_case(order)
    taken_by = case.assigned_to.name if case and case.assigned_to else ""
    refusals = why_not(order, now=now, handled=bool(case and case.is_open), taken_by=taken_by)
    unreached = buyer_not_reached(order)
    due = due_operations(operations_of(order)) if order.policy.makers_may_confirm_payments else []
    return render(
        request,
        "orders/order.html",
        {
            "order": order,
            "now": now,
            "lines": lines_of(order),
            "ship_to": ship_to_for(order, "maker", now=now),
            "payment": getattr(order, "payment", None),
            "pending": pending_money(order),
            "external_money": external_money(order),
            "refused_money": SimpleLazyObject(lambda: refused_operations(operations_of(order))),
            "due": with_confirm_forms(due, may_split=False, **sent_of(more)),
            "confirm_url": "portal-confirm-payment",
            "cancellation": order.cancellation,
            "returns": returns_of(order),
            "conversation": conversation,
            "messages_about": conversation.latest_messages(3) if conversation else [],
            "history": [(entry, sentence(entry)) for entry in entries],
            "in_time": order.in_time(now),
            "time_gone": max(0, round(100 * ((now - order.placed_at) / (order.decline_by - order.placed_at)))),
            "is_open": order.status in OPEN,
            "can_accept": order.status == Status.PLACED,
            "can_ship": order.status == Status.ACCEPTED,
            "can_undo": order.can_be_unaccepted(now),
            "undo_seconds": UNDO_FOR.seconds,
            "just_done": "done" in request.GET and order.is_cancelled,
            "next_order": _next_urgent(order, now=now) if order.is_cancelled else None,
            "refusals": refusals,
            "cannot_write": validate_may_write(order, conversation),
            "case": case,
            "asked_before": order.decline_by - case.opened_at if case and case.in_time else None,
            "unreached": unreached,
            "not_reached_counts": not refusals,
            "not_reached_road": escalation_url(order, refusals, unreached),
            **request_context(order),
            "address_request": open_address_request(order),
            "address_form": AddressRefusalForm(initial={"why": more.get("address_words", "")}, buyer=order.buyer.name),
            **answer_forms(order, **more),
            "zone_words": place_in(request.user.time_zone),
            "ship": ShipForm(order=order),
            **more,
        },
        status=status,
    )


def _next_urgent(order: Order, *, now: datetime) -> Order | None:
    """The order that presses most now, of those that wait for the same maker's answer."""
    waiting = Order.objects.of_maker(order.maker).waiting(now=now).select_related("buyer")
    return waiting.soonest_first(None).first()


def pending_money(order: Order) -> dict[str, Any] | None:
    """What the gateway has been asked to do and has not confirmed: how often it was tried, and what it said last."""
    payment = getattr(order, "payment", None)
    if payment is None or not payment.status.endswith("_pending"):
        return None
    unconfirmed = PaymentOperation.objects.at_gateways().filter(state__in=(*OPEN_OPERATIONS, *NOT_MOVED))
    waiting = unconfirmed.filter(payment=payment).prefetch_related("attempts").first()
    if waiting is None:
        return None
    attempts = sorted(waiting.attempts.all(), key=lambda attempt: attempt.pk)
    last = attempts[-1] if attempts else None
    return {"operation": waiting, "attempts": len(attempts), "last": last, "goes_on": waiting.is_open}

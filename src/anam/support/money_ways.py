"""What support can still do about the money of an order, on its page and on those of its cases (M4, M12)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from anam.digits import read_number
from anam.orders.models import Order
from anam.orders.payments.confirmation_form import sent_of, with_confirm_forms, with_done_forms
from anam.orders.payments.correct_record import MAX_WORDS, MIN_WORDS, may_withdraw
from anam.orders.payments.external_money import due_operations, operations_of, refused_operations
from anam.payments.models import PaymentOperation
from anam.payments.states import MOVED, OPEN
from anam.support.stuck import STUCK_AFTER
from anam.web.forms import ChoiceField, PageForm, RadioButtons, TextField
from anam.web.requests import MemberRequest


class CorrectForm(PageForm):
    """That what was recorded of money was not so, and whether it is still to be done."""

    words = TextField("What was wrong with it", least=MIN_WORDS, most=MAX_WORDS, rows=2, hint="The buyer reads it.")
    due = ChoiceField(
        "Is it still to be done?",
        choices=[("yes", "Yes: support sees to it"), ("no", "No: nobody had asked for it")],
        needed=False,
        widget=RadioButtons,
    )


def money_ways(order: Order, *, now: datetime, shown: Mapping[str, Any]) -> dict[str, Any]:
    """What waits for somebody's word, what was refused, what has no answer, and what was recorded, each with its forms.

    `shown` is what a form that came back has to say.
    """
    operations = operations_of(order)
    asked = [one for one in operations if not one.payment.is_external and one.state in OPEN]
    recorded = [one for one in operations if one.state in MOVED and one.confirmed_by]
    return {
        "due": with_confirm_forms(due_operations(operations), may_split=True, **sent_of(shown)),
        "refused_money": with_done_forms(refused_operations(operations), **sent_of(shown)),
        "asked_money": [one for one in asked if one.queued_at < now - STUCK_AFTER],
        "recorded_money": [(one, _correct_form(one, shown)) for one in recorded],
        "confirm_url": "desk-confirm-payment",
    }


def _correct_form(operation: PaymentOperation, shown: Mapping[str, Any]) -> CorrectForm:
    sent = shown.get("correct_form") if shown.get("confirm_operation") == operation.pk else None
    form = CorrectForm(sent.data if sent else None, auto_id=f"%s-{operation.pk}", initial={"due": "yes"})
    if not may_withdraw(operation):
        del form.fields["due"]
    return form


def back_from_money(request: MemberRequest, number: str) -> HttpResponse:
    """To the page that the form stood on: a case's, or the order's."""
    if case := read_number(request.POST.get("case", "")):
        return redirect("case", case)
    return redirect("desk-order", number)

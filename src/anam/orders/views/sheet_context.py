"""What the sheet of "Cancel Order…" shows, in each of its acts."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from anam.conversations.models import Message
from anam.orders.cancellation.cancellation_validation import MAX_EXPLANATION, validate_stock
from anam.orders.cancellation.context import CancellationContext, load_context
from anam.orders.cancellation.eligibility import why_not
from anam.orders.cancellation.plan import products_of
from anam.orders.cancellation.shown_cancellation import shown_form
from anam.orders.contacting.begun_message import begin_message, reader_name
from anam.orders.contacting.contact_validation import conversation_of, validate_may_write
from anam.orders.escalation.next_step import buyer_not_reached, can_be_escalated
from anam.orders.forms import CancellationForm, CancellationWords
from anam.orders.models import Order
from anam.orders.views.sheet_words import strip_of, told_words
from anam.people.models import User
from anam.policy.models import Reason, current_policy
from anam.refusals import Refusal

SHOWN_REASONS = 5


@dataclass(frozen=True)
class Sheet:
    """What was chosen and typed; whether it was `checked`; the message that its first act has sent, and its `token`."""

    order: Order
    form: CancellationForm
    told: Message | None = None
    token: str = ""
    asks_support: bool = False
    checked: bool = False
    kept: bool = False
    refused: Refusal | None = None

    def with_errors(self) -> "Sheet":
        return replace(self, checked=True)

    def with_refusal(self, refused: Refusal) -> "Sheet":
        return replace(self, refused=refused)

    def with_kept(self) -> "Sheet":
        return replace(self, kept=True)

    def with_words(self, explanation: str) -> "Sheet":
        return replace(self, form=replace(self.form, explanation=explanation))

    def offered(self, pk: str) -> str:
        """The words of an older message about the order that is to be used, if there is one such."""
        message = said_before(self.order) if pk else None
        return message.body if message and str(message.pk) == pk else ""


def said_before(order: Order) -> Message | None:
    """The newest message of its maker about an order that can stand as the explanation."""
    of_maker = order.messages.filter(side="maker", kind="letter", sent_at__gte=order.placed_at).exclude(body="")
    message: Message | None = of_maker.order_by("-sent_at").first()
    return message if message and len(message.body) <= MAX_EXPLANATION else None


def sheet_context(user: User, order: Order, sheet: Sheet) -> dict[str, Any]:
    """Everything that the sheet shows: its act, what can be chosen, and what would then happen (D11)."""
    context = load_context(order, reason_key=sheet.form.reason)
    refusals = why_not(order, now=context.now, handled=context.handled, taken_by=context.taken_by)
    unreached = buyer_not_reached(order) if sheet.asks_support and not refusals else []
    cannot_write = validate_may_write(order, conversation_of(order))
    codes = [one.code for one in refusals]
    may_tell = codes == ["buyer_not_contacted"] and not cannot_write
    asks = (can_be_escalated(refusals) and (sheet.asks_support or not may_tell)) or bool(unreached)
    act = "ask" if asks else "tell" if may_tell else "none" if refusals else "cancel"
    reasons = list(Reason.objects.in_force(order.policy_id).filter(for_makers=True))
    shown = shown_form(
        order, context, sheet.form, reasons, checked=sheet.checked, kept=sheet.kept, refused=sheet.refused
    )
    shown |= {
        "act": act,
        "through_support": asks,
        "refusals": refusals,
        "unreached": unreached,
        "cannot_write": cannot_write,
        "may_tell": may_tell,
        "in_time": order.in_time(context.now),
        "answer_hours": current_policy().support_answer_hours,
        "who": reader_name(order),
        "told": sheet.told,
        "token": sheet.token,
        "chosen": context.reason,
        "first_reasons": reasons[:SHOWN_REASONS],
        "more_reasons": reasons[SHOWN_REASONS:],
        "more_is_open": context.reason in reasons[SHOWN_REASONS:],
        "preview_url": reverse("portal-decline-preview", args=[order.number]),
    }
    return shown | _act(user, order, sheet, context, shown)


def _act(user: User, order: Order, sheet: Sheet, context: CancellationContext, shown: dict[str, Any]) -> dict[str, Any]:
    """What only one of the acts shows."""
    form, plan = sheet.form, shown["plan"]
    if shown["act"] == "tell":
        parts = [(one.quantity, one.line.title) for one in plan.lines] if form.what == "part" and not plan.final else []
        letter = begin_message(order, writer=user, reason=context.reason, parts=parts)
        words = CancellationWords.of_message(form, to=shown["who"], chosen=context.reason)
        words.show_wrong(shown["wrong"])
        return {"letter": letter, "words": words, "sends": sends_of(context, form), "most": MAX_EXPLANATION}
    products = products_of(plan, form.stock)
    wrong = shown["wrong"]
    stock_wrong = "" if shown["missing"] else validate_stock(plan, form.stock)
    if sheet.checked and stock_wrong:
        wrong["stock"] = stock_wrong
    words = CancellationWords.of_sheet(form, to=shown["who"], asks_support=shown["act"] == "ask", chosen=context.reason)
    words.show_wrong(wrong)
    answers = _answers(order) if shown["act"] == "cancel" else []
    return {
        "words": words,
        "sends": sends_of(context, form),
        "products": products,
        "asked": [one for one in products if one.is_asked],
        "stock_missing": stock_wrong,
        "answers": answers,
        "told_when": told_words(sheet.told.sent_at if sheet.told else order.contacted_at, now=context.now),
        "answer": answers[-1].pk if answers else 0,
        "offered": None if sheet.told or form.explanation else said_before(order),
        "strip": strip_of(order, shown | {"stock_missing_now": bool(stock_wrong)}, products),
    }


def sends_of(context: CancellationContext, form: CancellationForm) -> list[tuple[Any, str]]:
    """Each line of which something is left, and how many of it can be sent, as it was typed."""
    rest = {line.id: line.quantity for line in context.lines}
    return [(line, _sent(rest[line.id], form.typed.get(line.id, ""))) for line in context.lines]


def _sent(left: int, typed: str) -> str:
    return str(max(left - int(typed), 0)) if typed.isdecimal() and len(typed) < 10 else typed or str(left)


def _answers(order: Order) -> list[Message]:
    """What the buyer has written since they were told, oldest first."""
    conversation = conversation_of(order)
    if conversation is None or order.contacted_at is None:
        return []
    theirs = Message.objects.filter(conversation=conversation, side="buyer", sent_at__gt=order.contacted_at)
    return list(reversed(theirs.select_related("author").order_by("-sent_at")[:3]))

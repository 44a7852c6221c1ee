"""What support must answer when a payment is disputed: a case, once, whatever else is heard of the dispute (M9)."""

from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.orders.models import Order
from anam.payments.gateways import Dispute
from anam.payments.models import Payment
from anam.policy.models import current_policy


def on_dispute(payment: Payment, dispute: Dispute) -> None:
    """Open the case of `dispute`; where there is one, or was, nothing."""
    order: Order | None = payment.order if payment.order_id else None
    holder, until = payment.holder_label, dispute.answer_by
    about = coded(
        "disputed" if order else "disputed_without_order",
        sum=[dispute.amount, dispute.currency],
        order=order.number if order else "",
        why=coded(dispute.why),
        what_now=coded(dispute.what_now, holder=holder),
        until=coded("answers_until", at=until.isoformat(), holder=holder) if until else "",
    )
    open_case(
        Case.Kind.DISPUTE,
        about=about,
        opened_as="anam",
        answer_within=current_policy().support_answer_time,
        order=order,
        maker_id=payment.maker_id,
        buyer_id=order.buyer_id if order else None,
        dispute=dispute.reference,
    )

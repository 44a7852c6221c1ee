from anam.cases.actions.close_case import close_case
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.coded import coded
from anam.payments.actions.look_at import look_at
from anam.payments.models import Payment
from anam.payments.reconciliation import Compared, compare, compare_some, compared_anew
from anam.policy.models import current_policy


def open_differences(*, after: int) -> int | None:
    """Compare the next payments after the id `after`; a case for each that differs from its holder's books (M8).

    One as long as it is open, and closed by itself once both agree. What moved there unasked is taken in first: then
    both may agree. The answer is the id of the last payment; None where there are no more. Safe to repeat. Never called
    in a transaction. Raises GatewayDown or NotConfirmed, with what was compared until then done.
    """
    payments = compare_some(after=after)
    open_cases = Case.objects.still_open().filter(kind=Case.Kind.MONEY, payment__in=payments)
    cases = {case.payment_id: case for case in open_cases}
    for payment in payments:
        compared, case = compare(payment), cases.get(payment.pk)
        if compared.differences:  # perhaps an event of it was lost
            look_at(payment.pk)
            compared = compare(compared_anew(payment.pk))
        if compared.differences and case is None:
            _open(compared)
        elif case is not None and not (compared.differences or compared.not_asked):
            close_case(
                case, outcome="overtaken", because=coded("books_agree"), by=None, as_side="anam", at=database_now()
            )
    return payments[-1].pk if payments else None


def _open(compared: Compared) -> None:
    payment: Payment = compared.payment
    order = payment.order
    open_case(
        Case.Kind.MONEY,
        about=coded(
            "books_differ" if order else "books_differ_without_order",
            order=order.number if order else payment.pk,
            reference=payment.gateway_reference,
            differences=compared.differences,
        ),
        opened_as="anam",
        answer_within=current_policy().support_answer_time,
        payment=payment,
        order=order,
        maker_id=payment.maker_id,
        buyer_id=order.buyer_id if order else None,
    )

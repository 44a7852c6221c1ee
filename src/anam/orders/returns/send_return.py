from django.db import transaction

from anam.cases.actions.mark_unanswered import mark_unanswered
from anam.orders.clock import order_now
from anam.orders.models import Order, OrderReturn
from anam.orders.models.order import MAX_CARRIER, MAX_TRACKING
from anam.orders.returns.return_status import ReturnStatus
from anam.orders.returns.return_steps import lock_return, move, record_step
from anam.people.models import Buyer, User
from anam.refusals import Refused
from anam.words import visible


@transaction.atomic
def send_return(
    number: str, return_id: int, *, by: User, carrier: str, tracking: str = "", buyer: Buyer | None = None
) -> OrderReturn:
    """The buyer, or support for them, says that the goods are on their way back, with whom. D12.

    The same again changes nothing (D7). Raises Order.DoesNotExist, OrderReturn.DoesNotExist, and Refused:
    `carrier_needed`, `return_moved_on`.
    """
    orders = Order.objects.of_buyer(buyer) if buyer else Order.objects.all()
    order, one = lock_return(orders, number, return_id)
    carrier, tracking = (" ".join(visible(said).split()) for said in (carrier, tracking))
    if not carrier or len(carrier) > MAX_CARRIER or len(tracking) > MAX_TRACKING:
        words = f"Say who carries it: at most {MAX_CARRIER} characters, a tracking number at most {MAX_TRACKING}."
        raise Refused.because("carrier_needed", words)
    if one.status == ReturnStatus.SENT and (one.carrier, one.tracking) == (carrier, tracking):
        return one
    now = order_now(order)
    move(one, "send", at=now, carrier=carrier, tracking=tracking, sent_at=now)
    side = "buyer" if buyer else "support"
    record_step(order, one, "return_sent", by=by, acting_as=side, at=now, carrier=carrier, tracking=tracking)
    mark_unanswered(one.case, at=now)
    return one

"""A refused attempt to decline is an entry too (D12)."""

from anam.history.record import record
from anam.orders.models import Order
from anam.people.models import Maker, User
from anam.refusals import Refused


def record_refused_attempt(number: str, refused: Refused, *, maker: Maker, by: User) -> None:
    """That `by` tried to decline the order, and why it was refused. After what the attempt had begun is undone."""
    order = Order.objects.of_maker(maker).get(number=number)
    codes = [refusal.code for refusal in refused.refusals]
    record(order, kind="decline_refused", by=by, acting_as="maker", codes=codes, why=refused.refusal.kept)

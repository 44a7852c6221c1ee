"""What must be found in the database afterwards: an order is called off once and wholly, or not at all (D7)."""

from collections import Counter

from django.db.models import Q

from anam.catalog.models import Product, StockMovement
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.mail.models import Email
from anam.notifications.models import Notice
from anam.orders.models import Cancellation, Line, Order
from anam.payments.models import Payment, PaymentOperation, SandboxCall, SandboxCharge
from anam.people.models import User
from tests.conftest import wait_for


def traces(order: Order) -> dict[str, object]:
    """All that a decline leaves behind, counted."""
    lines = Line.objects.filter(order=order)
    notices = Notice.objects.filter(entry__order=order, entry__kind="declined")
    return {
        "cancellations": Cancellation.objects.filter(order=order).count(),
        "entries": Entry.objects.filter(order=order, kind="declined").count(),
        "messages": Message.objects.filter(order=order, kind="decline").count(),
        "told": Counter(notices.values_list("user__name", flat=True)),
        "declined": sum(lines.values_list("declined_quantity", flat=True)),
        "returned": Counter(
            StockMovement.objects.filter(line__in=lines, cause="returned").values_list("line_id", "quantity")
        ),
        "operations": Counter(PaymentOperation.objects.filter(payment__order=order).values_list("kind", flat=True)),
    }


def assert_declined_once(order: Order) -> None:
    """One cancellation, one entry, one message, one notice a member, one return of stock, one operation."""
    lines = list(Line.objects.filter(order=order))
    assert Order.objects.get(pk=order.pk).status == "declined"
    left = traces(order)
    assert left == {
        "cancellations": 1,
        "entries": 1,
        "messages": 1,
        "told": Counter(_members(order)),
        "declined": sum(line.quantity for line in lines),
        "returned": Counter((line.pk, line.reserved) for line in lines if line.reserved),
        "operations": Counter(["void"]),
    }, left
    cancellation = Cancellation.objects.get(order=order)
    assert cancellation.in_time
    assert cancellation.at < order.decline_by


def assert_not_declined(order: Order, *, status: str = "placed") -> None:
    """Nothing of a decline has been done."""
    assert Order.objects.get(pk=order.pk).status == status
    left = traces(order)
    operations = left.pop("operations")
    assert operations == (Counter(["capture"]) if status == "shipped" else Counter())
    assert not any(left.values()), left


def wait_until_settled(*orders: Order) -> None:
    """Until the gateway has given back the money of all of `orders`, and everybody has their letters; each once."""

    def given_back() -> bool:
        return not Payment.objects.filter(order__in=orders).exclude(status="voided").exists()

    wait_for(given_back, what="the money to go back")
    for order in orders:
        charge = SandboxCharge.objects.get(reference=order.payment.gateway_reference)
        assert charge.voided
        assert SandboxCall.objects.filter(reference=charge.reference, kind="void").count() == 1
        assert Entry.objects.filter(order=order, kind="payment_voided").count() == 1
        wait_for(lambda order=order: _letters(order) == len(_members(order)), what=f"the letters about {order}")


def _members(order: Order) -> list[str]:
    """Everybody who must be told once: the members of the maker and of the buyer, by name."""
    theirs = Q(maker_member__maker=order.maker_id) | Q(buyer_member__buyer=order.buyer_id)
    return list(User.objects.filter(theirs).values_list("name", flat=True))


def _letters(order: Order) -> int:
    """How many were sent about the decline; each key exists once, so this is how many people have theirs."""
    entry = Entry.objects.get(order=order, kind="declined")
    return Email.objects.filter(key__startswith=f"entry:{entry.pk}:", sent_at__isnull=False).count()


def assert_stock(product: Product, wanted: int) -> None:
    """Its stock is that, and so is the sum of all that ever moved."""
    product.refresh_from_db()
    assert product.stock == wanted
    assert sum(product.movements.values_list("quantity", flat=True)) == wanted

"""One email for a message and the cancellation that follows it within two minutes; else two (D3, D10)."""

from datetime import timedelta

import pytest
from django.db import connection

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.contact import contact
from anam.orders.models import Order
from anam.orders.payments.delayed_money import tell_of_delayed_money
from anam.orders.tests.waiting import jobs_for
from anam.payments.actions.execute import execute
from anam.payments.actions.retry_operation import retry_operation
from anam.payments.models import PaymentOperation, SandboxFault
from conftest import Cast

TOLD = "Dear Ines, I cannot make your mugs: my kiln is down until spring."
WORDS = "my kiln is down until spring."


def told(cast: Cast, *, payment: str = "authorised") -> tuple[Order, Message]:
    write_as_buyer("Do you ship to Portland?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    order = cast.order(payment=payment)
    posted = contact(order.number, maker=cast.byrne, by=cast.hanna, message=TOLD)
    return order, Message.objects.get(pk=posted.message_id)


def cancel(cast: Cast, order: Order, explanation: str = WORDS) -> Entry:
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=explanation)
    return Entry.objects.get(order=order, kind="declined")


def to_ines() -> list[Email]:
    return list(Email.objects.filter(to="ines@test.example").order_by("pk"))


def long_ago(order: Order, by: timedelta) -> None:
    """As if the buyer had been told, and their message written, so much earlier."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE history_entry DISABLE TRIGGER history_entry_stays")
        cursor.execute(
            "UPDATE history_entry SET at = at - %s WHERE order_id = %s AND kind = 'contacted'", [by, order.pk]
        )
        cursor.execute("ALTER TABLE history_entry ENABLE TRIGGER history_entry_stays")


def test_the_email_of_a_contact_waits_and_its_job_is_a_row(cast: Cast) -> None:
    """What waits is in the database: no kill loses it. The contact itself counts at once."""
    order, message = told(cast)
    assert jobs_for("notifications.notify", contact_id=message.pk) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at > now() + interval '100 seconds' FROM procrastinate_jobs"
            " WHERE args ->> 'contact_id' = %s",
            [str(message.pk)],
        )
        assert cursor.fetchone() == (True,)
    order.refresh_from_db()
    assert order.contacted_at == message.sent_at


def test_message_and_cancellation_within_two_minutes_are_one_email(cast: Cast) -> None:
    order, message = told(cast)
    entry = cancel(cast, order)
    notify_of(contact_id=message.pk)
    notify_of(entry_id=entry.pk)
    notify_of(contact_id=message.pk)
    (email,) = to_ines()
    assert TOLD in " ".join(email.text.replace("> ", "").split())
    assert email.text.count("my kiln is down") == 1
    assert "was authorised on card ending 4242 and is being released" in " ".join(email.text.split())


def test_other_words_in_the_cancellation_are_in_the_same_email(cast: Cast) -> None:
    order, message = told(cast)
    entry = cancel(cast, order, "There will be new mugs in spring.")
    notify_of(entry_id=entry.pk)
    notify_of(contact_id=message.pk)
    (email,) = to_ines()
    assert "my kiln is down" in email.text
    assert "There will be new mugs in spring." in email.text


def test_after_two_minutes_they_are_two(cast: Cast) -> None:
    order, message = told(cast)
    long_ago(order, timedelta(minutes=2, seconds=1))
    notify_of(contact_id=message.pk)
    notify_of(entry_id=cancel(cast, order).pk)
    first, second = to_ines()
    assert first.subject == f"Byrne Ceramics wrote to you about order {order.number}"
    assert TOLD not in " ".join(second.text.replace("> ", "").split())


def test_a_message_without_a_cancellation_is_told_when_it_has_waited(cast: Cast) -> None:
    _, message = told(cast)
    for _ in range(2):
        notify_of(contact_id=message.pk)
    assert len(to_ines()) == 1


@pytest.mark.parametrize("payment", ["authorised", "captured"])
def test_money_that_goes_back_as_announced_needs_no_further_email(cast: Cast, payment: str) -> None:
    """D8, D10: the bell still rings."""
    order = cast.order(told=True, payment=payment)
    notify_of(entry_id=cancel(cast, order).pk)
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    moved = Entry.objects.get(order=order, kind__in=("payment_voided", "payment_refunded"))
    notify_of(entry_id=moved.pk)
    assert len(to_ines()) == 1
    assert moved.notices.filter(user=cast.ines).exists()
    assert "We write again only if that fails, or is not confirmed within an hour." in " ".join(
        to_ines()[0].text.split()
    )


def test_money_that_is_not_confirmed_within_the_hour_is_told_once_and_when_it_is_done(cast: Cast) -> None:
    """D8"""
    order = cast.order(told=True)
    cancel(cast, order)
    assert tell_of_delayed_money() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cancellation SET at = at - interval '61 minutes' WHERE order_id = %s", [order.pk])
    assert [tell_of_delayed_money(), tell_of_delayed_money()] == [1, 0]
    notify_of(entry_id=Entry.objects.get(order=order, kind="money_delayed").pk)
    assert "takes longer" in to_ines()[-1].subject
    assert "is not confirmed yet" in " ".join(to_ines()[-1].text.split())
    execute(PaymentOperation.objects.get(payment__order=order).pk)
    notify_of(entry_id=Entry.objects.get(order=order, kind="payment_voided").pk)
    assert "is released" in to_ines()[-1].subject


@pytest.mark.parametrize(
    ("payment", "what", "done"), [("authorised", "release", "voided"), ("captured", "refund", "refunded")]
)
def test_money_that_is_refused_is_told_once_and_when_it_is_done(cast: Cast, payment: str, what: str, done: str) -> None:
    """D8, D10: a third email, for what the first two have announced is not so; and a last one that it is."""
    order, message = told(cast, payment=payment)
    entry = cancel(cast, order)
    for _ in range(2):
        notify_of(entry_id=entry.pk)
        notify_of(contact_id=message.pk)
    operation = PaymentOperation.objects.select_related("payment").get(payment__order=order)
    SandboxFault.objects.create(reference=operation.payment.gateway_reference, mode="refuse", times=1)
    assert execute(operation.pk) == "refused"
    assert tell_of_delayed_money() == 0
    for kind in ("money_delayed", "money_delayed", "payment_refused"):
        notify_of(entry_id=Entry.objects.get(order=order, kind=kind).pk)
    _, refused = to_ines()
    words = " ".join(refused.text.split())
    assert refused.subject == f"Your money for order {order.number} takes longer"
    assert f"The {what} of $165.00 for order {order.number} was refused." in words
    assert "support is looking into it. You need do nothing: we write again when it is done." in words
    assert execute(retry_operation(operation)) == "done"
    for _ in range(2):
        notify_of(entry_id=Entry.objects.get(order=order, kind=f"payment_{done}").pk)
    assert [email.subject for email in to_ines()[2:]] == [
        f"Your money for order {order.number} is {'released' if done == 'voided' else done}"
    ]

"""Reminding makers of orders they have not answered, before the window closes."""

from datetime import timedelta

import pytest

from anam.history.kinds import BUYER_READS
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.cancellation.cancel import cancel
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.remind import remind
from anam.orders.models import Order, Reminder
from anam.orders.tests.waiting import jobs_for
from anam.policy.actions.change_policy import change_policy
from conftest import Cast

WINDOW = timedelta(hours=72)


def with_left(cast: Cast, **left: int) -> Order:
    """An order of whose window that much is left."""
    return cast.order(placed=WINDOW - timedelta(**left), told=True)


def marks(order: Order) -> list[int]:
    return list(Reminder.objects.filter(order=order).order_by("-hours_left").values_list("hours_left", flat=True))


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ({"hours": 71}, []),
        ({"hours": 24, "minutes": 1}, []),
        ({"hours": 23, "minutes": 59}, [24]),
        ({"hours": 6, "minutes": 1}, [24]),
        ({"hours": 5, "minutes": 59}, [6]),
        ({"minutes": 1}, [6]),
        ({"minutes": -1}, []),
    ],
)
def test_a_maker_is_reminded_at_24_hours_and_at_6(cast: Cast, left: dict[str, int], expected: list[int]) -> None:
    order = with_left(cast, **left)
    assert remind() == len(expected)
    assert marks(order) == expected


def test_each_mark_reminds_once(cast: Cast) -> None:
    """D7"""
    order = with_left(cast, hours=20)
    assert [remind(), remind()] == [1, 0]
    earlier = timedelta(hours=15)
    Order.objects.filter(pk=order.pk).update(placed_at=order.placed_at - earlier, decline_by=order.decline_by - earlier)
    assert [remind(), remind()] == [1, 0]
    assert marks(order) == [24, 6]
    assert Entry.objects.filter(order=order, kind="reminded").count() == 2


def test_what_was_answered_or_called_off_reminds_nobody(cast: Cast) -> None:
    accepted, declined, cancelled = (with_left(cast, hours=20) for _ in range(3))
    accept(accepted.number, maker=cast.byrne, by=cast.hanna)
    decline(
        declined.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down for good."
    )
    cancel(
        cancelled.number, by=cast.ines, acting_as="buyer", on_behalf_of="buyer", reason="buyer_asked", explanation=""
    )
    assert remind() == 0
    assert not Entry.objects.filter(kind="reminded").exists()


def test_the_marks_are_those_of_the_policy_that_the_order_was_placed_under(cast: Cast) -> None:
    """D13"""
    before = with_left(cast, hours=30)
    change_policy(by=cast.sam, why="A test", first_reminder_hours=36)
    after = with_left(cast, hours=30)
    assert remind() == 1
    assert (marks(before), marks(after)) == ([], [36])


def test_every_member_of_the_maker_is_told_and_the_buyer_is_not(cast: Cast) -> None:
    order = with_left(cast, hours=20)
    remind()
    entry = Entry.objects.get(order=order, kind="reminded")
    told = Notice.objects.filter(entry=entry).values_list("user__name", "as_party")
    assert set(told) == {("Hanna", "maker"), ("Ravi", "maker")}
    assert (entry.actor, entry.actor_as) == (None, "anam")
    assert jobs_for("notifications.notify", entry_id=entry.pk) == 1


def test_the_history_says_to_whom_it_reads_who_was_reminded(cast: Cast) -> None:
    """D12: the maker was; support reads of the maker, and the buyer nothing."""
    order = with_left(cast, hours=20)
    remind()
    entry = Entry.objects.get(order=order, kind="reminded")
    assert sentence(entry) == "We reminded you: 24 hours left."
    assert sentence(entry, reader="support") == "Maker reminded: 24 hours left."
    assert entry.kind not in BUYER_READS


def test_the_letter_says_how_long_is_left_and_until_when(cast: Cast) -> None:
    """D2: the time is the reader's own."""
    order = with_left(cast, hours=5)
    remind()
    entry = Entry.objects.get(order=order, kind="reminded")
    notify_of(entry_id=entry.pk)
    notify_of(entry_id=entry.pk)
    emails = Email.objects.filter(subject=f"Less than 6 hours left to answer order {order.number}")
    assert {email.to for email in emails} == {cast.hanna.email, cast.ravi.email}
    assert emails.count() == 2

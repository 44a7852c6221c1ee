"""*Accept* can be undone for ten seconds of the database's clock; what tells others of it waits that long (D7, D10)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from anam.clock import database_now
from anam.history.feed import number_all_events
from anam.history.models import Entry, Event
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.fulfilment.unaccept import unaccept
from anam.orders.models import Order
from anam.people.models import User
from anam.refusals import Refused
from conftest import Cast

SignIn = Callable[[User], Client]


def accepted(cast: Cast, *, ago: timedelta = timedelta()) -> Order:
    order = accept(cast.order(told=True).number, maker=cast.byrne, by=cast.hanna)
    if ago:
        Order.objects.filter(pk=order.pk).update(accepted_at=database_now() - ago)
    return order


def undo(cast: Cast, order: Order, by: User | None = None) -> Order:
    return unaccept(order.number, maker=cast.byrne, by=by or cast.hanna)


def test_it_is_placed_again_and_the_history_keeps_both(cast: Cast) -> None:
    """D12"""
    order = undo(cast, accepted(cast), by=cast.ravi)
    order.refresh_from_db()
    assert (order.status, order.accepted_at) == ("placed", None)
    kinds = list(Entry.objects.of_order(order.pk).values_list("kind", flat=True))
    assert kinds[-2:] == ["accepted", "unaccepted"]


def test_nobody_is_told_of_what_was_undone(cast: Cast) -> None:
    """D10: no email, no event, no bell."""
    order = undo(cast, accepted(cast))
    entry = Entry.objects.get(order=order, kind="accepted")
    notify_of(entry_id=entry.pk)
    number_all_events()
    assert not Email.objects.filter(subject__contains="accepted your order").exists()
    assert not Event.objects.filter(entry__order=order, entry__kind__in=("accepted", "unaccepted")).exists()
    assert not Notice.objects.filter(entry=entry).exists()


def test_its_event_waits_and_comes_before_what_follows(cast: Cast) -> None:
    order = accepted(cast)
    number_all_events()
    waits = Event.objects.get(entry__order=order, entry__kind="accepted")
    assert waits.seq is None
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post", shipping=1200)
    number_all_events()
    first, second = Event.objects.filter(entry__order=order, entry__kind__in=("accepted", "shipped")).order_by("seq")
    assert (first.entry.kind, second.entry.kind) == ("accepted", "shipped")
    assert first.seq is not None


def test_its_email_is_sent_once_it_stands(cast: Cast) -> None:
    order = accepted(cast)
    notify_of(entry_id=Entry.objects.get(order=order, kind="accepted").pk)
    assert Email.objects.filter(subject__contains="accepted your order").count() == 1


def test_nobody_is_told_that_it_will_be_made_once_it_was_shipped_or_declined(cast: Cast) -> None:
    """D10: that is what they are told then; the bell keeps both, each with its time."""
    shipped, declined = accepted(cast), accepted(cast)
    ship(shipped.number, maker=cast.byrne, by=cast.ravi, carrier="An Post", shipping=1200)
    decline(declined.number, maker=cast.byrne, by=cast.ravi, reason="too_late", explanation="My kiln broke down.")
    for order in (shipped, declined):
        entry = Entry.objects.get(order=order, kind="accepted")
        notify_of(entry_id=entry.pk)
        assert Notice.objects.filter(entry=entry).exists()
    assert not Email.objects.filter(subject__contains="accepted your order").exists()


def test_after_ten_seconds_it_stands(cast: Cast) -> None:
    order = accepted(cast, ago=timedelta(seconds=10))
    with pytest.raises(Refused) as refused:
        undo(cast, order)
    assert refused.value.refusal.code == "already_accepted"
    assert Order.objects.get(pk=order.pk).status == "accepted"


def test_what_has_its_place_in_the_feed_stands(cast: Cast) -> None:
    """The loser of a race with the feed is told so."""
    order = accepted(cast)
    Event.objects.filter(entry__order=order, entry__kind="accepted").update(seq=1_000_000)
    with pytest.raises(Refused):
        undo(cast, order)
    assert Order.objects.get(pk=order.pk).status == "accepted"


def test_what_was_shipped_or_declined_meanwhile_is_said(cast: Cast) -> None:
    """D7"""
    shipped, declined = accepted(cast), accepted(cast)
    ship(shipped.number, maker=cast.byrne, by=cast.ravi, carrier="An Post", shipping=1200)
    decline(declined.number, maker=cast.byrne, by=cast.ravi, reason="too_late", explanation="My kiln broke down.")
    for order, code in ((shipped, "already_shipped"), (declined, "already_declined")):
        with pytest.raises(Refused) as refused:
            undo(cast, order)
        assert refused.value.refusal.code == code


def test_undone_twice_is_undone_once_and_it_can_be_accepted_again(cast: Cast) -> None:
    """D7"""
    order = undo(cast, accepted(cast))
    with pytest.raises(Refused):
        undo(cast, order)
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    assert Entry.objects.filter(order=order, kind="accepted").count() == 2


def test_a_rival_finds_no_such_order(cast: Cast) -> None:
    """D1"""
    with pytest.raises(Order.DoesNotExist):
        unaccept(accepted(cast).number, maker=cast.weaves, by=cast.otto)


def test_the_page_has_a_form_for_it_while_it_can_be_undone(cast: Cast, sign_in: SignIn) -> None:
    order, hanna = cast.order(), sign_in(cast.hanna)
    address = f"/portal/orders/{order.number}/"
    page = hanna.post(f"{address}accept/", follow=True).content.decode()
    assert "You accepted the order." in page
    assert f'action="{address}accept/undo/"' in page
    undone = hanna.post(f"{address}accept/undo/", follow=True).content.decode()
    assert "needs your answer again; nobody was told" in undone
    assert "accept/undo/" not in undone
    assert hanna.get(f"{address}accept/undo/").status_code == 302
    assert sign_in(cast.otto).post(f"{address}accept/undo/").status_code == 404

"""Stock that comes back and goes again while those who wait for it are told: D7, and nothing untrue."""

from collections.abc import Callable
from contextlib import suppress

from django.db import connection

from anam.catalog.actions.add_restock_alert import add_restock_alert
from anam.catalog.restock import RestockAlert
from anam.catalog.stock import count
from anam.mail.models import Email
from anam.notifications.engine import notify_of
from anam.notifications.jobs import notice_restocks
from anam.notifications.models import Notice
from anam.refusals import Refused
from conftest import Cast
from tests.conftest import Live, wait_for
from tests.races.clients import at_once
from tests.races.locks import holding, wait_until_stopped

ROUNDS = range(6)


def apart(act: Callable[[], object]) -> Callable[[], None]:
    """In a thread with a connection of its own."""

    def acts() -> None:
        try:
            act()
        finally:
            connection.close()

    return acts


def told(scenario: Cast) -> int:
    return Email.objects.filter(user=scenario.ines, kind="restock").count()


def test_two_raises_at_once_and_two_workers_tell_it_once(live: Live, scenario: Cast) -> None:
    """D7"""
    mug = scenario.mug.pk
    for number in ROUNDS:
        count(mug, stock=0)
        add_restock_alert([mug], by=scenario.ines)
        raises = [apart(lambda: count(mug, stock=6)), apart(lambda: count(mug, stock=9))]
        tells = [apart(lambda: notify_of(product_id=mug)), apart(lambda: notice_restocks(0))]
        at_once(*raises, *tells, *tells)
        notify_of(product_id=mug)
        wait_for(lambda: not RestockAlert.objects.filter(product=mug).exists(), what="the waiting to end")
        assert told(scenario) == number + 1
        assert Notice.objects.filter(user=scenario.ines, product=mug).count() == number + 1


def test_the_last_that_is_taken_meanwhile_is_told_to_nobody(live: Live, scenario: Cast) -> None:
    """Whoever writes the e-mail waits for the order that is being placed, and then sees that nothing is left."""
    mug = scenario.mug.pk
    count(mug, stock=0)
    add_restock_alert([mug], by=scenario.ines)
    with holding(live, ("UPDATE product SET stock = 6 WHERE id = %s", (mug,))) as held:
        held.commit()
        held.execute("UPDATE product SET stock = 0 WHERE id = %s", (mug,))

        def sell() -> None:
            try:
                wait_until_stopped(1, by=held)
            finally:
                held.commit()
                connection.close()

        at_once(apart(lambda: notify_of(product_id=mug)), sell)
    assert told(scenario) == 0
    assert RestockAlert.objects.filter(user=scenario.ines, product=mug).count() == 1


def test_who_asks_while_it_comes_back_is_told_or_sees_it_and_does_not_wait_in_vain(live: Live, scenario: Cast) -> None:
    mug = scenario.mug.pk
    count(mug, stock=0)

    def ask() -> None:
        with suppress(Refused):  # it is back already
            add_restock_alert([mug], by=scenario.ines)

    asks = [apart(ask) for _ in range(3)]
    at_once(*asks, apart(lambda: count(mug, stock=4)), apart(lambda: notify_of(product_id=mug)))
    notify_of(product_id=mug)
    wait_for(lambda: not RestockAlert.objects.filter(product=mug).exists(), what="the waiting to end")
    assert told(scenario) <= 1

"""Jobs that wait are done with the one that was begun: each row once, and none is lost where that fails (D7, D10)."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from anam import jobs
from anam.batches import BORROWED_FOR, go_on, mark_done, take_waiting
from anam.clock import database_now
from anam.history.models import Entry
from anam.mail.actions.send import send
from anam.mail.models import Email
from anam.notifications.engine import _ROWS, notify_with_waiting
from anam.notifications.jobs import notify
from anam.orders.cancellation.decline import decline
from anam.payments.actions.requeue_unconfirmed import requeue_unconfirmed
from anam.payments.jobs import execute_operation
from anam.payments.models import PaymentOperation, SandboxCall
from conftest import Cast

pytestmark = pytest.mark.django_db
NOTIFY, EXECUTE = "notifications.notify", "payments.execute_operation"


def declined(cast: Cast, count: int) -> list[int]:
    """So many declined orders; the answer is the ids of their entries, whose jobs wait."""
    orders = [cast.order(told=True) for _ in range(count)]
    ProcrastinateJob.objects.all().delete()
    Email.objects.all().delete()
    for order in orders:
        words = "My kiln is down, sorry."
        decline(order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=words)
    ids = list(Entry.objects.filter(kind="declined").order_by("id").values_list("pk", flat=True))
    ProcrastinateJob.objects.filter(args__entry_id=ids[0]).update(status="doing")  # the one that was begun
    return ids


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name=NOTIFY, status="todo").count()


def test_everybody_is_told_of_all_that_waits_once(cast: Cast) -> None:
    first, *others = declined(cast, 3)
    notify_with_waiting(NOTIFY, entry_id=first)
    assert waiting() == 0
    assert Email.objects.count() == 3 * 3
    notify_with_waiting(NOTIFY, entry_id=others[0])
    assert Email.objects.count() == 3 * 3


def test_they_take_the_statements_of_one_and_not_of_each(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """But for what each one's words ask: the messages that its e-mail tells of too."""
    first, *_ = declined(cast, 5)
    with django_assert_max_num_queries(11 + 5):
        notify_with_waiting(NOTIFY, entry_id=first)


def test_where_one_is_in_trouble_the_one_that_was_begun_is_told_and_the_others_go_on_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, bad, _ = declined(cast, 3)
    tell = _ROWS["entry_id"]
    monkeypatch.setitem(_ROWS, "entry_id", lambda ids: Mock(side_effect=ValueError)() if bad in ids else tell(ids))
    notify_with_waiting(NOTIFY, entry_id=first)
    assert waiting() == 2
    with pytest.raises(ValueError):
        notify_with_waiting(NOTIFY, entry_id=bad)
    assert Email.objects.count() == 3


def test_what_waits_for_a_moment_or_was_tried_before_is_left_alone(cast: Cast) -> None:
    _, first, later, again = declined(cast, 4)
    ProcrastinateJob.objects.filter(args__entry_id=later).update(scheduled_at=database_now())
    ProcrastinateJob.objects.filter(args__entry_id=again).update(attempts=1)
    with transaction.atomic():
        assert [one.row for one in take_waiting(NOTIFY, "entry_id")] == [first]


def test_a_job_that_waited_for_its_moment_takes_no_other_along(cast: Cast) -> None:
    """It may wait for an order, and nobody else's e-mail does with it."""
    first, _ = declined(cast, 2)
    notify(Mock(job=Mock(scheduled_at=database_now())), entry_id=first)
    assert waiting() == 1


def test_a_rollback_leaves_them_waiting(cast: Cast) -> None:
    declined(cast, 3)
    with transaction.atomic():
        taken = take_waiting(NOTIFY, "entry_id")
        mark_done(taken, lane="mail")
        transaction.set_rollback(True)
    assert len(taken) == waiting() == 2


def test_the_outbox_takes_all_that_wait(cast: Cast) -> None:
    first, *_ = declined(cast, 2)
    notify_with_waiting(NOTIFY, entry_id=first)
    emails = list(Email.objects.values_list("pk", flat=True))
    send(emails[0])
    assert not Email.objects.filter(sent_at=None).exists()
    assert not ProcrastinateJob.objects.filter(task_name="mail.send_email").exists()


def voids(cast: Cast, count: int) -> list[int]:
    declined(cast, count)
    ProcrastinateJob.objects.all().delete()
    ids = list(PaymentOperation.objects.filter(state="queued").order_by("id").values_list("pk", flat=True))
    jobs.defer(*(jobs.to_do(EXECUTE, operation_id=pk) for pk in ids))
    return ids


def go_through(do: Callable[[int], bool]) -> None:
    go_on(EXECUTE, "operation_id", lane="money", do=do)


def test_money_that_waits_is_moved_one_after_another_each_once(cast: Cast) -> None:
    """D7, D8"""
    first, *_ = voids(cast, 3)
    execute_operation(first)
    assert set(PaymentOperation.objects.values_list("state", flat=True)) == {"done"}
    assert set(SandboxCall.objects.values_list("calls", flat=True)) == {1}
    assert ProcrastinateJob.objects.filter(task_name=EXECUTE).count() == 0  # also its own, which waited here


def test_one_that_is_not_done_goes_back_to_the_queue_and_no_other_is_begun(cast: Cast) -> None:
    first, *others = voids(cast, 3)
    begun: list[int] = []
    go_through(lambda pk: bool(begun.append(pk)))
    assert begun == [first]
    given_back = ProcrastinateJob.objects.get(args__operation_id=first)
    assert given_back.status == "todo"
    assert given_back.scheduled_at <= database_now()
    assert ProcrastinateJob.objects.filter(scheduled_at=None).count() == len(others)


def test_one_that_raises_goes_back_too(cast: Cast) -> None:
    first, _ = voids(cast, 2)
    go_through(Mock(side_effect=ValueError))
    assert ProcrastinateJob.objects.get(args__operation_id=first).scheduled_at <= database_now()


def test_a_kill_in_between_leaves_it_waiting_for_its_time_and_nobody_else_begins_it(cast: Cast) -> None:
    """D8: nobody has to remember it, and no second worker asks the gateway for the same meanwhile."""
    first, second = voids(cast, 2)
    with pytest.raises(SystemExit):
        go_through(Mock(side_effect=SystemExit))
    borrowed = ProcrastinateJob.objects.get(args__operation_id=first)
    assert borrowed.status == "todo"
    assert database_now() < borrowed.scheduled_at <= database_now() + BORROWED_FOR
    with transaction.atomic():
        assert [one.row for one in take_waiting(EXECUTE, "operation_id")] == [second]
    assert requeue_unconfirmed() == 0


def test_only_of_a_task_that_there_is() -> None:
    with pytest.raises(TaskNotFound):
        take_waiting("mail.sendemail", "email_id")
    assert jobs.task_called("mail.send_email").name == "mail.send_email"

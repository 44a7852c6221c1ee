"""Jobs are written by name: of a task that there is, as it is registered, about rows that it takes."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound

from anam import jobs
from anam.clock import database_now
from anam.history.record import _RECORD
from anam.notifications import engine
from anam.payments.actions.void_or_refund import plan_refund, void_or_refund
from anam.payments.models import PaymentOperation
from anam.payments.operation_queue import queue_operation
from conftest import Cast
from tests.sources import ROOT, SRC, app_of, calls, imports_of, literals, modules
from tests.working.conftest import arguments_of, our_tasks

# Beside each app's jobs.py: the way to write jobs, the worker, and its processes.
SPEAK_TO_PROCRASTINATE = {"anam.jobs", "anam.config.lanes", "anam.config.apart"}


def periodic() -> set[str]:
    return {one.task.name for one in app.periodic_registry.periodic_tasks.values()}


def first_words(function: str) -> list[tuple[str, str]]:
    """The first argument of every call of `function`, which must be a word that stands there, with its app."""
    found = []
    for module, call in calls(function):
        if module != "anam.jobs":
            name = call.args[0]
            assert isinstance(name, ast.Constant), f"{module}:{call.lineno}: nobody can look for a name that is made up"
            found.append((app_of(module), str(name.value)))
    return found


def asked_for() -> list[tuple[str, str]]:
    """App and name of every job that is written, one by one or by a statement of ours."""
    return [*first_words("to_do"), *first_words("to_do_in_sql")]


def test_a_task_is_called_after_its_app_and_its_function() -> None:
    for task in our_tasks():
        where = task.func.__module__.split(".")
        assert where == ["anam", where[1], "jobs"], task.name
        assert task.name == f"{where[1]}.{task.func.__name__}"
        assert task.aliases == [], "nobody asks for it under another name"


def test_every_job_that_is_written_is_of_a_task_that_there_is() -> None:
    assert {name for _, name in asked_for()} <= set(app.tasks)


def test_every_task_is_written_by_somebody_or_by_the_clock_and_not_by_both() -> None:
    by_name = {name for _, name in asked_for()}
    assert by_name | periodic() == {task.name for task in our_tasks()}
    assert not by_name & periodic()


def test_every_job_that_tells_people_is_about_a_row_that_somebody_tells_of() -> None:
    """`notify` takes any row, so that to_do cannot refuse one."""
    telling = [call for _, call in calls("to_do") if "notifications.notify" in ast.unparse(call)]
    assert telling
    of_an_entry = set(re.findall(r"'args', jsonb_build_object\('(\w+)'", _RECORD))
    named = {one.arg for call in telling for one in call.keywords} - {"delay", "at", "queueing_lock"}
    assert named | of_an_entry == set(engine._ROWS)


def test_no_app_asks_for_a_job_of_an_app_above_it() -> None:
    """Names point the one way that imports point (pyproject.toml)."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    above: list[str] = contracts[0]["layers"]
    for asking, name in asked_for():
        assert above.index(asking) <= above.index(name.split(".")[0]), f"{asking} asks for {name}"


def test_only_the_clock_s_jobs_have_a_queueing_lock_of_their_own_and_each_has_its_own() -> None:
    assert {task.name for task in our_tasks() if task.queueing_lock} == periodic()
    for task in our_tasks():
        assert task.queueing_lock in (None, task.name)


def test_nobody_goes_past_the_way_to_write_jobs() -> None:
    """Whoever has a task, or Procrastinate, in hand can write a job into any lane."""
    for module in sorted(set(modules()) - SPEAK_TO_PROCRASTINATE):
        assert [one for one in imports_of(module) if is_jobs_of_an_app(one.module)] == [], module
        if not is_jobs_of_an_app(module):
            assert not names_from_procrastinate(module) & {"app", "App", "DjangoApp", "Blueprint"}, module


def is_jobs_of_an_app(module: str) -> bool:
    return bool(re.fullmatch(r"anam\.\w+\.jobs", module))


def names_from_procrastinate(module: str) -> set[str]:
    statements = [node for node in ast.walk(modules()[module]) if isinstance(node, ast.ImportFrom)]
    return {
        alias.name
        for statement in statements
        if (statement.module or "").startswith("procrastinate")
        for alias in statement.names
    }


def test_whatever_asks_for_jobs_by_their_task_names_one_that_there_is() -> None:
    """Else a sweep looks for jobs that are never there."""
    named = [*named_in_sql(), *named_to_the_orm()]
    assert len(named) >= 7
    assert {name for name in named if name not in app.tasks} == set()


def named_in_sql() -> Iterator[str]:
    for module, text in [*literals(), *((str(file), file.read_text()) for file in SRC.rglob("*.sql"))]:
        if "procrastinate_jobs" in text and module != "anam.batches":  # which looks it up, as a job that is asked for
            names = re.findall(r"task_name = '([^']*)'", text)
            assert text.count("task_name") == len(names), f"{module}: say which, as in task_name = 'mail.send_email'"
            yield from names


def named_to_the_orm() -> Iterator[str]:
    for module in set(modules()) - SPEAK_TO_PROCRASTINATE:
        for node in ast.walk(modules()[module]):
            if isinstance(node, ast.keyword) and (node.arg or "").startswith("task_name"):
                assert isinstance(node.value, ast.Constant), f"{module}:{node.value.lineno}"
                yield str(node.value.value)


def test_a_statement_of_ours_that_writes_a_job_takes_it_from_its_task() -> None:
    """Its lane, priority and locks stand nowhere else."""
    assert [module for module, text in literals() if "INTO procrastinate" in text] == []
    deferring = [(module, text) for module, text in literals() if "procrastinate_defer" in text]
    assert deferring
    for module, text in deferring:
        assert "%(job)s::jsonb" in text, module


@pytest.mark.django_db
def test_a_job_of_no_task_is_refused_by_name_when_it_is_written() -> None:
    """Procrastinate alone would write it, into a lane that nobody looks at."""
    for ask in (jobs.to_do, jobs.to_do_in_sql):
        with pytest.raises(TaskNotFound, match=r"No task is called 'mail\.send_mail'"):
            ask("mail.send_mail")
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.parametrize("rows", [{}, {"order_id": 1}, {"email_id": 1, "order_id": 1}])
def test_a_job_about_other_rows_than_its_task_takes_is_refused_when_it_is_written(rows: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"A job of mail\.send_email: "):
        jobs.to_do("mail.send_email", **rows)


@pytest.mark.parametrize("task", our_tasks(), ids=lambda task: str(task.name))
def test_a_job_by_name_is_in_the_lane_of_its_task_with_its_priority_and_locks(task: Any) -> None:
    job = jobs.to_do(task.name, **arguments_of(task))
    assert (job.task_name, job.queue, job.priority) == (task.name, task.queue, task.priority)
    assert (job.lock, job.queueing_lock, job.scheduled_at) == (task.lock, task.queueing_lock, None)


WRITTEN = "SELECT queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at FROM procrastinate_jobs"


def test_what_a_statement_writes_beside_its_row_is_the_job_that_its_name_would_give(cast: Cast) -> None:
    """D8: what voids or refunds, and every other operation."""
    payment = cast.order().payment
    assert payment
    with connection.cursor() as cursor:
        for write in (_queue, _void):
            cursor.execute("DELETE FROM procrastinate_jobs")
            operation_id = write(payment)
            cursor.execute(WRITTEN)
            (by_statement,) = cursor.fetchall()
            cursor.execute("DELETE FROM procrastinate_jobs")
            jobs.defer(jobs.to_do("payments.execute_operation", operation_id=operation_id))
            cursor.execute(WRITTEN)
            assert cursor.fetchall() == [by_statement]


def _queue(payment: Any) -> int:
    return queue_operation(payment, kind="refund", amount=1, at=database_now())


def _void(payment: Any) -> int:
    how = plan_refund(payment, amount=payment.authorised, final=True)
    operation_id = void_or_refund(payment, how, final=True, cancellation_id=None, at=database_now())
    assert operation_id
    assert PaymentOperation.objects.get(pk=operation_id).kind == "void"
    return operation_id


def test_of_the_lanes_that_have_room_money_goes_first() -> None:
    """D8: a burst of letters does not keep anybody's money waiting."""
    money = {task.name for task in our_tasks() if task.queue == "money"}
    assert money == {task.name for task in our_tasks() if task.priority == jobs.FIRST}
    assert json.loads(jobs.to_do_in_sql("payments.execute_operation"))["priority"] == jobs.FIRST

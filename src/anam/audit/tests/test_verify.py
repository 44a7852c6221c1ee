"""`anam verify`: a healthy world passes, and each broken invariant names the order that breaks it."""

# ruff: noqa: S608 - fixed SQL, put together here

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from anam.audit.invariants import INVARIANTS, ask
from anam.audit.tests.breaking import BREAKS, Break
from anam.audit.tests.breaking.one import moved
from anam.cases.models import Case
from anam.catalog.stock import count
from anam.elsewhere import played_in_this_database
from anam.orders.models import Cancellation, CancellationRequest, Refund
from anam.orders.status import Status
from anam.orders.tests.factories import Scenario, build
from anam.payments.jobs import execute_operation
from anam.people.models import MakerMember
from conftest import make_cast

RULES = {invariant.words: invariant.rule for invariant in INVARIANTS}


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One transaction for all tests of this file, instead of one for each: the world is built only once."""
    with django_db_blocker.unblock(), transaction.atomic(), played_in_this_database():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def healthy(db: None) -> Scenario:
    scenario = build(make_cast())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return scenario


@pytest.fixture
def scenario(healthy: Scenario) -> Iterator[Scenario]:
    """The same world, with what one test does to it undone."""
    with transaction.atomic(), played_in_this_database():
        yield healthy
        transaction.set_rollback(True)


def break_it(scenario: Scenario, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**scenario.ids).replace("%%", "%"))


def broken() -> dict[str, list[str]]:
    """Who is named, by the words of the invariant they break."""
    asked = {invariant.words: ask(invariant) for invariant in INVARIANTS}
    return {words: [subject for subject, _ in breaks.first] for words, breaks in asked.items() if breaks.count}


def test_a_healthy_world_breaks_nothing(scenario: Scenario) -> None:
    """D1 to D13"""
    assert broken() == {}


def test_the_healthy_world_has_an_order_in_every_status(scenario: Scenario) -> None:
    for order in scenario.orders.values():
        order.refresh_from_db()
    assert {order.status for order in scenario.orders.values()} == set(Status.values)


def test_every_invariant_is_broken_by_a_test() -> None:
    assert {one.words for one in BREAKS} == set(RULES)


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: f"{RULES.get(one.words)} {one.words}")
def test_who_breaks_an_invariant_is_named_and_nobody_else(scenario: Scenario, one: Break) -> None:
    """Each rule in its turn: see the parameter."""
    break_it(scenario, one.sql)
    names = [scenario.orders[name].number for name in one.names.split() if name in scenario.orders]
    assert broken() == {one.words: sorted(names) or [one.names]}


def test_support_may_decline_out_of_time(scenario: Scenario) -> None:
    """D2, D6"""
    done = scenario.orders["late"].cancellation
    assert (done.by, done.in_time) == (scenario.cast.sam, False)
    assert broken() == {}


def test_the_healthy_world_has_requests_with_every_answer_and_cases_of_the_road_with_every_outcome(
    scenario: Scenario,
) -> None:
    """D6, D7: so that the checks have something to look at."""
    answers = set(CancellationRequest.objects.values_list("answer", flat=True))
    assert answers == {"", *CancellationRequest.Answer.values}
    outcomes = set(Case.objects.escalations().values_list("outcome", flat=True))
    assert outcomes == {"", "declined", "refused", "handed_back", "withdrawn", "overtaken"}
    of_requests = Case.objects.filter(kind=Case.Kind.REQUEST)
    assert set(of_requests.values_list("outcome", flat=True)) == {"", "answered", "overtaken"}


def test_the_healthy_world_has_parts_removed_whatever_their_money_was_doing(scenario: Scenario) -> None:
    """D8"""
    states = Cancellation.objects.filter(final=False).values_list("order__payment__status", flat=True)
    assert set(states) == {"authorised", "captured", "voided", "refunded", None}


def test_the_healthy_world_has_refunds_of_what_came_back(scenario: Scenario) -> None:
    """D8, M12"""
    assert Refund.objects.filter(lines__returned__gt=0).exists()


def test_a_member_who_has_left_since_breaks_nothing(scenario: Scenario) -> None:
    """D1"""
    MakerMember.objects.filter(user=scenario.cast.hanna).delete()
    assert broken() == {}


def test_a_product_that_was_not_counted_for_a_while_can_be_counted_again(scenario: Scenario) -> None:
    """D9"""
    break_it(scenario, "UPDATE product SET stock = NULL WHERE id = {mug}")
    count(scenario.cast.mug.pk, stock=40)
    assert "The stock of a counted product is the sum of its movements." not in broken()


def test_an_order_from_elsewhere_may_have_been_accepted_and_refunded_there(scenario: Scenario) -> None:
    """D8, D12"""
    break_it(
        scenario,
        "UPDATE orders_order SET source = 'shopify-csv', accepted_at = NULL WHERE id = {shipped};"
        "UPDATE orders_order SET source = 'shopify-csv' WHERE id = {unpaid};"
        "INSERT INTO payment (order_id, maker_id, currency, status, holder, holder_name, gateway_reference, card,"
        " authorised, captured, refunded, refund_pending, created_at)"
        " VALUES ({unpaid}, {byrne}, 'USD', 'refunded', 'external', 'Shopify', '', '', 100, 100, 100, 0, now());"
        + ";".join(moved(kind, "100", "unpaid") for kind in ("authorised", "captured", "refunded")),
    )
    assert broken() == {}


def test_verify_says_that_all_is_well(scenario: Scenario) -> None:
    said = StringIO()
    call_command("verify", stdout=said)
    assert said.getvalue() == f"{len(scenario.orders)} orders, {len(INVARIANTS) + 1} checks: all is well.\n"


def test_verify_names_who_breaks_a_rule_and_fails(scenario: Scenario) -> None:
    """D7"""
    said = StringIO()
    break_it(
        scenario, next(one.sql for one in BREAKS if one.words.startswith("An order that was cancelled has one final"))
    )
    with pytest.raises(CommandError, match="1 broken, in 1 place"):
        call_command("verify", stdout=said)
    number = scenario.orders["declined"].number
    assert said.getvalue() == f"D7 {number}: 2 final cancellations, and it is declined\n"


def test_verify_names_twenty_and_counts_the_others(scenario: Scenario) -> None:
    """D1"""
    said = StringIO()
    many = "INSERT INTO conversation (maker_id, buyer_id, started_by, buyer_wrote_at, last_message_at)"
    break_it(
        scenario,
        "INSERT INTO maker (slug, name, place, country, time_zone, created_at, order_prefix)"
        " SELECT 'maker-' || n, 'Maker', '', '', 'UTC', now(), 'MK' FROM generate_series(1, 23) n;"
        f" {many} SELECT id, {{harbor}}, 'buyer', now(), now() FROM maker WHERE slug LIKE 'maker-%%'",
    )
    with pytest.raises(CommandError, match="1 broken, in 23 places"):
        call_command("verify", stdout=said)
    lines = said.getvalue().splitlines()
    assert len(lines) == 21
    assert lines[-1].startswith("D4 … and 3 more.")


def test_jobs_about_nothing_and_those_that_fail_for_long_are_counted(scenario: Scenario) -> None:
    """They are no broken rule: they end, or are tried again, by themselves."""
    execute_operation.defer(operation_id=999_999_999)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, attempts)"
            " VALUES ('clock', 'remind_makers', '{}', 3) RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '2 hours' WHERE job_id = %s", [cursor.fetchone()[0]]
        )
    said = StringIO()
    call_command("verify", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[:2] == ["1 job about a row that is not there.", "1 job failing for more than an hour."]
    assert lines[2].endswith("all is well.")

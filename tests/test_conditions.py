"""What is asked in Python, by the ORM and in SQL is one condition in all of them, whatever the rows are."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anam.api.models import IS_IN_FORCE, Token
from anam.cases.conditions import ESCALATIONS, IS_OPEN, IS_OPEN_ESCALATION, is_late_sql
from anam.cases.models import Case
from anam.helpcenter.models import Article
from anam.helpcenter.queries import IS_FOR_READERS, IS_PUBLISHED
from anam.orders.models import CancellationRequest, Order
from anam.orders.status import FINAL, IS_OPEN_REQUEST, OPEN, Status, in_time, in_time_sql, is_in_time
from anam.payments.models import IS_OF_ORDERS, REFUNDABLE, Payment, PaymentOperation
from anam.policy.models import Policy, Reason, current_policy
from anam.policy.queries import in_force_sql
from anam.sql import fetch_value
from anam.web.templatetags.anam import time_left
from anam.webhooks.models import Endpoint
from conftest import Cast
from tests.rooms import HOME


def test_an_invariant_restates_its_rule_and_takes_no_condition_from_those_it_looks_at() -> None:
    for file in (HOME / "audit" / "invariants").glob("*.py"):
        taken = set(re.findall(r"^from anam\.(\w+)", file.read_text(), re.MULTILINE))
        # How to ask, and whose words a buyer reads: both are what it asks with, and neither is a rule.
        assert taken <= ({"audit", "history", "sql"} if file.name == "__init__.py" else {"audit"}), file.name


often = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# Close together, so that the same microsecond, and its neighbours, come often.
moments = st.integers(-2, 2).map(lambda micros: NOON + timedelta(microseconds=micros))
perhaps = st.none() | moments


def in_sql(condition: str, values: dict[str, Any], **types: str) -> Any:
    """What `condition` says of one row, whose columns have these types."""
    row = ", ".join(f"%({name})s::{kind} AS {name}" for name, kind in types.items())
    return fetch_value(f"SELECT {condition} FROM (SELECT {row}) AS row", values)  # noqa: S608 - our own conditions


def of_row(table: str, condition: str, pk: int, **values: Any) -> Any:
    """What `condition` says of a row that is there."""
    return fetch_value(f"SELECT {condition} FROM {table} WHERE id = %(pk)s", {"pk": pk, **values})  # noqa: S608


def by_orm(found: Any, pk: int) -> bool:
    return bool(found.filter(pk=pk).exists())


@often
@given(at=moments, decline_by=moments)
def test_in_time_is_one_condition(db: None, at: datetime, decline_by: datetime) -> None:
    """D2"""
    said = Order(decline_by=decline_by).in_time(at)
    assert said is is_in_time(at, decline_by=decline_by) is (at < decline_by)
    row = {"at": at, "decline_by": decline_by}
    assert in_sql(in_time_sql("%(at)s::timestamptz"), row, decline_by="timestamptz") is said
    assert in_time(at).check({"decline_by": decline_by}) is said
    assert ("Past deadline" in time_left(decline_by, at)) is not said


@often
@given(closed_at=perhaps, answered_at=perhaps, answer_by=moments, now=moments, kind=st.sampled_from(Case.Kind.values))
def test_an_open_case_and_a_late_one_are_the_same_everywhere(
    db: None, closed_at: datetime | None, answered_at: datetime | None, answer_by: datetime, now: datetime, kind: str
) -> None:
    """D6"""
    case = Case(kind=kind, closed_at=closed_at, answered_at=answered_at, answer_by=answer_by)
    row = {"closed_at": closed_at, "answered_at": answered_at, "answer_by": answer_by, "kind": kind, "now": now}
    types = dict.fromkeys(("closed_at", "answered_at", "answer_by"), "timestamptz") | {"kind": "text"}
    assert in_sql(IS_OPEN, row, **types) is case.is_open
    assert in_sql(IS_OPEN_ESCALATION, row, **types) is (case.is_open and case.is_escalation)
    assert in_sql(is_late_sql("%(now)s::timestamptz"), row, **types) is case.is_late(now)


@pytest.mark.parametrize("kind", Case.Kind.values)
def test_open_cases_of_escalations_are_found_as_they_say_themselves(cast: Cast, kind: str) -> None:
    order = cast.order()
    needed = {"reason": Reason.objects.get(key="other"), "in_time": True, "explanation": "The kiln broke."}
    facts = {"order": order, **needed} if kind in ESCALATIONS else {}
    made = {"kind": kind, "subject": "x", "opened_as": "maker", "opened_at": NOON, "answer_by": NOON, **facts}
    for closed in ({}, {"closed_at": NOON, "outcome": "withdrawn"}):
        case = Case.objects.create(**made, **closed)
        assert by_orm(Case.objects.still_open(), case.pk) is case.is_open
        assert by_orm(Case.objects.escalations(), case.pk) is case.is_escalation
        assert by_orm(Case.objects.filter(closed_at=None), case.pk) is of_row("support_case", IS_OPEN, case.pk)


@pytest.mark.parametrize("answer", ["", *CancellationRequest.Answer.values])
def test_an_open_request_is_the_same_everywhere(cast: Cast, answer: str) -> None:
    order = cast.order()
    request = CancellationRequest.objects.create(
        order=order,
        maker=cast.byrne,
        words="x",
        asked_at=NOON,
        answer_by=NOON,
        answer=answer,
        answered_at=NOON if answer else None,
    )
    assert by_orm(CancellationRequest.objects.still_open(), request.pk) is request.is_open
    assert in_sql(IS_OPEN_REQUEST, {"answer": answer}, answer="text") is request.is_open
    assert by_orm(Order.objects.asking(cast.byrne), order.pk) is request.is_open


def test_a_reason_in_force_is_the_same_everywhere(db: None) -> None:
    """D13"""
    before = current_policy()
    versions = [before, *(Policy.objects.create(why="Another") for _ in range(3))]
    like = Reason.objects.filter(since__lte=before).values("label", "fault", "counts", "stock")[0]
    for since in versions:
        for until in [None, *(one for one in versions if one.pk > since.pk)]:
            reason = Reason.objects.create(key=f"r{since.pk}-{until and until.pk}", since=since, until=until, **like)
            for policy in versions:
                said = since.pk <= policy.pk and (until is None or policy.pk < until.pk)
                assert by_orm(Reason.objects.in_force(policy.pk), reason.pk) is said
                assert of_row("cancellation_reason", in_force_sql(str(policy.pk)), reason.pk) is said
    assert set(Reason.objects.current()) == set(Reason.objects.in_force(current_policy().pk))


@often
@given(sums=st.tuples(st.integers(0, 2**61), *[st.integers(0, 2**60)] * 3))
def test_what_is_refundable_is_the_same_everywhere(db: None, sums: tuple[int, ...]) -> None:
    """D8, M3: what a bank has taken back as well, whatever was refunded before."""
    row = dict(zip(("captured", "refunded", "refund_pending", "disputed"), sums, strict=True))
    payment = Payment(**row)
    assert in_sql(REFUNDABLE, row, **dict.fromkeys(row, "bigint")) == payment.refundable


@pytest.mark.parametrize("kind", PaymentOperation.Kind.values)
def test_an_operation_of_an_order_is_the_same_everywhere(cast: Cast, kind: str) -> None:
    payment = cast.order().payment
    operation = PaymentOperation.objects.create(
        payment=payment, maker=cast.byrne, kind=kind, amount=1, queued_at=NOON, generation=9
    )
    found = PaymentOperation.objects.of_orders()
    assert of_row("payment_operation", IS_OF_ORDERS, operation.pk) is by_orm(found, operation.pk)


@pytest.mark.parametrize("status", Status)
def test_an_order_that_goes_on_is_the_same_everywhere(cast: Cast, status: Status) -> None:
    order = cast.order()
    Order.objects.filter(pk=order.pk).update(status=status)
    order.refresh_from_db()
    assert by_orm(Order.objects.still_open(), order.pk) is (status in OPEN)
    assert order.is_final is (status in FINAL)
    assert set(OPEN) | set(FINAL) | {Status.SHIPPED} == set(Status)


@pytest.mark.parametrize("retired_at", [None, NOON])
@pytest.mark.parametrize("audience", ["makers", "support"])
def test_an_article_for_readers_is_the_same_everywhere(db: None, audience: str, retired_at: datetime | None) -> None:
    article = Article.objects.create(slug="x", title="x", source="x", audience=audience, retired_at=retired_at)
    assert of_row("article", IS_PUBLISHED, article.pk) is by_orm(Article.objects.published(), article.pk)
    for of_support in (True, False):
        said = by_orm(Article.objects.for_readers(of_support=of_support), article.pk)
        assert of_row("article", IS_FOR_READERS, article.pk, of_support=of_support) is said


@pytest.mark.parametrize("revoked_at", [None, NOON])
def test_a_token_in_force_is_the_same_everywhere(cast: Cast, revoked_at: datetime | None) -> None:
    token = Token.objects.create(user=cast.hanna, name="x", digest="x", ending="x", made_at=NOON, revoked_at=revoked_at)
    assert of_row("api_token", IS_IN_FORCE, token.pk) is by_orm(Token.objects.in_force(), token.pk)


@pytest.mark.parametrize("retired_at", [None, NOON])
@pytest.mark.parametrize("paused_at", [None, NOON])
@pytest.mark.parametrize("off_at", [None, NOON])
def test_a_webhook_in_force_is_the_same_everywhere(
    cast: Cast, retired_at: datetime | None, paused_at: datetime | None, off_at: datetime | None
) -> None:
    endpoint = Endpoint.objects.create(
        made_by=cast.hanna,
        url="https://shop.example/",
        last_seq=0,
        made_at=NOON,
        retired_at=retired_at,
        paused_at=paused_at,
        switched_off_at=off_at,
        why_off="gone" if off_at else "",
    )
    assert by_orm(Endpoint.objects.in_force(), endpoint.pk) is endpoint.is_in_force

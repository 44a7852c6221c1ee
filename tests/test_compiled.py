"""A query that is compiled once finds what the QuerySet that it was made of finds, each time for the values given."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.models import BigIntegerField, CharField, Exists, OuterRef
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from anam.compiled import Bound, CompiledQuery, any_of
from anam.history.models import Entry
from anam.orders.locking import lock_of_maker
from anam.orders.models import Order
from anam.people.models import MakerMember, User
from conftest import Cast

pytestmark = pytest.mark.django_db


def people() -> models.QuerySet[User]:
    members = MakerMember.objects.filter(user=OuterRef("pk"))
    return User.objects.with_party().annotate(sells=Exists(members))


def by_id() -> CompiledQuery[User]:
    return CompiledQuery(lambda: people().filter(pk=Bound("pk", BigIntegerField()), is_active=True))


def test_each_call_finds_what_the_queryset_finds(cast: Cast, django_assert_num_queries: Any) -> None:
    query = by_id()
    for user in (cast.hanna, cast.ines, cast.sam):
        with django_assert_num_queries(1):
            found = query.get(pk=user.pk)
            party = found.maker or found.buyer
        expected = people().get(pk=user.pk)
        assert (found, party) == (expected, expected.maker or expected.buyer)
        assert found.sells == expected.sells  # type: ignore[attr-defined]  # as it was annotated
        assert found._state.db == expected._state.db
    assert query.first(pk=0) is None
    assert query.first(pk=2**63) is None
    with pytest.raises(User.DoesNotExist):
        query.get(pk=0)


def test_it_is_compiled_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    as_sql = SQLCompiler.as_sql

    def counted(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        compiled.append(str(self.query.model))
        return as_sql(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", counted)
    query = CompiledQuery(lambda: User.objects.filter(pk=Bound("pk", BigIntegerField())))
    assert [query.get(pk=user.pk) for user in (cast.hanna, cast.ines)] == [cast.hanna, cast.ines]
    assert len(compiled) == 1


def test_its_own_values_stand_in_the_sql_and_only_the_places_differ(cast: Cast) -> None:
    """So PostgreSQL's plan for all calls knows them, and may use an index that is for them alone."""
    odd = '100 % of it\'s \\ "so" %s'
    User.objects.filter(pk=cast.hanna.pk).update(name=odd)
    named = CompiledQuery(lambda: User.objects.filter(name=odd, pk=Bound("pk", BigIntegerField()), is_active=True))
    assert named.get(pk=cast.hanna.pk) == cast.hanna
    assert named.first(pk=cast.ines.pk) is None
    found = CompiledQuery(lambda: User.objects.filter(name__contains="% of it", pk=Bound("pk", BigIntegerField())))
    with CaptureQueriesContext(connection) as queries:
        assert found.get(pk=cast.hanna.pk) == cast.hanna
    assert found._compiled[1].count("%s") == 1, queries[0]


def test_it_counts_what_it_finds_without_reading_it(cast: Cast, django_assert_num_queries: Any) -> None:
    query = CompiledQuery(lambda: Order.objects.filter(maker=Bound("maker", BigIntegerField()))[:2])
    for made in range(4):
        with django_assert_num_queries(1):
            assert query.count(maker=cast.byrne.pk) == min(made, 2)
        cast.order()
    assert query.count(maker=cast.weaves.pk) == 0


def test_it_finds_values_where_the_queryset_does(cast: Cast) -> None:
    by_status = Order.objects.filter(maker=Bound("maker", BigIntegerField())).order_by("status").values("status")
    query = CompiledQuery(lambda: by_status.annotate(number=models.Count("pk")))
    assert query.all(maker=cast.byrne.pk) == []
    for _ in range(2):
        cast.order()
    assert query.all(maker=cast.byrne.pk) == [{"status": "placed", "number": 2}]


def test_what_python_makes_of_a_column_is_made_each_time(cast: Cast) -> None:
    cast.order()
    query = CompiledQuery(lambda: Entry.objects.filter(kind=Bound("kind", CharField())).order_by("pk"))
    expected = list(Entry.objects.filter(kind="placed").order_by("pk"))
    for _ in range(2):
        found = query.all(kind="placed")
        assert [entry.facts for entry in found] == [entry.facts for entry in expected]
        assert isinstance(found[0].facts, dict)


def test_it_takes_a_list_of_values(cast: Cast) -> None:
    query = CompiledQuery(lambda: Order.objects.filter(pk__in=any_of("ids", BigIntegerField())).order_by("pk"))
    orders = [cast.order() for _ in range(3)]
    assert query.all(ids=[orders[0].pk, orders[2].pk, 0]) == [orders[0], orders[2]]
    assert query.all(ids=[]) == []


def test_it_takes_just_the_values_that_it_names(cast: Cast) -> None:
    query = CompiledQuery(
        lambda: Order.objects.filter(maker=Bound("maker", BigIntegerField()), number=Bound("number", CharField()))
    )
    for values in ({}, {"maker": 1}, {"maker": 1, "number": "x", "buyer": 2}):
        with pytest.raises(TypeError, match=r"takes \['maker', 'number'\]"):
            query.first(**values)
    with pytest.raises(ValueError, match="number"):
        query.first(maker="1 OR 1=1", number="x")


def test_a_value_is_never_sql(cast: Cast) -> None:
    query = CompiledQuery(lambda: User.objects.filter(email=Bound("email", CharField())))
    assert query.first(email="' OR '1'='1") is None
    assert query.first(email="%s") is None
    assert query.first(email=cast.hanna.email) == cast.hanna


def test_an_order_of_another_maker_is_none_of_theirs(cast: Cast) -> None:
    """D1"""
    order = cast.order()
    assert lock_of_maker(cast.byrne, order.number) == order
    with pytest.raises(Order.DoesNotExist):
        lock_of_maker(cast.weaves, order.number)


def test_what_locks_needs_a_transaction(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """D7: outside of one it would lock nothing."""
    number = cast.order().number
    monkeypatch.setattr(connection, "get_autocommit", lambda: True)
    with pytest.raises(TransactionManagementError):
        lock_of_maker(cast.byrne, number)

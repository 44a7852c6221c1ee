"""Queries of Django's ORM that are compiled once in a process, and bound to their values each time.

Compiling the same query again is a third of what the hottest ones cost. What is compiled here is an ordinary QuerySet,
written where its rows are at home; a value that differs from one time to the next is a `Bound` in it:

    PERSON = CompiledQuery(lambda: User.objects.filter(pk=Bound("pk", BigIntegerField()), is_active=True))
    PERSON.first(pk=5)

It is safe because nothing but values may differ: the SQL has a placeholder where a `Bound` stands, and each call must
give just the values that the query names. All other values are the QuerySet's own, such as a status, and are written
into the SQL: PostgreSQL's plan for all calls knows them then, and finds the index that is for them alone. Rows become
objects by Django's own hands.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.db.models.expressions import Expression, Func
from django.db.models.functions import Cast
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from psycopg.sql import Literal

from anam.sql import send


class Bound(Expression):
    """The place of a value that each call gives; `field` says of what kind it is."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)  # among the parameters, where a value will stand


def any_of(name: str, field: "models.Field[Any, Any]") -> Func:
    """The place of a list of values, after `__in`."""
    array = ArrayField(field)
    return Func(Cast(Bound(name, array), array), template="(SELECT unnest(%(expressions)s))")


def _literal(value: Any) -> str:
    """A value of our own as SQL, among placeholders."""
    return Literal(value).as_string().replace("%", "%%")


class CompiledQuery[Row]:
    """A QuerySet that is built and compiled when it is first asked, whose every other call only binds values.

    What it finds are objects, or the dicts of its `values`.
    """

    def __init__(self, build: Callable[[], models.QuerySet[Any, Row]]) -> None:
        self._build = build

    def first(self, **values: Any) -> Row | None:
        """The first row it finds, which it is asked for alone; None where it finds none."""
        return next(iter(self.all(**values)), None)

    def get(self, **values: Any) -> Row:
        """The same. Raises the model's DoesNotExist where it finds none."""
        found = self.first(**values)
        if found is None:
            raise self._queryset.model.DoesNotExist
        return found

    def all(self, **values: Any) -> list[Row]:
        """All rows it finds. Raises TypeError where the values are not those that it names."""
        return self.send(**values)()

    def send(self, **values: Any) -> Callable[[], list[Row]]:
        """The same in two: it is asked now, and what it finds is waited for by the function that is the answer."""
        if any(isinstance(value, int) and not -(2**63) <= value < 2**63 for value in values.values()):
            return list  # no column holds such a number: nothing is found, as Django's own lookups have it
        template, sql, _ = self._compiled
        bound = self._bound(sql, values)

        def found() -> list[Row]:
            rows = self._unasked.all()
            rows.query = copy(template.query)
            rows.query.get_compiler = lambda *_, **__: bound  # type: ignore[method-assign]
            return list(rows)

        return found

    def count(self, **values: Any) -> int:
        """How many rows it finds."""
        [[row]] = self._bound(f"SELECT count(*) FROM ({self._compiled[1]}) found", values).execute_sql()  # noqa: S608
        return int(row[0])

    @cached_property
    def _queryset(self) -> models.QuerySet[Any, Row]:
        return self._build()

    @cached_property
    def _unasked(self) -> models.QuerySet[Any, Row]:
        """The same with a query of nothing: to copy the real one, as Django does, only to replace it, costs as well."""
        unasked = self._queryset.all()
        unasked.query = Query(self._queryset.model)
        return unasked

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, tuple[Bound, ...]]:
        compiler = self._queryset.query.get_compiler(using=self._queryset.db)
        sql, params = compiler.as_sql()
        places = tuple("%s" if isinstance(one, Bound) else _literal(one) for one in params)
        return compiler, sql.replace("%%", "%%%%") % places, tuple(one for one in params if isinstance(one, Bound))

    @cached_property
    def _converters(self) -> Any:
        """What makes Python's values of the database's, by column: to ask each column anew costs more than the row."""
        compiler = self._compiled[0]
        return compiler.get_converters([column for column, *_ in compiler.select])

    def _bound(self, sql: str, values: dict[str, Any]) -> SQLCompiler:
        """A compiler that has asked `sql` already, and only makes objects of the rows."""
        template, _, params = self._compiled
        named = {one.name for one in params}
        if named != values.keys():
            raise TypeError(f"This query takes {sorted(named)}, not {sorted(values)}.")
        bound = copy(template)
        bound.connection = connections[self._queryset.db]
        if bound.query.select_for_update and bound.connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        given = [one.output_field.get_db_prep_value(values[one.name], bound.connection) for one in params]
        cursor = send(sql, given)
        bound.get_converters = lambda *_: self._converters  # type: ignore[method-assign]
        bound.execute_sql = lambda *_, **__: [cursor.fetchall()]  # type: ignore[method-assign, assignment]
        return bound

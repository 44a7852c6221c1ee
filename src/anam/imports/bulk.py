"""Adding very many rows with one statement, without an object for each: what an import spends most of its time on."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    by: Mapping[str, str] | None = None,
) -> list[int]:
    """Add `rows` to the table of `model`; the answer is their ids, in the same order.

    What `columns` leave out gets the model's default. `by` has the SQL that makes a column of its text: {} is that.
    """
    if not rows:
        return []
    names, types, defaults = _columns(model, tuple(columns))
    values: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    values += [[default] * len(rows) for default in defaults]
    made = [(by or {}).get(name, "{}").format(f'given."{name}"') for name in names]
    kinds = ["text" if name in (by or {}) else kind for name, kind in zip(names, types, strict=True)]
    listed = ", ".join(f'"{name}"' for name in names)
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({listed}) SELECT {", ".join(made)}'  # noqa: S608 - our own names
            f" FROM unnest({arrays}) AS given ({listed}) RETURNING id",
            values,
        )
        return [row[0] for row in cursor.fetchall()]


def analyze(*written: type[models.Model]) -> None:
    """Have the database look at tables that have grown by very much: autovacuum would, some minutes later."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in written)}")


@cache
def _columns(model: type[models.Model], given: tuple[str, ...]) -> tuple[list[str], list[str], list[Any]]:
    """The columns that are written, with their types, and the defaults of those that are not given."""
    fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    rest = [
        field
        for name, field in fields.items()
        if name not in given and not field.primary_key and not field.has_db_default() and not field.generated
    ]
    every = [*(fields[name] for name in given), *rest]
    types = [field.db_type(connection) for field in every]
    return [field.column for field in every], types, [field.get_default() for field in rest]

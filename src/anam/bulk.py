"""Adding very many rows with one statement, without an object for each: what an import spends most of its time on.

Each app adds its own: see the `bulk.py` of orders, payments, history, catalog and people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection, models

from anam.sql import execute, fetch_values

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def insert(
    model: type[models.Model], rows: Sequence["DataclassInstance"], *, by: Mapping[str, str] | None = None
) -> list[int]:
    """Add `rows` to the table of `model`; the answer is their ids, in the same order.

    They are of one dataclass, whose fields are columns; a column that it leaves out gets the model's default. `by` has
    the SQL that makes a column of its text: {} is that.
    """
    if not rows:
        return []
    given = tuple(field.name for field in fields(rows[0]))
    names, types, defaults = _columns(model, given)
    values: list[list[Any]] = [[getattr(row, name) for row in rows] for name in given]
    values += [[default] * len(rows) for default in defaults]
    made = [(by or {}).get(name, "{}").format(f'given."{name}"') for name in names]
    kinds = ["text" if name in (by or {}) else kind for name, kind in zip(names, types, strict=True)]
    listed = ", ".join(f'"{name}"' for name in names)
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return fetch_values(
        f'INSERT INTO "{model._meta.db_table}" ({listed}) SELECT {", ".join(made)}'  # noqa: S608 - our own names
        f" FROM unnest({arrays}) AS given ({listed}) RETURNING id",
        values,
    )


def analyze(*written: type[models.Model]) -> None:
    """Have the database look at tables that have grown by very much: autovacuum would, some minutes later."""
    execute(f"ANALYZE {', '.join(model._meta.db_table for model in written)}")


@cache
def _columns(model: type[models.Model], given: tuple[str, ...]) -> tuple[list[str], list[str], list[Any]]:
    """The columns that are written, with their types, and the defaults of those that are not given."""
    known: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    rest = [
        field
        for name, field in known.items()
        if name not in given and not field.primary_key and not field.has_db_default() and not field.generated
    ]
    every = [*(known[name] for name in given), *rest]
    types = [field.db_type(connection) for field in every]
    return [field.column for field in every], types, [field.get_default() for field in rest]

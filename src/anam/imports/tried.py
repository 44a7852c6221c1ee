"""What a dry run of products would have written by now: kept by the database, in a table of this connection alone.

A dry run takes back each product that it wrote; what it would find of it later in the file is written again, and taken
back again, so that it comes to what the run itself comes to.
"""

import json
from typing import Any

from django.db import connection
from django.db.models import F

from anam.catalog.bulk import add_product, change_product
from anam.catalog.models import Product
from anam.imports.parsed_products import ParsedProduct
from anam.imports.shelf import those_near
from anam.people.models import Maker
from anam.sql import execute, fetch_all

_COLUMNS = (
    "source_key",
    "sku",
    "title",
    "description",
    "unit_price",
    "stock",
    "retired_at",
    "group",
    "options",
    "kind",
    "position",
)
_NAMES = ", ".join(f'"{one}"' for one in _COLUMNS)
_MAKE = """
CREATE TEMPORARY TABLE IF NOT EXISTS import_tried (
  whose text, source_key text, product bigint, sku text, title text, description text, unit_price bigint, stock int,
  retired_at timestamptz, "group" text, options text, kind text, position int, PRIMARY KEY (whose, source_key)
)
"""
_FIND = f"""
SELECT product, {_NAMES} FROM pg_temp.import_tried
WHERE whose = %s AND (left(source_key, 32) = %s OR sku = ANY (%s))
"""  # noqa: S608 - our own names
_KEEP = f"""
INSERT INTO pg_temp.import_tried (whose, product, {_NAMES})
VALUES (%(whose)s, %(product)s, {", ".join(f"%({one})s" for one in _COLUMNS)})
ON CONFLICT (whose, source_key) DO UPDATE
  SET product = excluded.product, {", ".join(f'"{one}" = excluded."{one}"' for one in _COLUMNS)}
"""  # noqa: S608 - our own names


class Tried:
    """Empty to begin with."""

    def __init__(self) -> None:
        execute(_MAKE)
        execute("CREATE INDEX IF NOT EXISTS import_tried_sku ON pg_temp.import_tried (whose, sku)")
        execute("CREATE INDEX IF NOT EXISTS import_tried_key ON pg_temp.import_tried (whose, left(source_key, 32))")
        execute("DELETE FROM pg_temp.import_tried")

    def write_again(self, whose: str, maker: Maker, parsed: ParsedProduct) -> set[int]:
        """What would be there by now of what `parsed` may meet; the answer is the ids of those really there."""
        skus = [sku for one in parsed.variants for sku in (one.sku, one.made_sku) if sku]
        found: list[dict[str, Any]] = fetch_all(dict, _FIND, [whose, parsed.key, skus])
        found = [{**row, "options": json.loads(row["options"])} for row in found]
        ids = [row.pop("product") for row in found]
        there = set(those_near(maker, parsed).values_list("pk", flat=True)) | {pk for pk in ids if pk}
        for pk in filter(None, ids):  # a SKU may have gone from one of them to another
            change_product(pk, sku=f"\n{pk}", source_key="")
        for pk, columns in zip(ids, found, strict=True):
            if pk:
                change_product(pk, **columns)
            else:
                add_product(maker, **columns)
        return there

    def rows(self, maker: Maker, parsed: ParsedProduct, there: set[int]) -> list[dict[str, Any]]:
        """What is there now of `parsed`, to be kept."""
        own = Product.objects.of_maker(maker).filter(source_key__startswith=parsed.key)
        rows = own.values(*_COLUMNS, product=F("pk"))
        return [{**row, "product": row["product"] if row["product"] in there else None} for row in rows]

    def keep(self, whose: str, rows: list[dict[str, Any]]) -> None:
        with connection.cursor() as cursor:
            kept = [{"whose": whose, **row, "options": json.dumps(row["options"])} for row in rows]
            cursor.executemany(_KEEP, kept)

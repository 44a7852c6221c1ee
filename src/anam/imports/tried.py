"""What a dry run of products would have written by now: kept by the database, in a table of this connection alone.

A dry run takes back each product that it wrote; what it would find of it later in the file is written again, and taken
back again, so that it comes to what the run itself comes to.
"""

from typing import Any

from django.db import connection

from anam.catalog.models import Product
from anam.imports.parsed_products import ParsedProduct
from anam.imports.shelf import those_near
from anam.people.models import Maker

_COLUMNS = ("source_key", "sku", "title", "description", "unit_price", "stock", "retired_at")
_MAKE = """
CREATE TEMPORARY TABLE IF NOT EXISTS import_tried (
  whose text, source_key text, product bigint, sku text, title text, description text, unit_price bigint, stock int,
  retired_at timestamptz, PRIMARY KEY (whose, source_key)
)
"""
_FIND = f"""
SELECT product, {", ".join(_COLUMNS)} FROM pg_temp.import_tried
WHERE whose = %s AND (left(source_key, 32) = %s OR sku = ANY (%s))
"""  # noqa: S608 - our own names
_KEEP = f"""
INSERT INTO pg_temp.import_tried (whose, product, {", ".join(_COLUMNS)})
VALUES (%s, %s, {", ".join("%s" for _ in _COLUMNS)})
ON CONFLICT (whose, source_key) DO UPDATE SET {", ".join(f"{one} = excluded.{one}" for one in ("product", *_COLUMNS))}
"""  # noqa: S608 - our own names


class Tried:
    """Empty to begin with."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_MAKE)
            cursor.execute("CREATE INDEX IF NOT EXISTS import_tried_sku ON pg_temp.import_tried (whose, sku)")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS import_tried_key ON pg_temp.import_tried (whose, left(source_key, 32))"
            )
            cursor.execute("DELETE FROM pg_temp.import_tried")

    def write_again(self, whose: str, maker: Maker, parsed: ParsedProduct) -> set[int]:
        """What would be there by now of what `plain` may meet; the answer is the ids of those that really are there."""
        skus = [sku for one in parsed.variants for sku in (one.sku, one.made_sku) if sku]
        with connection.cursor() as cursor:
            cursor.execute(_FIND, [whose, parsed.key, skus])
            found = [(product, dict(zip(_COLUMNS, values, strict=True))) for product, *values in cursor.fetchall()]
        there = set(those_near(maker, parsed).values_list("pk", flat=True)) | {pk for pk, _ in found if pk}
        for pk, _ in found:  # a SKU may have gone from one of them to another
            Product.objects.filter(pk=pk).update(sku=f"\n{pk}", source_key="")
        for pk, values in found:
            if pk:
                Product.objects.filter(pk=pk).update(**values)
            else:
                Product.objects.create(maker=maker, **values)
        return there

    def rows(self, maker: Maker, parsed: ParsedProduct, there: set[int]) -> list[tuple[Any, ...]]:
        """What is there now of `plain`, to be kept."""
        own = Product.objects.of_maker(maker).filter(source_key__startswith=parsed.key)
        return [(pk if pk in there else None, *values) for pk, *values in own.values_list("pk", *_COLUMNS)]

    def keep(self, whose: str, rows: list[tuple[Any, ...]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(_KEEP, [(whose, *row) for row in rows])

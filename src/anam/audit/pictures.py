"""That every picture which a row names has its files. No SQL can say so: this asks the store."""

from dataclasses import dataclass

from anam.audit.invariants import MAX_SHOWN, Breaks
from anam.audit.invariants.invariant import Invariant
from anam.media.pictures import stored_keys
from anam.sql import fetch_all

STORED = Invariant(
    "pictures",
    "Every picture that is named is where this machine keeps pictures (ANAM_MEDIA).",
    """
    SELECT face AS key, 'product ' || sku AS subject FROM product WHERE face <> ''
    UNION ALL SELECT key, 'product ' || coalesce(sku, '(a cover)')
              FROM picture LEFT JOIN product ON product.id = product_id WHERE key <> '' AND key <> coalesce(face, '')
    UNION ALL SELECT cover, 'storefront ' || slug FROM storefront JOIN maker ON maker.id = maker_id WHERE cover <> ''
    UNION ALL SELECT picture, 'order ' || number FROM orders_line JOIN orders_order ON orders_order.id = order_id
              WHERE picture <> ''
    """,
)


@dataclass(frozen=True)
class _Named:
    key: str
    subject: str


def missing_pictures() -> Breaks:
    """Who names a picture that has no files here. Reads the list of all that is stored."""
    named = fetch_all(_Named, STORED.sql)
    stored = set(stored_keys()) if named else set()
    missing = sorted({(one.subject, "its picture is not stored here") for one in named if one.key not in stored})
    return Breaks(len(missing), missing[:MAX_SHOWN])

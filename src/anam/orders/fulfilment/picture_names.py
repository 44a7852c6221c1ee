"""Where a picture is named: by a product or a storefront, or by the line of an order that was placed with it."""

from anam.sql import fetch_values

_UNNAMED = """
SELECT key FROM unnest(%(keys)s::text[]) AS stored (key)
EXCEPT (SELECT key FROM picture UNION ALL SELECT face FROM product UNION ALL SELECT cover FROM storefront
        UNION ALL SELECT picture FROM orders_line WHERE picture <> '')
"""


def without_a_name(keys: list[str]) -> list[str]:
    """Those of the pictures `keys` that nothing shows. One statement."""
    return fetch_values(_UNNAMED, {"keys": keys})

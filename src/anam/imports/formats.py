"""The formats that orders come in, by what the command and the portal call them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from anam.imports.exports import Export, Options
from anam.imports.faire_json import FaireJson
from anam.imports.olist import Olist
from anam.imports.shopify_csv import ShopifyCsv
from anam.imports.shopify_json import ShopifyJson
from anam.imports.shopify_products import ShopifyProducts
from anam.imports.sources import Source, file_at
from anam.imports.woocommerce_json import WooCommerceJson


@dataclass(frozen=True)
class Format:
    """`of_file` reads one file; a format that is a folder of several has `of_folder` instead."""

    name: str
    words: str
    of_file: Callable[[Source, Options], Export] | None = None
    of_folder: Callable[[Path, Options], Export] | None = None

    def read(self, path: Path, options: Options) -> Export:
        """The export at `path`. Raises UnusableFile."""
        if self.of_folder:
            return self.of_folder(path, options)
        assert self.of_file
        return self.of_file(file_at(path), options)


FORMATS = {
    one.name: one
    for one in (
        Format("shopify-csv", "Shopify: orders, exported as CSV", ShopifyCsv),
        Format("shopify-json", "Shopify: orders of its API, as JSON", ShopifyJson),
        Format("woocommerce-json", "WooCommerce: orders of its API, as JSON", WooCommerceJson),
        Format("faire-json", "Faire: orders of its API, as JSON", FaireJson),
        Format("olist", "Olist: a folder of CSV files", of_folder=Olist),
    )
}


@dataclass(frozen=True)
class ProductFormat:
    """A format that products come in."""

    name: str
    words: str
    of_file: Callable[[Source, Options], ShopifyProducts]


PRODUCT_FORMATS = {
    "shopify-csv": ProductFormat("shopify-csv", "Shopify: products, exported as CSV", ShopifyProducts),
}

# What a maker can bring in: a file of theirs, as what it holds, its format, and how it is called.
KINDS = [
    *(("order", one.name, one.words) for one in FORMATS.values() if one.of_file),
    *(("product", one.name, one.words) for one in PRODUCT_FORMATS.values()),
]

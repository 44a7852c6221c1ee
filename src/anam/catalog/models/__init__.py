"""What makers sell: storefronts, products with their pictures, and their stock."""

from anam.catalog.models.picture import PictureOriginal, ShopPicture, UnnamedPicture
from anam.catalog.models.product import (
    MAX_DESCRIPTION,
    MAX_GROUP_LENGTH,
    MAX_LEAD_TIME,
    MAX_OF_ONE,
    Kind,
    Product,
    ProductQuerySet,
)
from anam.catalog.models.product_change import ProductChange
from anam.catalog.models.shop_word import ShopWord
from anam.catalog.models.stock_movement import StockMovement
from anam.catalog.models.storefront import DEFAULT_CURRENCY, ShippingRate, Storefront, StorefrontQuerySet

__all__ = [
    "DEFAULT_CURRENCY",
    "MAX_DESCRIPTION",
    "MAX_GROUP_LENGTH",
    "MAX_LEAD_TIME",
    "MAX_OF_ONE",
    "Kind",
    "PictureOriginal",
    "Product",
    "ProductChange",
    "ProductQuerySet",
    "ShippingRate",
    "ShopPicture",
    "ShopWord",
    "StockMovement",
    "Storefront",
    "StorefrontQuerySet",
    "UnnamedPicture",
]

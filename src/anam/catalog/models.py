"""What makers sell: storefronts, products with their pictures, and their stock."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Now
from django.urls import reverse
from django.utils.text import slugify

from anam.catalog.sentences import WHY_NO_PICTURE
from anam.coded import CodedField, worded
from anam.media.pictures import KEY_LENGTH
from anam.people.models import Maker
from anam.searching import query_for

DEFAULT_CURRENCY = "USD"


class StorefrontQuerySet(models.QuerySet["Storefront"]):
    def visible(self) -> "StorefrontQuerySet":
        return self.filter(open=True).select_related("maker").order_by("maker__name")

    def currency_of(self, maker: Maker) -> str:
        """What `maker` sells in; without a storefront, what a new one would."""
        currency: str | None = self.filter(maker=maker).values_list("currency", flat=True).first()
        return currency or DEFAULT_CURRENCY

    def matching(self, text: str) -> "StorefrontQuerySet":
        """Those whose maker, words or products for sale hold words that begin as those of `text` do."""
        wanted = query_for(text)
        if not wanted:
            return self
        written = Concat(
            "maker__name", Value(" "), "tagline", Value(" "), "maker__place", output_field=models.TextField()
        )
        vector = SearchVector(Func(written, function="search_words", output_field=models.TextField()), config="simple")
        with_goods = Product.objects.matching(text).for_sale().values("maker")
        query = SearchQuery(wanted, search_type="raw", config="simple")
        return self.alias(found_by=vector).filter(Q(found_by=query) | Q(maker__in=with_goods))


class Storefront(models.Model):
    """The maker's public page and the terms they sell on. Money in minor units of `currency`."""

    maker = models.OneToOneField(Maker, on_delete=models.CASCADE, related_name="storefront")
    tagline = models.CharField(max_length=160, blank=True)
    story = models.TextField(blank=True)
    currency = models.CharField(max_length=3, default=DEFAULT_CURRENCY)
    order_minimum = models.BigIntegerField(default=0)
    shipping = models.BigIntegerField(default=0, help_text="what one order's shipping costs at most")
    lead_time_days = models.PositiveSmallIntegerField(default=10)
    open = models.BooleanField(default=True)
    cover = models.CharField(
        max_length=KEY_LENGTH, blank=True, default="", db_default="", help_text="the key of its picture"
    )

    objects = StorefrontQuerySet.as_manager()

    class Meta:
        db_table = "storefront"


class ShippingRate(models.Model):
    """That a maker ships to a country, and what one order's shipping costs there at most, in the storefront's currency.

    Without any, they ship everywhere for what the storefront says. With some, only there; one without a country is of
    all countries that have none of their own.
    """

    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="shipping_rates")
    country = models.CharField(max_length=2, blank=True, help_text="empty: everywhere else")
    shipping = models.BigIntegerField()

    class Meta:
        db_table = "shipping_rate"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("maker", "country", name="shipping_rate_once_a_country"),
            models.CheckConstraint(condition=Q(shipping__gte=0), name="shipping_rate_not_negative"),
        ]


# What a product is found by; the index product_search is on this very expression.
FOUND_BY = SearchVector(
    Func(Concat("title", Value(" "), "sku"), function="search_words", output_field=models.TextField()), config="simple"
)


class ProductQuerySet(models.QuerySet["Product"]):
    def of_maker(self, maker: Maker) -> "ProductQuerySet":
        return self.filter(maker=maker)

    def with_face_alt(self) -> "ProductQuerySet":
        """With what their maker says that their picture shows."""
        shown = ShopPicture.objects.filter(product=OuterRef("pk"), key=OuterRef("face")).values("alt")[:1]
        return self.annotate(face_alt=Subquery(shown))

    def for_sale(self) -> "ProductQuerySet":
        return self.filter(retired_at=None).order_by("title", "id")

    def archived(self) -> "ProductQuerySet":
        return self.exclude(retired_at=None).order_by("title", "id")

    def matching(self, text: str) -> "ProductQuerySet":
        """Those whose title or SKU hold words that begin as those of `text` do; all where it has no words."""
        wanted = query_for(text)
        if not wanted:
            return self
        query = SearchQuery(wanted, search_type="raw", config="simple")
        return self.alias(found_by=FOUND_BY).filter(found_by=query)


class Product(models.Model):
    """A thing that a maker sells. `stock` is what is free to sell; NULL means that it is not counted."""

    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="products")
    sku = models.CharField(max_length=255)
    title = models.CharField(max_length=1100)
    description = models.TextField(blank=True)
    unit_price = models.BigIntegerField()
    stock = models.IntegerField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    face = models.CharField(
        max_length=KEY_LENGTH, blank=True, default="", db_default="", help_text="the key of its first picture"
    )
    source_key = models.CharField(
        max_length=64, blank=True, help_text="what an import knows it by: 32 digits of the product, 32 of the variant"
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        db_table = "product"
        indexes = [GinIndex(FOUND_BY, name="product_search")]
        constraints = [
            models.UniqueConstraint("maker", "sku", name="product_sku_once_a_maker"),
            models.UniqueConstraint(
                fields=["maker", "source_key"], condition=~Q(source_key=""), name="product_imported_once"
            ),
            models.CheckConstraint(condition=Q(stock__gte=0), name="product_stock_not_negative"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="product_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tracked(self) -> bool:
        return self.stock is not None

    @property
    def is_sold_out(self) -> bool:
        """Counted, and none is left; what is not counted is made to order."""
        return self.stock == 0

    @property
    def address(self) -> str:
        """The last part of its page's address: its id, which finds it, and the words of its title as it is now."""
        return f"{self.pk}-{slugify(self.title)[:60]}".strip("-")

    def get_absolute_url(self) -> str:
        """Its page, which everybody sees while it is for sale. Needs `maker`."""
        return reverse("product-page", args=[self.maker.slug, self.address])

    @property
    def is_on_sale(self) -> bool:
        """Whether it is sold at the moment: not archived, its storefront open. Needs `maker__storefront`."""
        front: Storefront | None = getattr(self.maker, "storefront", None)
        return self.retired_at is None and front is not None and front.open


class ShopPictureQuerySet(models.QuerySet["ShopPicture"]):
    def of_maker(self, maker: Maker) -> "ShopPictureQuerySet":
        return self.filter(maker=maker)

    def of_cover(self, maker: Maker) -> "ShopPictureQuerySet":
        """Those of the storefront: the one that is shown, and what shall take its place."""
        return self.filter(maker=maker, product=None)

    def ready(self) -> "ShopPictureQuerySet":
        return self.filter(state=ShopPicture.State.READY)


class ShopPicture(models.Model):
    """A picture of a product, or without one the cover of its maker's storefront. A product's first is its face.

    What was sent waits beside it until the worker has made its files; `key` is what they are known by.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        REFUSED = "refused"

    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, null=True, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(max_length=200, blank=True, help_text="what it shows, for whoever cannot see it")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    why: Any = CodedField(WHY_NO_PICTURE, help_text="why it was refused")
    key = models.CharField(max_length=KEY_LENGTH, blank=True, default="", db_default="")
    name = models.CharField(max_length=80, blank=True, help_text="what its file was called")
    sent_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was sent")
    source_url = models.CharField(max_length=500, blank=True, help_text="where an import found it")
    added_at = models.DateTimeField(db_default=Now())

    objects = ShopPictureQuerySet.as_manager()

    class Meta:
        db_table = "picture"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["maker", "product", "sent_hash"],
                condition=~Q(sent_hash=""),
                nulls_distinct=False,
                name="picture_sent_once",
            ),
            models.UniqueConstraint(
                fields=["product", "source_url"], condition=~Q(source_url=""), name="picture_imported_once"
            ),
            models.CheckConstraint(condition=Q(state="ready") ^ Q(key=""), name="picture_ready_has_files"),
        ]

    @property
    def why_words(self) -> str:
        """Why it was refused; "" where it was not."""
        return worded(self.why, WHY_NO_PICTURE)


class PictureOriginal(models.Model):
    """What was sent, until the worker has looked at it: written with its picture, and gone with its last use."""

    picture = models.OneToOneField(ShopPicture, on_delete=models.CASCADE, related_name="original")
    content = models.BinaryField()

    class Meta:
        db_table = "picture_original"


class StockMovement(models.Model):
    """One change of a product's stock. Rows are added, never edited; their sum is the stock."""

    class Cause(models.TextChoices):
        COUNTED = "counted"  # the maker said how many there are
        RESERVED = "held"  # an order took them
        RETURNED = "returned"  # a cancellation or a refund gave them back
        ZEROED = "zeroed"  # a cancellation said that there are none

    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="movements")
    quantity = models.IntegerField()
    cause = models.CharField(max_length=16, choices=Cause)
    line = models.ForeignKey("orders.Line", null=True, on_delete=models.CASCADE, related_name="movements")
    cancellation = models.ForeignKey("orders.Cancellation", null=True, on_delete=models.PROTECT, related_name="+")
    refund = models.ForeignKey("orders.Refund", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "stock_movement"
        constraints = [
            # Taken once, and given back once for each cancellation or refund.
            models.UniqueConstraint(
                fields=["line", "cause", "cancellation", "refund"],
                condition=Q(cause__in=["held", "returned"]),
                nulls_distinct=False,
                name="stock_moves_once_a_line",
            )
        ]

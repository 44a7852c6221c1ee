"""What makers sell: storefronts, products with their pictures, and their stock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Mod, Now, NullIf
from django.db.models.lookups import Exact
from django.utils.text import slugify

from anam.catalog.restock import RestockAlert, is_available
from anam.catalog.sentences import WHY_NO_PICTURE
from anam.coded import CodedField, worded
from anam.media.pictures import KEY_LENGTH
from anam.people.models import MAKER_FOUND_BY, Maker, User
from anam.searching import one_of, query_for
from anam.web.addresses import address_of

DEFAULT_CURRENCY = "USD"


class StorefrontQuerySet(models.QuerySet["Storefront"]):
    def visible(self) -> "StorefrontQuerySet":
        return self.filter(open=True).select_related("maker").order_by("maker__name")

    def currency_of(self, maker: Maker) -> str:
        """What `maker` sells in; without a storefront, what a new one would."""
        currency: str | None = self.filter(maker=maker).values_list("currency", flat=True).first()
        return currency or DEFAULT_CURRENCY

    def named(self, query: str) -> "StorefrontQuerySet":
        """The open ones whose maker's name or place matches a raw tsquery."""
        makers = Maker.objects.alias(found_by=MAKER_FOUND_BY).filter(found_by=_raw(query))
        return self.filter(open=True, maker__in=makers.values("pk"))

    def found_by(self, words: Sequence[Any], *, goods: Any) -> "StorefrontQuerySet":
        """Those that say each of `words`, or sell something that matches `goods`: all of them raw tsqueries."""
        themselves = Q()
        for word in words:
            makers = Maker.objects.alias(found_by=MAKER_FOUND_BY).filter(found_by=_raw(word))
            fronts = Storefront.objects.alias(found_by=FRONT_FOUND_BY).filter(found_by=_raw(word))
            themselves &= Q(maker__in=makers.values("pk")) | Q(pk__in=fronts.values("pk"))
        with_goods = Product.objects.found_by(goods).filter(retired_at=None).values("maker")
        return self.filter(themselves | Q(maker__in=with_goods))


def _raw(query: Any) -> SearchQuery:
    return SearchQuery(query, search_type="raw", config="simple")


# What a storefront is found by, beside its maker's name and place; the index storefront_search is on this expression.
FRONT_FOUND_BY = SearchVector(
    Func("tagline", function="search_words", output_field=models.TextField()), config="simple"
)


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
    closed_since = models.DateTimeField(null=True, blank=True)
    closed_until = models.DateTimeField(
        null=True, blank=True, help_text="it takes no orders before this, and then does by itself"
    )
    cover = models.CharField(
        max_length=KEY_LENGTH, blank=True, default="", db_default="", help_text="the key of its picture"
    )

    objects = StorefrontQuerySet.as_manager()

    def is_closed(self, now: datetime) -> bool:
        """Whether it takes no orders at `now` (UTC) because its maker has closed it until a date."""
        return self.closed_until is not None and now < self.closed_until

    class Meta:
        db_table = "storefront"
        indexes = [GinIndex(FRONT_FOUND_BY, name="storefront_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_since=None, closed_until=None)
                | Q(closed_since__isnull=False, closed_until__gt=F("closed_since")),
                name="storefront_closed_for_a_time",
            )
        ]


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

    def locked(self, pk: int) -> "Product":
        """That one, which nobody else changes until the transaction ends. Raises Product.DoesNotExist."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def variants_of(self, product: "Product") -> "ProductQuerySet":
        """Of the products that are for sale, those of its group, itself among them; none without a group."""
        if not product.group:
            return self.none()
        return self.filter(maker=product.maker_id, group=product.group).for_sale()

    def position_of_group(self, maker: Maker | int, group: str) -> int:
        """Where its variants stand; 0, before all that were moved, without any."""
        if not group:
            return 0
        there = self.filter(maker=maker, group=group).order_by("id")
        return there.values_list("position", flat=True).first() or 0

    def with_face_alt(self) -> "ProductQuerySet":
        """With what their maker says that their picture shows."""
        shown = ShopPicture.objects.filter(product=OuterRef("pk"), key=OuterRef("face")).values("alt")[:1]
        return self.annotate(face_alt=Subquery(shown))

    def for_sale(self) -> "ProductQuerySet":
        return self.filter(retired_at=None).in_order()

    def available(self) -> "ProductQuerySet":
        """Those that a shop can order now."""
        return self.filter(is_available())

    def with_is_awaited(self, user: User) -> "ProductQuerySet":
        """With whether `user` is told when it is back."""
        awaited = RestockAlert.objects.of_user(user).filter(product=OuterRef("pk"))
        return self.annotate(is_awaited=Exists(awaited))

    def seen_or_awaited_by(self, user: User) -> "ProductQuerySet":
        """Those that everybody sees, and those that `user` is told of when they are back."""
        awaited = RestockAlert.objects.of_user(user).values("product")
        return self.filter(Q(retired_at=None, maker__storefront__open=True) | Q(pk__in=awaited))

    def archived(self) -> "ProductQuerySet":
        return self.exclude(retired_at=None).in_order()

    def in_order(self) -> "ProductQuerySet":
        """As their maker has ordered them, variants together; where they have not, by group or title."""
        together = Coalesce(NullIf("group", Value("")), "title")
        return self.order_by("position", together, "title", "id")

    def matching(self, text: str) -> "ProductQuerySet":
        """Those whose title or SKU hold words that begin as those of `text` do; all where it has no words."""
        wanted = query_for(text, also=one_of)
        return self.found_by(wanted) if wanted else self

    def found_by(self, query: Any) -> "ProductQuerySet":
        """Those that match a raw tsquery."""
        return self.alias(found_by=FOUND_BY).filter(found_by=_raw(query))


class Kind(models.TextChoices):
    """What a product is made of, or what it is: shops look for makers by it."""

    CERAMICS = "ceramics", "Ceramics"
    TEXTILES = "textiles", "Textiles"
    GLASS = "glass", "Glass"
    WOOD = "wood", "Wood"
    METAL = "metal", "Metal"
    JEWELLERY = "jewellery", "Jewellery"
    PAPER = "paper", "Paper"
    CANDLES_AND_SOAP = "candles_and_soap", "Candles & soap"
    LEATHER = "leather", "Leather"
    FOOD = "food", "Food"
    OTHER = "other", "Other"


MAX_OF_ONE = 9_999  # pieces of one product in a basket
MAX_LEAD_TIME = 365  # days
MAX_GROUP_LENGTH = 255
MAX_DESCRIPTION = 5_000


class Product(models.Model):
    """A thing that a maker sells. `stock` is what is free to sell; NULL means that it is not counted.

    Products of one maker with the same `group` are variants of one thing; `options` say how each differs, by name:
    {"Glaze": "Oatmeal"}. A shop orders at least `minimum` pieces, in steps of `step`, of which the minimum is some.
    """

    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="products")
    sku = models.CharField(max_length=255)
    title = models.CharField(max_length=1100)
    description = models.TextField(blank=True)
    unit_price = models.BigIntegerField()
    stock = models.IntegerField(null=True, blank=True)
    group = models.CharField(max_length=MAX_GROUP_LENGTH, blank=True, default="", db_default="")
    options: Any = models.JSONField(blank=True, default=dict, db_default={})
    kind = models.CharField(max_length=20, choices=Kind, blank=True, default="", db_default="")
    lead_time_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="until an order with it ships; without, what the storefront says"
    )
    minimum = models.PositiveSmallIntegerField(default=1, db_default=1)
    step = models.PositiveSmallIntegerField(default=1, db_default=1)
    position = models.PositiveIntegerField(
        default=0, db_default=0, help_text="in its storefront; its variants share it"
    )
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
        indexes = [
            GinIndex(FOUND_BY, name="product_search"),
            models.Index(fields=["kind"], name="product_of_kind", condition=Q(retired_at=None) & ~Q(kind="")),
        ]
        constraints = [
            models.UniqueConstraint("maker", "sku", name="product_sku_once_a_maker"),
            models.UniqueConstraint(
                fields=["maker", "source_key"], condition=~Q(source_key=""), name="product_imported_once"
            ),
            models.CheckConstraint(condition=Q(stock__gte=0), name="product_stock_not_negative"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(
                condition=Q(Exact(Func("options", function="jsonb_typeof", output_field=models.TextField()), "object")),
                name="product_options_by_name",
            ),
            models.CheckConstraint(condition=Q(kind__in=["", *Kind.values]), name="product_kind_is_known"),
            models.CheckConstraint(
                condition=Q(lead_time_days__range=(1, MAX_LEAD_TIME)), name="product_lead_time_in_days"
            ),
            models.CheckConstraint(condition=Q(step__range=(1, MAX_OF_ONE)), name="product_step_is_some"),
            models.CheckConstraint(condition=Q(minimum__range=(1, MAX_OF_ONE)), name="product_minimum_is_some"),
            models.CheckConstraint(condition=Q(Exact(Mod("minimum", "step"), 0)), name="product_minimum_is_in_steps"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tracked(self) -> bool:
        return self.stock is not None

    @property
    def archived(self) -> bool:
        return self.retired_at is not None

    @property
    def options_in_words(self) -> str:
        """How it differs from its variants: "Oatmeal, Large", in the order of the database, which all of them share."""
        return ", ".join(map(str, self.options.values()))

    @property
    def is_sold_out(self) -> bool:
        """Counted, and too few are left for an order of it; what is not counted is made to order."""
        return self.stock is not None and self.stock < self.minimum

    @property
    def address(self) -> str:
        """The last part of its page's address: its id, which finds it, and the words of its title as it is now."""
        return f"{self.pk}-{slugify(self.title)[:60]}".strip("-")

    def get_absolute_url(self) -> str:
        """Its page, which everybody sees while it is for sale. Needs `maker`."""
        return address_of("product-page", self.maker.slug, self.address)

    @property
    def is_on_sale(self) -> bool:
        """Whether it is sold at the moment: not archived, its storefront open. Needs `maker__storefront`."""
        front: Storefront | None = getattr(self.maker, "storefront", None)
        return self.retired_at is None and front is not None and front.open


class ShopWord(models.Model):
    """A word, folded, of what is sold and of who sells it; in how many places it stands. For typing mistakes."""

    word = models.CharField(max_length=40, primary_key=True)
    uses = models.PositiveIntegerField()

    class Meta:
        db_table = "shop_word"


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


class UnnamedPicture(models.Model):
    """Files that no row named when somebody looked; they go once that has been so for long."""

    key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "picture_unnamed"


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


class ProductChangeQuerySet(models.QuerySet["ProductChange"]):
    def of_product(self, product: Product) -> "ProductChangeQuerySet":
        """What was changed of it, the newest first, with who did."""
        return self.filter(product=product).select_related("by").order_by("-id")

    def was_archived_here(self, product: Product) -> bool:
        """Whether it was archived last by somebody here, or by a program of theirs: not by a file that is imported."""
        last = self.filter(product=product, changes__has_key="archived").order_by("-id").first()
        return last is not None and last.via != ProductChange.Via.IMPORT


class ProductChange(models.Model):
    """That somebody added a product, or changed what their maker says of it. Only ever added: a trigger refuses to
    change or delete one.

    `changes` has by field what it was and what it became; the fields are columns of a product, or `archived`. What
    orders do to a stock is a StockMovement alone.
    """

    class Via(models.TextChoices):
        PORTAL = "portal", "Maker Portal"
        API = "api", "API"
        IMPORT = "import", "Import"

    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="changes")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=8, choices=Via)
    added = models.BooleanField(default=False)
    changes = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    objects = ProductChangeQuerySet.as_manager()

    class Meta:
        db_table = "product_change"

"""What makers sell."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Mod, NullIf
from django.db.models.lookups import Exact
from django.utils.text import slugify

from anam.catalog.models.picture import ShopPicture
from anam.catalog.restock import RestockAlert, is_available
from anam.media.pictures import KEY_LENGTH
from anam.people.models import Maker, User
from anam.searching import one_of, query_for, search_query
from anam.web.addresses import address_of

# What a product is found by; the index product_search is on this very expression.
FOUND_BY = SearchVector(
    Func(Concat("title", Value(" "), "sku"), function="search_words", output_field=models.TextField()), config="simple"
)


class ProductQuerySet(models.QuerySet["Product"]):
    def of_maker(self, maker: Any) -> "ProductQuerySet":
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

    def with_is_awaited(self, user: Any) -> "ProductQuerySet":
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
        return self.alias(found_by=FOUND_BY).filter(found_by=search_query(query))


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
        front = getattr(self.maker, "storefront", None)
        return self.retired_at is None and bool(front and front.open)

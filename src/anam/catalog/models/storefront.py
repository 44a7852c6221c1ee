"""Storefronts, and where their makers ship to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Func, Q

from anam.catalog.models.product import Product
from anam.media.pictures import KEY_LENGTH
from anam.people.models import MAKER_FOUND_BY, Maker
from anam.searching import search_query

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
        makers = Maker.objects.alias(found_by=MAKER_FOUND_BY).filter(found_by=search_query(query))
        return self.filter(open=True, maker__in=makers.values("pk"))

    def found_by(self, words: Sequence[Any], *, goods: Any) -> "StorefrontQuerySet":
        """Those that say each of `words`, or sell something that matches `goods`: all of them raw tsqueries."""
        themselves = Q()
        for word in words:
            makers = Maker.objects.alias(found_by=MAKER_FOUND_BY).filter(found_by=search_query(word))
            fronts = Storefront.objects.alias(found_by=FRONT_FOUND_BY).filter(found_by=search_query(word))
            themselves &= Q(maker__in=makers.values("pk")) | Q(pk__in=fronts.values("pk"))
        with_goods = Product.objects.found_by(goods).filter(retired_at=None).values("maker")
        return self.filter(themselves | Q(maker__in=with_goods))


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

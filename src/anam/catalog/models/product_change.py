"""Who changed what of a product."""

from django.db import models
from django.db.models.functions import Now

from anam.catalog.models.product import Product
from anam.people.models import Maker, User


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

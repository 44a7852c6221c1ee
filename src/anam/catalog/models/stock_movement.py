"""Why a stock is what it is."""

from django.db import models
from django.db.models import Q

from anam.catalog.models.product import Product
from anam.people.models import Maker


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

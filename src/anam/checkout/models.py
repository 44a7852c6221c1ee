"""Baskets, and checkouts that turn a basket into one order for each maker."""

import uuid
from typing import Any

from django.db import models

from anam.catalog.models import Product
from anam.checkout.sentences import WHY_NOT_PLACED
from anam.coded import CodedField, worded
from anam.people.models import Buyer, Maker, User
from anam.postal.models import PostalAddress


class BasketLine(models.Model):
    """So many of a product in a buyer's basket; its members share one."""

    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="basket")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        db_table = "basket_line"
        constraints = [models.UniqueConstraint("buyer", "product", name="basket_line_once_a_product")]


class Checkout(models.Model):
    """One press of "Place the orders": its key makes the second press find the first (D7)."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way"
        PLACED = "placed"
        FAILED = "failed"

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.UNDER_WAY)
    why: Any = CodedField(WHY_NOT_PLACED)
    begun_at = models.DateTimeField()
    # A copy of what was chosen; each order gets one of its own, and this one is blanked when the checkout is over.
    ship_to = models.ForeignKey(PostalAddress, null=True, on_delete=models.PROTECT, related_name="+")
    # Where the card is entered, if that is a page of the gateway's, and until when somebody is placing the orders.
    page = models.OneToOneField("payments.GatewayPage", null=True, on_delete=models.PROTECT, related_name="+")
    claimed_until = models.DateTimeField(null=True)

    @property
    def why_words(self) -> str:
        """Why it came to nothing; "" while it has not."""
        return worded(self.why, WHY_NOT_PLACED)

    class Meta:
        db_table = "checkout"
        indexes = [models.Index(fields=["begun_at"], name="checkout_under_way", condition=models.Q(state="under_way"))]


class CheckoutPart(models.Model):
    """What one maker gets of a checkout: a payment of its own, and in the end an order of its own."""

    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="parts")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    payment = models.OneToOneField("payments.Payment", on_delete=models.PROTECT, related_name="+")
    shipping = models.BigIntegerField()
    why: Any = CodedField(WHY_NOT_PLACED, help_text="why its order was not placed, though others were")

    @property
    def why_words(self) -> str:
        """Why its order could not be placed; "" where nothing stood in its way."""
        return worded(self.why, WHY_NOT_PLACED)

    class Meta:
        db_table = "checkout_part"
        constraints = [models.UniqueConstraint("checkout", "maker", name="checkout_part_once_a_maker")]


class CheckoutItem(models.Model):
    """What was in the basket when it was checked out, at that price."""

    part = models.ForeignKey(CheckoutPart, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    unit_price = models.BigIntegerField()

    class Meta:
        db_table = "checkout_item"

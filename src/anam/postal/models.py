"""Postal addresses: their texts, in rows of their own that can be blanked, and those of a shop."""

from dataclasses import asdict
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from anam.people.models import Buyer, User
from anam.postal.address import FIELDS, MAX_LENGTH, Address

# What stays of an address that was blanked: its place, for figures and for whoever asks where an order went.
KEPT_BLANK = ("city", "country")
BLANK = {name: "" for name in FIELDS if name not in KEPT_BLANK}


class PostalAddressQuerySet(models.QuerySet["PostalAddress"]):
    def add(self, address: Address, *, confirmed: bool = False) -> "PostalAddress":
        """A new row of it; `confirmed`: somebody has said that it is right, whatever seems wrong with it."""
        return self.create(**asdict(address), doubts=sorted(address.doubts), confirmed=confirmed)

    def blank(self) -> int:
        """Take the texts out of these rows, for good; the answer is how many had any."""
        return self.filter(blanked_at=None).update(**BLANK, doubts=[], blanked_at=Now())

    def blank_one(self, pk: int | None) -> int:
        """`blank` the row of that id, if there is one."""
        return self.filter(pk=pk).blank() if pk else 0


class PostalAddress(models.Model):
    """The text of one address. A row is never changed: another address is another row; but it can be blanked.

    Whatever else is kept about it (history, events, jobs, e-mails) carries its id, and never its text.
    """

    name = models.CharField(max_length=MAX_LENGTH, blank=True)
    company = models.CharField(max_length=MAX_LENGTH, blank=True)
    line1 = models.CharField(max_length=MAX_LENGTH, blank=True)
    line2 = models.CharField(max_length=MAX_LENGTH, blank=True)
    city = models.CharField(max_length=MAX_LENGTH, blank=True)
    region = models.CharField(max_length=MAX_LENGTH, blank=True)
    postal_code = models.CharField(max_length=MAX_LENGTH, blank=True)
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=MAX_LENGTH, blank=True)
    doubts: Any = models.JSONField(default=list, help_text="the fields that seemed wrong when it came")
    confirmed = models.BooleanField(default=False, help_text="somebody said that it is right all the same")
    added_at = models.DateTimeField(auto_now_add=True)
    blanked_at = models.DateTimeField(null=True)

    objects = PostalAddressQuerySet.as_manager()

    class Meta:
        db_table = "postal_address"
        constraints = [
            models.CheckConstraint(
                condition=Q(blanked_at=None) | Q(**BLANK),
                name="postal_address_blanked_is_blank",
            ),
        ]

    def __str__(self) -> str:
        """Never its text: what prints a row may be a log."""
        return f"address {self.pk}"

    @property
    def address(self) -> Address:
        return Address(**{name: getattr(self, name) for name in FIELDS})

    @property
    def is_doubtful(self) -> bool:
        """Whether something seemed wrong with it, and nobody has said that it is right."""
        return bool(self.doubts) and not self.confirmed

    def copied(self) -> Self:
        """A new row with the same text."""
        told = {name: getattr(self, name) for name in (*FIELDS, "doubts", "confirmed")}
        return type(self).objects.create(**told)


class ShopAddressQuerySet(models.QuerySet["ShopAddress"]):
    def of_buyer(self, buyer: Buyer) -> "ShopAddressQuerySet":
        """Its own, the preferred one first."""
        return self.filter(buyer=buyer).select_related("address").order_by("-preferred", "id")


class ShopAddress(models.Model):
    """One of the addresses that a shop has things sent to; its members share them."""

    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="addresses")
    address = models.OneToOneField(PostalAddress, on_delete=models.PROTECT, related_name="+")
    preferred = models.BooleanField(default=False, help_text="chosen at checkout unless somebody chooses another")
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ShopAddressQuerySet.as_manager()

    class Meta:
        db_table = "shop_address"
        constraints = [
            models.UniqueConstraint("buyer", condition=Q(preferred=True), name="shop_address_one_preferred"),
        ]

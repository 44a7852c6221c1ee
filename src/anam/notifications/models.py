"""Who was told of what by the bell, and what people do not want to be told."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from anam.catalog.models import Product
from anam.people.models import User

OPTIONAL_KINDS = [
    ("message", "Messages not linked to an open order"),
    ("progress", "An order was accepted, shipped or delivered"),
    ("confirmation", "Confirmations of my own actions"),
]
# No preference: each was asked for, by name, and stopping them stops what is still asked for.
RESTOCK = ("restock", "Products that you asked about, once they are back")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of_user(self, user: Any) -> "NoticeQuerySet":
        return self.filter(user=user)

    def of_entries(self, entry_ids: Iterable[int]) -> "NoticeQuerySet":
        """Those of whoever can still sign in, each with its reader and the maker or the buyer they act for."""
        readers = self.filter(entry__in=entry_ids, user__is_active=True).order_by("id")
        return readers.select_related("user__maker_member__maker", "user__buyer_member__buyer")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def before(self, pk: Any) -> "NoticeQuerySet":
        """Those older than that one; without one, all."""
        return self if pk is None else self.filter(pk__lt=pk)

    def for_list(self) -> "NoticeQuerySet":
        """With what the list shows of other tables: the entry and who did it, its `order_number`, or the product."""
        about = self.select_related("entry__actor", "product__maker")
        return about.annotate(order_number=F("entry__order__number")).order_by("-id")


class Notice(models.Model):
    """What somebody was told of in the app, and by e-mail: an entry, or a product that is back since `at`."""

    entry = models.ForeignKey(
        "history.Entry", null=True, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    product = models.ForeignKey(Product, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(null=True, help_text="of a product; an entry has its own")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices", db_index=False)
    as_party = models.CharField(max_length=8, help_text="maker or buyer: whose words the reader sees")
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        db_table = "history_notice"
        constraints = [
            models.UniqueConstraint("entry", "user", name="notice_once_a_person"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, product=None, at=None)
                | Q(entry=None, product__isnull=False, at__isnull=False),
                name="notice_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None)),
        ]


class UnwantedQuerySet(models.QuerySet["EmailOptOut"]):
    def of(self, user: User) -> "models.QuerySet[EmailOptOut, str]":
        """The kinds that `user` does not want."""
        return self.filter(user=user).values_list("kind", flat=True)


class EmailOptOut(models.Model):
    """A kind of e-mail that somebody does not want; every other kind is sent to them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unwanted_mail")
    kind = models.CharField(max_length=24, choices=OPTIONAL_KINDS)

    objects = UnwantedQuerySet.as_manager()

    class Meta:
        db_table = "unwanted_mail"
        constraints = [models.UniqueConstraint("user", "kind", name="unwanted_mail_once")]

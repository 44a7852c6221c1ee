"""Pictures of products and covers of storefronts, and the files behind them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from anam.catalog.sentences import WHY_NO_PICTURE
from anam.coded import CodedField, worded
from anam.media.pictures import KEY_LENGTH
from anam.people.models import Maker


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
    product = models.ForeignKey("catalog.Product", null=True, on_delete=models.CASCADE, related_name="pictures")
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

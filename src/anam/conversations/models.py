"""The Message Center: conversations between one buyer and one maker (D4)."""

from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from anam.coded import CodedField, worded
from anam.compiled import Bound, CompiledQuery
from anam.conversations.queries import (
    UNREAD_BY_BUYER,
    UNREAD_BY_MAKER,
    ConversationQuerySet,
    MessageQuerySet,
    PictureQuerySet,
)
from anam.conversations.sentences import NOTES
from anam.people.models import Buyer, Maker, User


class Conversation(models.Model):
    """All that one buyer and one maker have written to each other."""

    class Side(models.TextChoices):
        MAKER = "maker"
        BUYER = "buyer"
        SUPPORT = "support"

    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="conversations", db_index=False)
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="conversations", db_index=False)
    started_by = models.CharField(max_length=8, choices=Side)
    buyer_wrote_at = models.DateTimeField(null=True, help_text="when the buyer first wrote; D4 asks for it")
    last_message_at = models.DateTimeField()
    # When the newest message was sent that this side has to read, and up to which one they have.
    last_for_maker_at = models.DateTimeField(null=True)
    last_for_buyer_at = models.DateTimeField(null=True)
    maker_read_to = models.DateTimeField(null=True)
    buyer_read_to = models.DateTimeField(null=True)
    muted_at = models.DateTimeField(null=True, help_text="when the buyer muted the maker")
    muted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        db_table = "conversation"
        constraints = [
            models.UniqueConstraint("maker", "buyer", name="conversation_once_a_pair"),
            models.CheckConstraint(
                condition=Q(muted_at=None, muted_by=None) | Q(muted_at__isnull=False, muted_by__isnull=False),
                name="conversation_muted_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["maker", "-last_message_at", "-id"], name="conversation_of_maker"),
            models.Index(fields=["buyer", "-last_message_at", "-id"], name="conversation_of_buyer"),
            models.Index(
                fields=["maker", "-last_message_at", "-id"], condition=UNREAD_BY_MAKER, name="conversation_unread_maker"
            ),
            models.Index(
                fields=["buyer", "-last_message_at", "-id"], condition=UNREAD_BY_BUYER, name="conversation_unread_buyer"
            ),
        ]

    def read_to(self, side: str) -> datetime | None:
        """Up to which message the "maker" or "buyer" side has read."""
        return self.maker_read_to if side == "maker" else self.buyer_read_to

    def latest_messages(self, most: int) -> list["Message"]:
        """The newest messages, oldest of them first."""
        return _latest(most).all(conversation=self.pk)[::-1]


@cache
def _latest(most: int) -> "CompiledQuery[Message]":
    about = Bound("conversation", models.BigIntegerField())
    return CompiledQuery(lambda: Message.objects.filter(conversation=about).for_page().newest_first()[:most])


class Message(models.Model):
    """What one side wrote, perhaps about one order."""

    class Kind(models.TextChoices):
        LETTER = "letter"  # somebody wrote it
        DECLINE = "decline"  # the explanation of a cancellation

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False)
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(
        "orders.Order", null=True, on_delete=models.SET_NULL, related_name="messages", db_index=False
    )
    side = models.CharField(max_length=8, choices=Conversation.Side)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LETTER)
    body = models.TextField(blank=True, help_text="what they wrote")
    notes: Any = CodedField(NOTES, default=list, help_text="what Anam says below it, or in its place")
    sent_at = models.DateTimeField(help_text="later than every message before it in the conversation")
    important = models.BooleanField(
        default=False, db_default=False, help_text="about an order that was open, or calls one off"
    )
    quiet = models.BooleanField(
        default=False, db_default=False, help_text="sent while the buyer had muted the maker: no badge, no mail"
    )
    search = SearchVectorField(null=True)

    objects = MessageQuerySet.as_manager()

    @property
    def words(self) -> str:
        """What they wrote, and what Anam says below it."""
        return "\n\n".join(filter(None, [self.body, *(worded(one, NOTES) for one in self.notes)]))

    class Meta:
        db_table = "message"
        constraints = [
            models.UniqueConstraint("order", condition=Q(kind="decline"), name="message_one_decline_an_order"),
            models.CheckConstraint(condition=~Q(body="") | ~Q(notes=[]), name="message_says_something"),
            models.CheckConstraint(condition=Q(important=False) | Q(quiet=False), name="message_important_not_quiet"),
        ]
        indexes = [
            models.Index(fields=["conversation", "-sent_at", "-id"], name="message_of_conversation"),
            models.Index(fields=["order", "sent_at"], name="message_of_order"),
            GinIndex(fields=["search"], name="message_search"),
        ]


class Picture(models.Model):
    """A picture that was sent with a message: decoded and written anew, without anything that it told besides.

    The bytes are read only where they are served.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="pictures")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, help_text="as in image/jpeg")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    small_width = models.PositiveIntegerField()
    small_height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the whole; tells a double click from a second one")

    objects = PictureQuerySet.as_manager()

    class Meta:
        db_table = "message_picture"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["image/jpeg", "image/png", "image/webp"]), name="picture_of_a_known_kind"
            )
        ]


class PictureBytes(models.Model):
    """The bytes of a picture, as they are sent to a browser: the whole, and a small one for the page."""

    picture = models.OneToOneField(Picture, primary_key=True, on_delete=models.CASCADE, related_name="stored")
    whole = models.BinaryField()
    small = models.BinaryField()

    class Meta:
        db_table = "message_picture_bytes"


class Reading(models.Model):
    """That a member of one side opened the conversation, and so read it up to one message. Only ever added."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="readings")
    side = models.CharField(max_length=8, choices=Conversation.Side)
    up_to = models.DateTimeField(help_text="when the newest message that they saw was sent")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "conversation_reading"
        constraints = [models.UniqueConstraint("conversation", "side", "up_to", name="reading_once")]


class Draft(models.Model):
    """What somebody is writing to the other side, perhaps about an order, and has not sent. Only they see it."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="+")
    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="+")
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    sent_from = models.CharField(max_length=16, blank=True, help_text="the page whose words were sent")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "message_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "maker", "buyer", "order"], nulls_distinct=False, name="draft_once_a_place"
            )
        ]

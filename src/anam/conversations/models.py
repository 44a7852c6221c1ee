"""The Message Center: conversations between one buyer and one maker (D4)."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from anam.people.models import Buyer, Maker, User


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of_maker(self, maker: Maker) -> "ConversationQuerySet":
        return self.filter(maker=maker)

    def of_buyer(self, buyer: Buyer) -> "ConversationQuerySet":
        return self.filter(buyer=buyer)

    def seen_by(self, user: User) -> "ConversationQuerySet":
        """Those that `user` may read: support all, a maker's or buyer's member their own."""
        if user.is_support:
            return self
        seen = Q(pk__in=[])
        if user.maker:
            seen |= Q(maker=user.maker)
        if user.buyer:
            seen |= Q(buyer=user.buyer)
        return self.filter(seen)

    def after(self, last: tuple[datetime, int] | None) -> "ConversationQuerySet":
        """Those that come after the one at (last_message_at, id), the newest first."""
        earlier = Q(last_message_at__lt=last[0]) | Q(last_message_at=last[0], id__lt=last[1]) if last else Q()
        return self.filter(earlier)

    def between(self, *, maker_id: int, buyer_id: int) -> "ConversationQuerySet":
        return self.filter(maker_id=maker_id, buyer_id=buyer_id)

    def for_list(self) -> "ConversationQuerySet":
        return self.select_related("maker", "buyer").order_by("-last_message_at", "-id")


class MessageQuerySet(models.QuerySet["Message"]):
    def newest_first(self, after: tuple[datetime, int] | None = None) -> "MessageQuerySet":
        """After the one at (sent_at, id), with their order and author."""
        earlier = Q(sent_at__lt=after[0]) | Q(sent_at=after[0], id__lt=after[1]) if after else Q()
        return self.filter(earlier).select_related("author", "order").order_by("-sent_at", "-id")


class Conversation(models.Model):
    """All that one buyer and one maker have written to each other."""

    class Side(models.TextChoices):
        MAKER = "maker"
        BUYER = "buyer"
        SUPPORT = "support"

    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="conversations")
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="conversations")
    started_by = models.CharField(max_length=8, choices=Side)
    buyer_wrote_at = models.DateTimeField(null=True, help_text="when the buyer first wrote; D4 asks for it")
    last_message_at = models.DateTimeField()
    maker_read_at = models.DateTimeField(null=True)
    buyer_read_at = models.DateTimeField(null=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        db_table = "conversation"
        constraints = [models.UniqueConstraint("maker", "buyer", name="conversation_once_a_pair")]
        indexes = [
            models.Index(fields=["maker", "-last_message_at"], name="conversation_of_maker"),
            models.Index(fields=["buyer", "-last_message_at"], name="conversation_of_buyer"),
        ]

    def latest_messages(self, most: int = 5) -> list["Message"]:
        """The newest messages, oldest of them first."""
        newest = self.messages.select_related("author", "order").order_by("-sent_at", "-id")[:most]
        return list(reversed(newest))


class Message(models.Model):
    """What one side wrote, perhaps about one order."""

    class Kind(models.TextChoices):
        LETTER = "letter"  # somebody wrote it
        DECLINE = "decline"  # the explanation of a cancellation

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.SET_NULL, related_name="messages")
    side = models.CharField(max_length=8, choices=Conversation.Side)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LETTER)
    body = models.TextField()
    sent_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        db_table = "message"
        constraints = [
            models.UniqueConstraint("order", condition=Q(kind="decline"), name="message_one_decline_an_order"),
            models.CheckConstraint(condition=~Q(body=""), name="message_says_something"),
        ]
        indexes = [
            models.Index(fields=["conversation", "-sent_at"], name="message_of_conversation"),
            models.Index(fields=["order", "sent_at"], name="message_of_order"),
        ]


UNREAD_BY_MAKER = Q(maker_read_at=None) | Q(maker_read_at__lt=F("last_message_at"))
UNREAD_BY_BUYER = Q(buyer_read_at=None) | Q(buyer_read_at__lt=F("last_message_at"))

"""Questions that are asked about conversations and messages."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from anam.cases.models import Case
from anam.mail.besides import besides_of_messages
from anam.mail.delivery import failed_about_conversation
from anam.partial import without
from anam.people.models import Buyer, Maker, User
from anam.people.seeing import seen_by
from anam.searching import query_for, search_query
from anam.web.cursors import earlier_than

if TYPE_CHECKING:
    from anam.conversations.models import Conversation, Message, Picture  # noqa: F401 - named in quotes below

MAX_FOUND = 20_000
After = tuple[datetime, int] | None

# The partial indexes conversation_unread_by_… are on these very conditions.
UNREAD_BY_MAKER = Q(last_for_maker_at__isnull=False) & (
    Q(maker_read_to=None) | Q(maker_read_to__lt=F("last_for_maker_at"))
)
UNREAD_BY_BUYER = Q(last_for_buyer_at__isnull=False) & (
    Q(buyer_read_to=None) | Q(buyer_read_to__lt=F("last_for_buyer_at"))
)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of_maker(self, maker: Maker) -> "ConversationQuerySet":
        return self.filter(maker=maker)

    def of_buyer(self, buyer: Buyer) -> "ConversationQuerySet":
        return self.filter(buyer=buyer)

    def seen_by(self, user: User) -> "ConversationQuerySet":
        """Those that `user` may read: support all, a maker's or buyer's member their own."""
        return seen_by(self, user)

    def between(self, *, maker_id: int, buyer_id: int) -> "ConversationQuerySet":
        return self.filter(maker_id=maker_id, buyer_id=buyer_id)

    def between_any(self, pairs: Iterable[tuple[int, int]]) -> "ConversationQuerySet":
        """Those between any of these pairs of a maker's id and a buyer's."""
        return self.filter(reduce(or_, (Q(maker_id=maker, buyer_id=buyer) for maker, buyer in pairs)))

    def unread_by(self, side: str) -> "ConversationQuerySet":
        """Those that hold something which the "maker" or "buyer" side has not opened."""
        return self.filter(UNREAD_BY_MAKER if side == "maker" else UNREAD_BY_BUYER)

    def with_messages(self, found: "models.QuerySet[Message]") -> "ConversationQuerySet":
        """Those in which the messages `found` stand."""
        # The limit keeps the two apart: else an index by date is walked to its end to find the few that match.
        return self.filter(pk__in=found.values("conversation")[:MAX_FOUND])

    def for_page(self) -> "ConversationQuerySet":
        """With both parties, and whether anybody has not been reached about it."""
        return self.select_related("maker", "buyer").annotate(has_failed_emails=failed_about_conversation())

    def newest_first(self, after: After = None) -> "ConversationQuerySet":
        """By their last message, after the one at (last_message_at, id)."""
        return self.filter(earlier_than(after, by="last_message_at")).order_by("-last_message_at", "-id")


def wanted_by(text: str, *, side: str, reader: int) -> str:
    """What finds messages to or from `reader` whose words, order or other side begin as the words of `text` do.

    "" where it has no words.
    """
    wanted = query_for(text, among="BD" if side == "maker" else "AD")
    return f"party{side[0]}{reader}:C & {wanted}" if wanted else ""


class MessageQuerySet(models.QuerySet["Message"]):
    def found_by(self, wanted: Any, *, side: str, reader: Any) -> "MessageQuerySet":
        """Messages to or from the maker or buyer (`side`) of the id `reader` that `wanted_by` found words for."""
        theirs = Q(maker=reader) if side == "maker" else Q(conversation__buyer=reader)
        return self.filter(theirs, search=search_query(wanted))

    def newest_first(self, before: After = None) -> "MessageQuerySet":
        """The newest first, before the one at (sent_at, id)."""
        return self.filter(earlier_than(before, by="sent_at")).order_by("-sent_at", "-id")

    def after(self, moment: datetime) -> "MessageQuerySet":
        return self.filter(sent_at__gt=moment)

    def for_row(self) -> "MessageQuerySet":
        """With what is shown of other tables' single rows: their author, and the `order_number`."""
        return without(self, "search").select_related("author").annotate(order_number=F("order__number"))

    def for_page(self) -> "MessageQuerySet":
        """With what `for_row` has, `shown_pictures`, each side's report of them to support, and what stood `besides` in
        the e-mail that they came by.
        """
        return self.for_row().annotate(
            shown_pictures=_pictures_of(self.model),
            reported_by_maker=_report_of("maker"),
            reported_by_buyer=_report_of("buyer"),
            besides=besides_of_messages(),
        )

    def visible_to(self, user: User) -> "MessageQuerySet":
        """Those of conversations that `user` is a party of; all of them for support, none for anybody else."""
        if user.is_support:
            return self
        theirs = Q(pk=None)
        if user.maker:
            theirs |= Q(maker=user.maker)
        if user.buyer:
            theirs |= Q(conversation__buyer=user.buyer)
        return self.filter(theirs)


def _pictures_of(message: type["Message"]) -> ArraySubquery:
    """The pictures of each message as facts, with the same query that finds the messages."""
    pictures = message._meta.get_field("pictures").related_model._default_manager.filter(message=OuterRef("pk"))
    facts = JSONObject(pk="id", width="width", height="height", small_width="small_width", small_height="small_height")
    return ArraySubquery(pictures.order_by("id").values(facts=facts))


def _report_of(side: str) -> Subquery:
    reports = Case.objects.filter(kind=Case.Kind.REPORT, about_message=OuterRef("pk"), opened_as=side)
    return Subquery(reports.order_by("-id").values("pk")[:1])


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User) -> "PictureQuerySet":
        """Those of conversations that `user` is a party of; all of them for support, none for anybody else."""
        if user.is_support:
            return self
        if user.maker:
            return self.filter(maker=user.maker)
        if user.buyer:
            return self.filter(message__conversation__buyer=user.buyer)
        return self.none()

    def bytes_of(self, pk: int, size: str) -> tuple[str, bytes] | None:
        """The kind and the bytes of one picture, "whole" or "small"."""
        return self.filter(pk=pk).values_list("kind", f"stored__{size}").first()

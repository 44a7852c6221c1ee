"""Where events are sent, and what became of each."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anam.coded import CodedField, worded
from anam.history.kinds import type_of
from anam.history.models import Event, EventQuerySet
from anam.people.models import Buyer, BuyerMember, Maker, MakerMember, User
from anam.webhooks.accepting import accepts
from anam.webhooks.sentences import NO_ANSWER

# How long one can look up what was sent.
KEPT_FOR = timedelta(days=30)


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def of(self, user: User) -> "EndpointQuerySet":
        """Those of the maker, the shop or the support that `user` acts for, not deleted, the newest first."""
        theirs = self.filter(maker=user.maker, buyer=user.buyer, for_support=user.is_support)
        return theirs.filter(retired_at=None).select_related("made_by").order_by("-id")

    def on_made_by(self, user: User) -> "EndpointQuerySet":
        """Those that `user` added where they act now, and that are not off."""
        return self.of(user).filter(made_by=user, switched_off_at=None)

    def in_force(self) -> "EndpointQuerySet":
        """Those that events are sent to, with whose they are."""
        return self.filter(retired_at=None, paused_at=None, switched_off_at=None).select_related("maker", "buyer")

    def with_something_due(self, now: datetime) -> "EndpointQuerySet":
        due = Delivery.objects.filter(endpoint=models.OuterRef("pk"), next_at__lte=now)
        return self.in_force().filter(models.Exists(due))

    def behind(self, seq: int) -> "EndpointQuerySet":
        """Those that events up to `seq` were not handed out to yet."""
        return self.in_force().filter(last_seq__lt=seq)

    def unconcerned(self, seq: int) -> "EndpointQuerySet":
        """Those of `behind` that nothing up to `seq` can concern: whose it is, an event knows itself."""
        theirs = Q(maker=models.OuterRef("maker")) | Q(buyer=models.OuterRef("buyer"))
        new = Event.objects.filter(seq__gt=models.OuterRef("last_seq"), seq__lte=seq)
        return self.behind(seq).filter(~models.Exists(new.filter(theirs)), for_support=False)


class Endpoint(models.Model):
    """An address of a maker, a shop or support, that the events which they may see are sent to (D1).

    It is theirs, and not of whoever added it: what becomes of it when they leave is asked then.
    """

    class Off(models.TextChoices):
        FAILING = "failing", "it did not accept an event for three days"
        GONE = "gone", "it answered that it is gone (410)"
        LEFT = "left", "whoever added it has left"

    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(Maker, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    buyer = models.ForeignKey(Buyer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    for_support = models.BooleanField(default=False)
    url = models.CharField(max_length=500)
    description = models.CharField(max_length=60, blank=True)
    secret = models.CharField(max_length=60)
    old_secret = models.CharField(max_length=60, blank=True)
    old_secret_until = models.DateTimeField(null=True, help_text="until then, both secrets sign")
    last_seq = models.BigIntegerField(help_text="the place in the feed up to which events were handed out")
    types = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], help_text="of events that are sent; empty: all"
    )
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    switched_off_at = models.DateTimeField(null=True)
    why_off = models.CharField(max_length=8, blank=True, choices=Off)
    retired_at = models.DateTimeField(null=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        db_table = "webhook_endpoint"
        constraints = [
            models.CheckConstraint(
                condition=Q(switched_off_at=None, why_off="") | Q(~Q(switched_off_at=None), ~Q(why_off="")),
                name="webhook_off_has_a_why",
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.url

    @property
    def is_in_force(self) -> bool:
        return not (self.retired_at or self.paused_at or self.switched_off_at)

    @property
    def reader(self) -> User:
        """Somebody of whose it is, as whom events are read: nobody in particular, and in no database."""
        reader = User(is_support=self.for_support)
        if self.maker:
            reader.maker_member = MakerMember(user=reader, maker=self.maker)
        if self.buyer:
            reader.buyer_member = BuyerMember(user=reader, buyer=self.buyer)
        return reader

    def wanted_of(self, events: EventQuerySet) -> EventQuerySet:
        """Those of `events` that are of the types it was made for; all where none were chosen."""
        return events.of_types(self.types) if self.types else events

    def secrets_at(self, now: datetime) -> list[str]:
        """Those that sign, the newest first."""
        old = [self.old_secret] if self.old_secret_until and self.old_secret_until > now else []
        return [self.secret, *old]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def to(self, endpoint: Endpoint) -> "DeliveryQuerySet":
        """The newest first, with their event and what they were answered."""
        rows = self.filter(endpoint=endpoint).select_related("endpoint", "event__entry__order").order_by("-id")
        return rows.prefetch_related("attempts")

    def due(self, endpoint_id: int, now: datetime) -> "DeliveryQuerySet":
        """Those that are to be tried, in the order of the feed."""
        return self.filter(endpoint=endpoint_id, next_at__lte=now).order_by("event__seq")

    def unfinished(self, endpoint: Endpoint) -> "DeliveryQuerySet":
        return self.filter(endpoint=endpoint, delivered_at=None)

    def reset_for_retry(self, now: datetime) -> int:
        """As if they had never been tried, with three days again. The answer is how many."""
        return self.update(next_at=now, tries=0, first_tried_at=None)

    def accepted_by(self, endpoint: Endpoint, *, since: datetime) -> "DeliveryQuerySet":
        return self.filter(endpoint=endpoint, delivered_at__gte=since)

    def before(self, pk: int | None) -> "DeliveryQuerySet":
        """Those further down a list whose last was `pk`."""
        return self.filter(pk__lt=pk) if pk else self

    def not_needed(self, now: datetime) -> "DeliveryQuerySet":
        """What was accepted a while ago, or was never to be, its endpoint being deleted."""
        old = now - KEPT_FOR
        return self.filter(Q(delivered_at__lt=old, next_at=None) | Q(endpoint__retired_at__lt=old))


class Delivery(models.Model):
    """One event on its way to one endpoint."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    fanned_out_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, help_text="when it is tried next; empty: it is not")
    tries = models.PositiveIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True, help_text="from then on it is tried for three days")
    delivered_at = models.DateTimeField(null=True, help_text="when it was first accepted")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        db_table = "webhook_delivery"
        constraints = [models.UniqueConstraint("endpoint", "event", name="webhook_event_once_an_endpoint")]
        indexes = [
            models.Index(fields=["endpoint", "next_at"], name="webhook_due", condition=~Q(next_at=None)),
            models.Index(fields=["endpoint", "-id"], name="webhook_deliveries"),
        ]

    @property
    def message_id(self) -> str:
        """The same for every attempt, and for no other event or endpoint."""
        return f"msg_{self.endpoint_id}_{self.event_id}"

    @property
    def type(self) -> str:
        return type_of(self.event.entry.kind)

    @property
    def is_waiting(self) -> bool:
        """Whether it is to be sent by itself."""
        return self.next_at is not None and self.endpoint.is_in_force

    @property
    def last_attempt(self) -> "Attempt | None":
        return next(iter(self.attempts.all()), None)


class Attempt(models.Model):
    """One request, and what it was answered."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text="of the answer; empty: there was none")
    answer = models.CharField(max_length=500, blank=True, help_text="how the answer began")
    no_answer: Any = CodedField(NO_ANSWER, help_text="why there was none")
    took_ms = models.PositiveIntegerField()

    class Meta:
        db_table = "webhook_attempt"
        ordering = ["-id"]

    @property
    def said(self) -> str:
        """How the answer began, or why there was none."""
        return self.answer or worded(self.no_answer, NO_ANSWER)

    @property
    def was_accepted(self) -> bool:
        return accepts(self.status)

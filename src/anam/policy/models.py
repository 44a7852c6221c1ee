"""The marketplace's numbers and switches.

A change is a new version; an order keeps the one it was placed under (D13).
"""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from anam.people.models import User
from anam.policy.queries import ReasonQuerySet

MAX_HOURS = 720
MAX_WHY_LENGTH = 300


class PolicyQuerySet(models.QuerySet["Policy"]):
    def newest_first(self, *, before: int | None = None) -> "PolicyQuerySet":
        """The versions with their authors; only those before the version `before`, where one is given."""
        versions = self.filter(id__lt=before) if before else self
        return versions.select_related("changed_by").order_by("-id")

    def version(self, pk: int) -> "Policy | None":
        return self.filter(pk=pk).first()

    def since(self, base_version: int) -> "PolicyQuerySet":
        """What was changed after the version `base_version`, the newest first."""
        return self.newest_first().filter(id__gt=base_version)


class Policy(models.Model):
    """One version of the policy. The newest is in force for orders placed from then on."""

    decline_window_hours = models.PositiveSmallIntegerField(default=72)
    makers_may_start_conversations = models.BooleanField(default=False)
    first_reminder_hours = models.PositiveSmallIntegerField(default=24)
    last_reminder_hours = models.PositiveSmallIntegerField(default=6)
    buyer_request_hours = models.PositiveSmallIntegerField(default=24)
    request_answer_hours = models.PositiveSmallIntegerField(default=48)
    support_answer_hours = models.PositiveSmallIntegerField(default=48)
    complete_after_days = models.PositiveSmallIntegerField(default=21)
    confirm_card_hours = models.PositiveSmallIntegerField(default=72)
    return_days = models.PositiveSmallIntegerField(default=14)
    makers_may_confirm_payments = models.BooleanField(default=False)
    orders_on_invoice = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=MAX_WHY_LENGTH)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        db_table = "policy"
        constraints = [
            models.CheckConstraint(
                condition=Q(decline_window_hours__gte=1) & Q(decline_window_hours__lte=720),
                name="policy_window_of_an_hour_to_a_month",
            ),
            models.CheckConstraint(
                condition=Q(
                    first_reminder_hours__range=(1, MAX_HOURS),
                    last_reminder_hours__range=(1, MAX_HOURS),
                    buyer_request_hours__range=(1, MAX_HOURS),
                    request_answer_hours__range=(1, MAX_HOURS),
                    support_answer_hours__range=(1, MAX_HOURS),
                    complete_after_days__range=(1, MAX_HOURS),
                    confirm_card_hours__range=(1, MAX_HOURS),
                    return_days__range=(1, MAX_HOURS),
                ),
                name="policy_times_of_an_hour_to_a_month",
            ),
            models.CheckConstraint(
                condition=Q(last_reminder_hours__lt=F("first_reminder_hours")), name="policy_last_reminder_comes_last"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="policy_says_why"),
        ]

    @property
    def decline_window(self) -> timedelta:
        return timedelta(hours=self.decline_window_hours)

    @property
    def buyer_request_window(self) -> timedelta:
        return timedelta(hours=self.buyer_request_hours)

    @property
    def request_answer_time(self) -> timedelta:
        return timedelta(hours=self.request_answer_hours)

    @property
    def confirm_card_time(self) -> timedelta:
        return timedelta(hours=self.confirm_card_hours)

    @property
    def support_answer_time(self) -> timedelta:
        return timedelta(hours=self.support_answer_hours)


class Reason(models.Model):
    """Why an order is cancelled. Support edits these; one in use is retired, not deleted.

    A reason that is reworded is retired and begun again under the same key: what was said with the old words
    keeps them, and so does every order that was placed under them (D13).
    """

    class Fault(models.TextChoices):
        MAKER = "maker"
        BUYER = "buyer"
        NOBODY = "nobody"

    class Stock(models.TextChoices):
        RETURN = "return", "goes back to stock"
        ZERO = "zero", "stock is set to zero"
        KEEP = "keep", "stock stays as it is"

    key = models.SlugField(max_length=40)
    since = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    until = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    for_buyer = models.CharField(max_length=80, blank=True, help_text="how the buyer hears it; empty: not at all")
    fault = models.CharField(max_length=8, choices=Fault)
    counts = models.BooleanField(help_text="whether it counts in the maker's figures (D14)")
    part_of_an_order = models.BooleanField(default=True)
    stock = models.CharField(max_length=8, choices=Stock)
    least_words = models.PositiveSmallIntegerField(default=10, help_text="characters the explanation needs")
    suggestion = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    for_makers = models.BooleanField(default=True)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        db_table = "cancellation_reason"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint("key", condition=Q(until=None), name="reason_once_a_key"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="reason_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(fault="maker"), name="reason_counts_only_where_the_maker_is_at_fault"
            ),
        ]

    def __str__(self) -> str:
        return self.label


SETTABLE = {
    "decline_window_hours": "how long a maker may decline, from the moment an order is placed",
    "makers_may_start_conversations": "whether a maker may write first about an order they have received",
    "first_reminder_hours": "how long before the deadline an unanswered order first reminds its maker",
    "last_reminder_hours": "how long before the deadline it reminds for the last time",
    "buyer_request_hours": "how long a buyer may ask to cancel, or to remove lines, from the moment an order is placed",
    "request_answer_hours": "how long a maker has to answer a buyer's request before it becomes a case for support",
    "support_answer_hours": "how long support has to answer a case before its lead is told",
    "complete_after_days": "how many days after it shipped an order completes itself, if nobody says otherwise",
    "confirm_card_hours": "how long a buyer has to confirm their card, or give another, where their bank refused it, "
    "before the order is cancelled",
    "return_days": "how many days a buyer has to send back what support agreed to, before they are reminded",
    "makers_may_confirm_payments": "whether a maker may say that money which another system holds has moved",
    "orders_on_invoice": "whether a marketplace without a payment gateway takes orders on invoice",
}


def unit_of(name: str) -> str:
    """What a number of the policy counts: "hour" or "day"."""
    return "day" if name.endswith("_days") else "hour"


def is_there_a_policy() -> bool:
    """Whether this is a database in which orders can be placed: the migrations make the first version."""
    return Policy.objects.exists()


def current_policy() -> Policy:
    """The policy that an order placed now is placed under."""
    return Policy.objects.latest("id")

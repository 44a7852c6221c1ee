"""The marketplace's numbers and switches.

A change is a new version; an order keeps the one it was placed under (D13).
"""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from anam.people.models import User

MOST_HOURS = 720
LONGEST_WHY = 300


class PolicyQuerySet(models.QuerySet["Policy"]):
    def newest_first(self, *, before: int | None = None) -> "PolicyQuerySet":
        """The versions with their authors; only those before the version `before`, where one is given."""
        versions = self.filter(id__lt=before) if before else self
        return versions.select_related("changed_by").order_by("-id")

    def version(self, pk: int) -> "Policy | None":
        return self.filter(pk=pk).first()

    def since(self, seen: int) -> "PolicyQuerySet":
        """What was changed after the version `seen`, the newest first."""
        return self.newest_first().filter(id__gt=seen)


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
    makers_may_confirm_payments = models.BooleanField(default=False)
    orders_on_invoice = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=LONGEST_WHY)

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
                    first_reminder_hours__range=(1, MOST_HOURS),
                    last_reminder_hours__range=(1, MOST_HOURS),
                    buyer_request_hours__range=(1, MOST_HOURS),
                    request_answer_hours__range=(1, MOST_HOURS),
                    support_answer_hours__range=(1, MOST_HOURS),
                    complete_after_days__range=(1, MOST_HOURS),
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
    def support_answer_time(self) -> timedelta:
        return timedelta(hours=self.support_answer_hours)


SETTABLE = {
    "decline_window_hours": "how long a maker may decline, from the moment an order is placed",
    "makers_may_start_conversations": "whether a maker may write first about an order they have received",
    "first_reminder_hours": "how long before the deadline an unanswered order first reminds its maker",
    "last_reminder_hours": "how long before the deadline it reminds for the last time",
    "buyer_request_hours": "how long a buyer may ask to cancel, or to remove lines, from the moment an order is placed",
    "request_answer_hours": "how long a maker has to answer a buyer's request before it becomes a case for support",
    "support_answer_hours": "how long support has to answer a case before its lead is told",
    "complete_after_days": "how many days after it shipped an order completes itself, if nobody says otherwise",
    "makers_may_confirm_payments": "whether a maker may say that money which another system holds has moved",
    "orders_on_invoice": "whether a marketplace without a payment gateway takes orders on invoice",
}


def unit_of(name: str) -> str:
    """What a number of the policy counts: "hour" or "day"."""
    return "day" if name.endswith("_days") else "hour"


def current_policy() -> Policy:
    """The policy that an order placed now is placed under."""
    return Policy.objects.latest("id")

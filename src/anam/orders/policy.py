"""The marketplace's numbers and switches.

A change is a new version; an order keeps the one it was placed under (D13).
"""

from datetime import timedelta

from django.db import models

from anam.people.models import User


class Policy(models.Model):
    """One version of the policy. The newest is in force for orders placed from then on."""

    decline_window_hours = models.PositiveSmallIntegerField(default=72)
    makers_may_start_conversations = models.BooleanField(default=False)
    first_reminder_hours = models.PositiveSmallIntegerField(default=24)
    last_reminder_hours = models.PositiveSmallIntegerField(default=6)
    buyer_request_hours = models.PositiveSmallIntegerField(default=24)
    request_answer_hours = models.PositiveSmallIntegerField(default=48)
    support_answer_hours = models.PositiveSmallIntegerField(default=48)
    changed_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)

    class Meta:
        db_table = "policy"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decline_window_hours__gte=1) & models.Q(decline_window_hours__lte=720),
                name="policy_window_of_an_hour_to_a_month",
            )
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
    "makers_may_start_conversations": "whether a maker may write first about an order they have received (D4)",
    "first_reminder_hours": "how long before the deadline an unanswered order first reminds its maker",
    "last_reminder_hours": "how long before the deadline it reminds for the last time",
    "buyer_request_hours": "how long a buyer may ask to cancel, or to remove lines, from the moment an order is placed",
    "request_answer_hours": "how long a maker has to answer a buyer's request before it becomes a case for support",
    "support_answer_hours": "how long support has to answer a case before its lead is told",
}


def current_policy() -> Policy:
    """The policy that an order placed now is placed under."""
    return Policy.objects.latest("id")


def change_policy(*, by: User | None, why: str, **changes: int | bool) -> Policy:
    """A new version of the policy with `changes`. Orders already placed keep theirs (D13)."""
    kept = {name: getattr(current_policy(), name) for name in SETTABLE}
    return Policy.objects.create(changed_by=by, why=why, **{**kept, **changes})

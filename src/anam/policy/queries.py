"""Questions that are asked about reasons."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from anam.policy.models import Reason


def in_force_sql(policy: str) -> str:
    """`ReasonQuerySet.in_force` of a row of cancellation_reason, for a version of the policy that SQL names."""
    return f"(since_id <= {policy} AND (until_id IS NULL OR until_id > {policy}))"


class ReasonQuerySet(models.QuerySet["Reason"]):
    def in_force(self, policy_id: int) -> "ReasonQuerySet":
        """Those of the policy's version `policy_id`: an order keeps the reasons it was placed under (D13)."""
        return self.filter(Q(until=None) | Q(until__gt=policy_id), since__lte=policy_id)

    def current(self) -> "ReasonQuerySet":
        """Those of the newest version, which orders placed now have."""
        return self.filter(until=None)

    def under(self, policy_id: int, key: str) -> "Reason | None":
        """The reason of that key in the policy's version `policy_id`."""
        return self.in_force(policy_id).filter(key=key).first()

    def last_of(self, key: str) -> "Reason | None":
        """The reason of that key as it is, or as it was when it was retired."""
        return self.filter(key=key).order_by("-id").first()

    def retired(self) -> "ReasonQuerySet":
        """The last words of each that orders placed now no longer have, with when it began and ended."""
        kept = self.current().values("key")
        last = self.exclude(key__in=kept).order_by("key", "-id").distinct("key").values("pk")
        return self.filter(pk__in=last).select_related("since", "until").order_by("-until_id", "label")

    def changed_in(self, versions: Iterable[int]) -> "ReasonQuerySet":
        """Those that began or ended with one of these versions of the policy."""
        numbers = list(versions)
        return self.filter(Q(since__in=numbers) | Q(until__in=numbers))

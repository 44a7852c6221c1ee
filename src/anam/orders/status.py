"""The life of an order: every status, and every move between them. Nothing else moves."""

from dataclasses import dataclass

from django.db import models


class Status(models.TextChoices):
    PLACED = "placed", "Waiting for the maker"
    ACCEPTED = "accepted", "Accepted"
    SHIPPED = "shipped", "Shipped"
    COMPLETED = "completed", "Completed"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"


@dataclass(frozen=True)
class Transition:
    origins: tuple[Status, ...]
    target: Status


MOVES = {
    "accept": Transition((Status.PLACED,), Status.ACCEPTED),
    "unaccept": Transition((Status.ACCEPTED,), Status.PLACED),
    "ship": Transition((Status.ACCEPTED,), Status.SHIPPED),
    "complete": Transition((Status.SHIPPED,), Status.COMPLETED),
    "decline": Transition((Status.PLACED, Status.ACCEPTED), Status.DECLINED),
    "cancel": Transition((Status.PLACED, Status.ACCEPTED), Status.CANCELLED),
}
FINAL = (Status.DECLINED, Status.CANCELLED, Status.COMPLETED)
OPEN = (Status.PLACED, Status.ACCEPTED)
# Of a buyer's request, as `CancellationRequest.is_open` and its queryset's `still_open`: of a row in SQL. One for
# another country is answered while its order is OPEN, too.
IS_OPEN_REQUEST = "(answer = '')"

from anam.clock import database_now
from anam.webhooks.models import Delivery

MAX_AT_ONCE = 5_000


def forget() -> int:
    """Delete what nobody looks up any more, so that the table does not grow for ever. The answer is how many."""
    forgotten = 0
    while some := list(Delivery.objects.not_needed(database_now()).values_list("pk", flat=True)[:MAX_AT_ONCE]):
        Delivery.objects.filter(pk__in=some).delete()
        forgotten += len(some)
    return forgotten

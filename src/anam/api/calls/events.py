"""The feed of everything that happened."""

from typing import Any

from ninja import Router

from anam.api import paging
from anam.api.pipeline import ApiRequest
from anam.api.shapes.event import Feed, events_out
from anam.history.feed import number_events
from anam.history.models import Event

router = Router(tags=["Events"])


@router.get("/events", response=Feed, exclude_unset=True, summary="Everything that happened")
def get_events(
    request: ApiRequest,
    after: str = paging.parameter("", max_length=20, description="`next` of the page before, or the `id` of an event."),
    cursor: str = paging.parameter("", max_length=20, description="Another name of `after`."),
    limit: int = paging.limit(50),
) -> Any:
    """Every entry of the orders that you may see, once, in an order that never changes: nothing is ever missed.

    Go on with `next` until `items` is empty; ask again later with the last `next` that you were given.
    """
    number_events()
    place = paging.place_after(after or cursor)
    page = list(Event.objects.seen_by(request.user).after(place)[:limit])
    seqs = {event.entry_id: event.seq for event in page}
    items = events_out([event.entry for event in page], request.user, seqs=seqs)
    return Feed(items=items, next=str(page[-1].seq) if page else None)

"""The ledger: every movement of money."""

from typing import Any

from ninja import Router

from anam.api import paging
from anam.api.lookup import found
from anam.api.pipeline import ApiRequest
from anam.api.shapes.movement import Ledger, movement_out
from anam.payments.ledger import number_movements
from anam.payments.models import MovementPlace
from anam.people.models import Maker

router = Router(tags=["Payments"])


@router.get("/ledger", response=Ledger, exclude_unset=True, summary="Every movement of money")
def get_ledger(
    request: ApiRequest,
    maker: str = paging.parameter("", max_length=60, description="Only this maker’s, by its slug."),
    after: str = paging.parameter("", max_length=20, description="`next` of the page before, or the `id` of one."),
    cursor: str = paging.parameter("", max_length=20, description="Another name of `after`."),
    limit: int = paging.limit(50),
) -> Any:
    """Every movement of money, once, in an order that never changes: nothing is ever missed (M7).

    Support reads all of them, a maker their own; for a buyer there is no ledger (404). Go on with `next` until `items`
    is empty; ask again later with the last `next` that you were given.
    """
    user = request.user
    if not user.is_support:
        own = found(user.maker)
        found(own if maker in ("", own.slug) else None)
    places = MovementPlace.objects.seen_by(user)
    if maker and user.is_support:
        places = places.filter(maker=found(Maker.objects.filter(slug=maker).first()))
    place = paging.place_after(after or cursor)
    number_movements()
    page = list(places.after(place)[:limit])
    return Ledger(items=[movement_out(one) for one in page], next=str(page[-1].seq) if page else None)

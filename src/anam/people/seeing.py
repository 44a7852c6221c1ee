"""Whose rows somebody may see: asked here once, for everything that lies between one maker and one buyer (D1)."""

from typing import Any

from django.db.models import Q, QuerySet

from anam.people.models import User

_ALL = Q()


def seen_by[Rows: QuerySet[Any]](rows: Rows, user: User, *, what_buyers_read: Q = _ALL) -> Rows:
    """Those of `rows` that `user` may see: support all, a maker's or buyer's member those of theirs.

    `what_buyers_read` is which of them a buyer may see at all.
    """
    if user.is_support:
        return rows
    seen = Q(pk__in=[])
    if user.maker:
        seen |= Q(maker=user.maker)
    if user.buyer:
        seen |= Q(buyer=user.buyer) & what_buyers_read
    return rows.filter(seen)

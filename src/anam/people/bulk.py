"""The makers, buyers and members that an import brings, some hundred at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anam.bulk import insert
from anam.people.models import Buyer, BuyerMember, Maker, Role, User


@dataclass(frozen=True)
class NewMaker:
    slug: str
    name: str
    place: str
    order_prefix: str


@dataclass(frozen=True)
class NewBuyer:
    slug: str
    name: str
    place: str
    country: str
    created_at: datetime


@dataclass(frozen=True)
class NewMember:
    """Somebody new who owns a new buyer. They set a password by “forgot password”."""

    buyer_id: int
    email: str
    name: str


def add_makers(new: Sequence[NewMaker]) -> list[Maker]:
    """Makers without storefronts, in the same order."""
    return Maker.objects.bulk_create(
        Maker(slug=one.slug, name=one.name, place=one.place, order_prefix=one.order_prefix) for one in new
    )


def add_buyers(new: Sequence[NewBuyer]) -> list[int]:
    """Their ids, in the same order."""
    return insert(Buyer, new)


def add_buyer_members(new: Sequence[NewMember]) -> None:
    """People without a password."""
    users = [User(email=one.email, name=one.name) for one in new]
    for user in users:
        user.set_unusable_password()
    BuyerMember.objects.bulk_create(
        BuyerMember(user=user, buyer_id=one.buyer_id, role=Role.OWNER)
        for user, one in zip(User.objects.bulk_create(users), new, strict=True)
    )

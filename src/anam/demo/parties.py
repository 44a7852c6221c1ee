"""The people, parties and products of the demo, as rows; before anything has happened."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from anam.catalog.models import Product, StockMovement, Storefront
from anam.catalog.stock import count
from anam.demo.addresses import write_addresses
from anam.demo.cast import PASSWORD, PEOPLE, SHOPS, STOCKISTS
from anam.demo.goods import GOODS, KINDS, VARIANTS
from anam.demo.pictures import hang_pictures
from anam.people.models import Buyer, BuyerMember, Maker, MakerMember, User


@dataclass(frozen=True)
class Parties:
    """Makers, buyers and cards by slug, people by e-mail and by party, products by maker and SKU."""

    makers: dict[str, Maker]
    buyers: dict[str, Buyer]
    cards: dict[str, str]
    people: dict[str, User]
    members: dict[str, list[User]]
    products: dict[tuple[str, str], Product]


def build_parties(*, since: datetime) -> Parties:
    """Write everybody and everything that there is, as from `since` (UTC)."""
    makers, buyers = _open_shops(since), _open_stockists(since)
    people = _let_people_in(since)
    write_addresses(buyers, people)
    members: dict[str, list[User]] = {}
    for person in PEOPLE:
        members.setdefault(person.party, []).append(people[person.email])
    _make_members(people, makers, buyers)
    products = _stock_shelves(makers, since)
    hang_pictures(products.values(), makers.values())
    return Parties(
        makers=makers,
        buyers=buyers,
        cards={one.slug: one.card for one in STOCKISTS},
        people=people,
        members=members,
        products=products,
    )


def _open_shops(since: datetime) -> dict[str, Maker]:
    makers = Maker.objects.bulk_create(
        Maker(
            slug=one.slug,
            name=one.name,
            place=one.place,
            country=one.country,
            time_zone=one.time_zone,
            order_prefix=one.prefix,
        )
        for one in SHOPS
    )
    Storefront.objects.bulk_create(
        Storefront(
            maker=maker,
            tagline=one.tagline,
            story=one.story,
            currency=one.currency,
            order_minimum=one.order_minimum,
            shipping=one.shipping,
            lead_time_days=one.lead_time_days,
        )
        for maker, one in zip(makers, SHOPS, strict=True)
    )
    Maker.objects.filter(pk__in=[maker.pk for maker in makers]).update(created_at=since)
    return {maker.slug: maker for maker in makers}


def _open_stockists(since: datetime) -> dict[str, Buyer]:
    buyers = Buyer.objects.bulk_create(
        Buyer(slug=one.slug, name=one.name, place=one.place, country=one.country, time_zone=one.time_zone)
        for one in STOCKISTS
    )
    Buyer.objects.filter(pk__in=[buyer.pk for buyer in buyers]).update(created_at=since)
    return {buyer.slug: buyer for buyer in buyers}


def _let_people_in(since: datetime) -> dict[str, User]:
    password = make_password(PASSWORD)  # hashed once: slow on purpose, and the same for all
    people = User.objects.bulk_create(
        User(
            email=one.email,
            name=one.name,
            time_zone=one.time_zone,
            is_support=one.party == "support",
            leads_support=one.role == "lead",
            phone=one.phone,
            password=password,
        )
        for one in PEOPLE
    )
    User.objects.filter(pk__in=[person.pk for person in people]).update(joined_at=since)
    return {person.email: person for person in people}


def _make_members(people: dict[str, User], makers: dict[str, Maker], buyers: dict[str, Buyer]) -> None:
    MakerMember.objects.bulk_create(
        MakerMember(user=people[one.email], maker=makers[one.party], role=one.role)
        for one in PEOPLE
        if one.party in makers
    )
    BuyerMember.objects.bulk_create(
        BuyerMember(user=people[one.email], buyer=buyers[one.party], role=one.role)
        for one in PEOPLE
        if one.party in buyers
    )


def _stock_shelves(makers: dict[str, Maker], since: datetime) -> dict[tuple[str, str], Product]:
    products = Product.objects.bulk_create(
        Product(
            maker=makers[one.maker],
            sku=one.sku,
            title=one.title,
            description=one.description,
            unit_price=one.unit_price,
            stock=None if one.counted is None else 0,
            kind=KINDS[one.maker],
            **VARIANTS.get((one.maker, one.sku), {}),
        )
        for one in GOODS
    )
    for product, one in zip(products, GOODS, strict=True):
        if one.counted is not None:
            recount(product, stock=one.counted, at=since)
    return {(one.maker, one.sku): product for product, one in zip(products, GOODS, strict=True)}


def recount(product: Product, *, stock: int, at: datetime) -> None:
    """The maker counted `product` at `at` (UTC), and there were so many."""
    count(product.pk, stock=stock)
    movement = StockMovement.objects.filter(product=product).latest("id")
    StockMovement.objects.filter(pk=movement.pk).update(at=at)

"""The makers and buyers that an import speaks of: found where they are known, else made. They cannot sign in."""

import re
from typing import Any

from django.db.models.functions import Lower
from django.utils.text import slugify

from anam.catalog.models import Storefront
from anam.imports.plain import PlainBuyer
from anam.people.models import Buyer, BuyerMember, Maker, User


def same_maker(name: str) -> str:
    """Names for which this is equal are one maker's: "Serenity Home", "SERENITY  Home" and "serenity-home"."""
    return slugify(name)[:80].strip("-") or name.casefold()


def maker_called(name: str, *, currency: str) -> Maker:
    """The maker of that name, or of the address that such a name leads to; a new one has a storefront."""
    slug = slugify(name)[:80].strip("-")
    known = Maker.objects.filter(slug=slug).first() if slug else None
    known = known or Maker.objects.filter(name__iexact=name).order_by("id").first()
    if known:
        return known
    maker = Maker.objects.create(slug=_free_slug(Maker, name), name=name, order_prefix=_prefix(name))
    Storefront.objects.create(maker=maker, currency=currency)
    return maker


def buyer_of(plain: PlainBuyer) -> Buyer:
    """The buyer whose member has that e-mail; without an e-mail, the one of that name who has no member either.

    A name alone never leads to somebody's account: two shops may be called the same. A new buyer with an
    e-mail has a member without a password, so that they are told of what becomes of their orders (D10).
    """
    person = _person_at(plain.email) if plain.email else None
    if person and person.buyer:
        return person.buyer
    nobodys = Buyer.objects.filter(name=plain.name, members=None).order_by("id").first()
    if nobodys and (person or not plain.email):
        return nobodys
    buyer = Buyer.objects.create(
        slug=_free_slug(Buyer, plain.name), name=plain.name, place=plain.place, country=plain.country
    )
    if plain.email and person is None:
        person = User.objects.create_user(plain.email, name=plain.name)
        BuyerMember.objects.create(user=person, buyer=buyer)
    return buyer


def _person_at(email: str) -> User | None:
    return User.objects.alias(address=Lower("email")).filter(address=email).first()


def _prefix(name: str) -> str:
    """What order numbers begin with: three letters of the name, as in MOU-1001."""
    letters = re.sub(r"[^A-Z]", "", slugify(name).upper())
    return letters[:3] or "ORD"


def _free_slug(party: Any, name: str) -> str:
    slug = slugify(name)[:70].strip("-") or party.__name__.lower()
    taken = set(party.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(f"{slug}-{number}" for number in range(2, len(taken) + 3) if f"{slug}-{number}" not in taken)

"""The makers and buyers that an import speaks of: found where they are known, else made. They cannot sign in.

Some hundred names are looked up at once.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.utils.text import slugify

from anam.catalog.bulk import open_storefronts
from anam.imports.parsed import ParsedBuyer
from anam.people.bulk import NewBuyer, NewMaker, NewMember, add_buyer_members, add_buyers, add_makers
from anam.people.models import Buyer, Maker
from anam.sql import fetch_all, fetch_values


def same_maker(name: str) -> str:
    """Names for which this is equal are one maker's: "Serenity Home", "SERENITY  Home" and "serenity-home"."""
    return slugify(name)[:80].strip("-") or name.casefold()


_MAKERS = """
WITH wanted AS (SELECT * FROM unnest(%(keys)s::text[], %(names)s::text[]) wanted (key, name))
SELECT DISTINCT ON (key) key, id FROM (
  SELECT wanted.key, maker.id, 1 AS rank FROM wanted JOIN maker ON maker.slug = wanted.key
  UNION ALL
  SELECT wanted.key, maker.id, 2 FROM wanted JOIN maker ON upper(maker.name) = upper(wanted.name)
) found ORDER BY key, rank, id
"""


@dataclass(frozen=True)
class _KnownMaker:
    key: str
    id: int


def known_makers(names: Collection[str]) -> dict[str, int]:
    """The ids of makers by `same_maker`: of that address, or else of that name."""
    wanted = {same_maker(name): name for name in reversed(list(names))}
    found = fetch_all(_KnownMaker, _MAKERS, {"keys": list(wanted), "names": list(wanted.values())})
    return {one.key: one.id for one in found}


def make_makers(wanted: dict[str, tuple[str, str, str]]) -> dict[str, Maker]:
    """New makers, each with a storefront: `wanted` are their name, currency and place by `same_maker`."""
    slugs = _free_slugs(Maker, [name for name, _, _ in wanted.values()])
    made = add_makers(
        [
            NewMaker(slug, name, place, _prefix(name))
            for slug, (name, _, place) in zip(slugs, wanted.values(), strict=True)
        ]
    )
    open_storefronts((maker, currency) for maker, (_, currency, _) in zip(made, wanted.values(), strict=True))
    return dict(zip(wanted, made, strict=True))


_PEOPLE = """
SELECT lower(person.email) AS email, buyer.id AS buyer, buyer.name
FROM person
LEFT JOIN buyer_member member ON member.user_id = person.id
LEFT JOIN buyer ON buyer.id = member.buyer_id
WHERE lower(person.email) = ANY (%(emails)s)
"""
# What a maker brings in themselves leads to a shop's account only where the two have met already.
_HAVE_MET = """
SELECT buyer_id FROM orders_order WHERE maker_id = %(maker)s AND buyer_id = ANY (%(buyers)s)
UNION SELECT buyer_id FROM conversation WHERE maker_id = %(maker)s AND buyer_id = ANY (%(buyers)s)
"""
_NOBODYS = """
SELECT DISTINCT ON (buyer.name) buyer.id, buyer.name FROM buyer
WHERE buyer.name = ANY (%(names)s) AND NOT EXISTS (SELECT FROM buyer_member m WHERE m.buyer_id = buyer.id)
ORDER BY buyer.name, buyer.id
"""


@dataclass(frozen=True)
class Known:
    """A buyer of ours, and whether they were made just now."""

    id: int
    name: str
    new: bool = False
    key: str = ""  # of one who was made: what they would be found by


@dataclass(frozen=True)
class _Person:
    """Whose address it is, and the shop that they act for."""

    email: str
    buyer: int | None
    name: str | None


class Buyers:
    """Who the buyers of some orders are. `only_for`: the maker who brings them in; None, where an operator does."""

    def __init__(self, *, only_for: Maker | None, now: datetime) -> None:
        self._only_for, self._now = only_for, now

    def found_or_made(self, wanted: Collection[ParsedBuyer]) -> dict[ParsedBuyer, Known]:
        """The buyer that each is.

        By the e-mail of a member; without an e-mail, the one of that name who has no member either. A name alone
        never leads to somebody's account: two shops may be called the same. A new buyer with an e-mail has a
        member without a password, so that they are told of what becomes of their orders (D10); but not one that
        a maker brings in, who could name anybody's address.
        """
        distinct = list(dict.fromkeys(wanted))
        people = self._people([parsed.email for parsed in distinct if parsed.email])
        nobodys = self._nobodys([parsed.name for parsed in distinct])
        found: dict[ParsedBuyer, Known] = {}
        to_make: dict[tuple[str, str], list[ParsedBuyer]] = {}
        for parsed in distinct:
            by_name = not parsed.email or parsed.email in people or self._only_for is not None
            known = people.get(parsed.email) or (nobodys.get(parsed.name) if by_name else None)
            if known:
                found[parsed] = known
            else:
                to_make.setdefault(("", parsed.name) if by_name else (parsed.email, ""), []).append(parsed)
        made = self._make([parsed_orders[0] for parsed_orders in to_make.values()], people)
        for (key, parsed_orders), known in zip(to_make.items(), made, strict=True):
            found |= dict.fromkeys(parsed_orders, replace(known, key="\n".join(key)))
        return found

    def _people(self, emails: list[str]) -> dict[str, Known | None]:
        """By address; None for somebody whose shop, if any, is not to be used."""
        found = fetch_all(_Person, _PEOPLE, {"emails": emails})
        people = {one.email: Known(one.buyer, one.name or "") if one.buyer else None for one in found}
        if self._only_for is None:
            return people
        buyers = [known.id for known in people.values() if known]
        met = set(fetch_values(_HAVE_MET, {"maker": self._only_for.pk, "buyers": buyers}))
        return {email: known if known and known.id in met else None for email, known in people.items()}

    def _nobodys(self, names: list[str]) -> dict[str, Known]:
        return {known.name: known for known in fetch_all(Known, _NOBODYS, {"names": names})}

    def _make(self, parsed_orders: list[ParsedBuyer], people: dict[str, Known | None]) -> list[Known]:
        slugs = _free_slugs(Buyer, [parsed.name for parsed in parsed_orders])
        buyers = add_buyers(
            [
                NewBuyer(slug, parsed.name, parsed.place, parsed.country, self._now)
                for slug, parsed in zip(slugs, parsed_orders, strict=True)
            ]
        )
        if self._only_for is None:
            add_buyer_members(
                [
                    NewMember(pk, parsed.email, parsed.name)
                    for pk, parsed in zip(buyers, parsed_orders, strict=True)
                    if parsed.email and parsed.email not in people
                ]
            )
        return [Known(pk, parsed.name, new=True) for pk, parsed in zip(buyers, parsed_orders, strict=True)]


def _prefix(name: str) -> str:
    """What order numbers begin with: three letters of the name, as in MOU-1001."""
    emails = re.sub(r"[^A-Z]", "", slugify(name).upper())
    return emails[:3] or "ORD"


def _free_slugs(party: type[Maker] | type[Buyer], names: list[str]) -> list[str]:
    """An address for each of `names` that nobody has: "moss", or "moss-2" up to 9, or else "moss-" and eight digits."""
    wanted = [slugify(name)[:70].strip("-") or party.__name__.lower() for name in names]
    numbered = {slug: [slug, *(f"{slug}-{number}" for number in range(2, 10))] for slug in wanted}
    everybody: Any = party._default_manager
    asked = [one for several in numbered.values() for one in several]
    taken = set(everybody.filter(slug__in=asked).values_list("slug", flat=True))
    free = []
    for slug in wanted:
        found = next((one for one in numbered[slug] if one not in taken), f"{slug}-{token_hex(4)}")
        taken.add(found)
        free.append(found)
    return free

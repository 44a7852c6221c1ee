"""Writing plain products: all variants of one or none, and each only once. What has changed is brought up to date.

A product is known by what the other shop knows it by, and not by its SKU: two may have the same one there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import DataError, IntegrityError, transaction

from anam.catalog import stock
from anam.catalog.actions.import_pictures import import_pictures
from anam.catalog.bulk import add_product, change_product
from anam.catalog.models import Product, Storefront
from anam.clock import database_now
from anam.coded import Worded
from anam.imports.cells import minor_units, quoted
from anam.imports.outcomes import Outcome, Result, refused
from anam.imports.parsed import BadRow, Unreadable
from anam.imports.parsed_products import ParsedProduct, ParsedVariant
from anam.imports.parties import known_makers, make_makers, same_maker
from anam.imports.seen import Seen
from anam.imports.sentences import words
from anam.imports.shelf import Shelf
from anam.imports.tried import Tried
from anam.people.models import Maker
from anam.sql import execute

MAX_NOTES = 20


@dataclass
class ProductImporter:
    """`only_for`: a maker who brings in their own. `only_try` undoes it all again. `currency`: of a new maker's."""

    only_for: Maker | None = None
    only_try: bool = False
    currency: str = "USD"
    _seen: Seen | None = None
    _tried: Tried | None = None

    def write(self, batch: Sequence[ParsedProduct | BadRow]) -> list[Result]:
        """Write them one by one, in one transaction (or the caller's)."""
        with transaction.atomic():
            execute("SELECT pg_advisory_xact_lock(hashtext('anam.imports'))")
            if self.only_try and self._seen is None:
                self._seen, self._tried = Seen(), Tried()
            return [self._result(one) for one in batch]

    def _result(self, one: ParsedProduct | BadRow) -> Result:
        if isinstance(one, BadRow):
            return refused(one, one.why)
        try:
            return self._tried_only(one) if self.only_try else self._really(one)
        except Unreadable as wrong:
            return refused(one, wrong.words)
        except (DataError, IntegrityError) as error:
            return refused(one, words("database_refused", error=str(error).splitlines()[0]))

    def _really(self, parsed: ParsedProduct) -> Result:
        with transaction.atomic():
            maker, new_makers = self._maker(parsed)
            return self._write(parsed, maker, new_makers, database_now())

    def _tried_only(self, parsed: ParsedProduct) -> Result:
        """The same, and taken back; what would be there by then is written again before the next."""
        assert self._seen
        assert self._tried
        with transaction.atomic():
            maker, new_makers = self._maker(parsed)
            whose = same_maker(parsed.maker) if new_makers else str(maker.pk)
            there = self._tried.write_again(whose, maker, parsed)
            result = self._write(parsed, maker, new_makers, database_now())
            rows = self._tried.rows(maker, parsed, there)
            transaction.set_rollback(True)
        self._tried.keep(whose, rows)
        new_maker = new_makers and bool(self._seen.new_among([f"maker:{whose}"]))
        return replace(result, new_makers=int(new_maker))

    def _write(self, parsed: ParsedProduct, maker: Maker, new_makers: int, now: datetime) -> Result:
        currency = Storefront.objects.currency_of(maker)
        prices = [minor_units(one.price, currency=currency, what="price") for one in parsed.variants]
        shelf = Shelf.of(maker, parsed)
        kinds, notes = set(), list(parsed.notes)
        for variant, price in zip(parsed.variants, prices, strict=True):
            product, sku = shelf.place_of(variant)
            kinds.add(_write_variant(parsed, variant, product, maker, sku=sku, price=price, now=now))
            if variant.sku and sku != variant.sku:
                names = {"sku": quoted(variant.sku), "title": quoted(variant.title), "here": quoted(sku, most=80)}
                notes.append(words("sku_taken", **names))
        outcome = (
            Outcome.IMPORTED if kinds == {"new"} else Outcome.ALREADY_THERE if kinds == {"same"} else Outcome.CHANGED
        )
        return Result(parsed.line_number, parsed.name, outcome, new_makers=new_makers, notes=_in_short(notes))

    def _maker(self, parsed: ParsedProduct) -> tuple[Maker, int]:
        key = same_maker(parsed.maker)
        known = known_makers([parsed.maker]).get(key)
        if self.only_for and known != self.only_for.pk:
            raise Unreadable("product_of_another", maker=parsed.maker, own=str(self.only_for))
        if known:
            return Maker.objects.get(pk=known), 0
        return make_makers({key: (parsed.maker, self.currency, "")})[key], 1


def _write_variant(
    parsed: ParsedProduct,
    variant: ParsedVariant,
    product: Product | None,
    maker: Maker,
    *,
    sku: str,
    price: int,
    now: datetime,
) -> str:
    """What came of it: new, changed or same. A count is written only where it differs from what is there."""
    wanted = {
        "title": variant.title,
        "description": parsed.description,
        "unit_price": price,
        "sku": sku,
        "retired_at": None if parsed.for_sale else (product and product.retired_at) or now,
    }
    if product is None:
        product, kind = add_product(maker, source_key=variant.key, **wanted), "new"
    else:
        kind = "same" if all(getattr(product, name) == value for name, value in wanted.items()) else "changed"
        if kind == "changed" or product.source_key != variant.key:
            change_product(product.pk, source_key=variant.key, **wanted)
    import_pictures(variant.pictures, product=product)
    if variant.stock is not None and variant.stock != product.stock:
        stock.count(product.pk, stock=variant.stock)
        kind = kind if kind == "new" else "changed"
    return kind


def _in_short(notes: list[Worded]) -> tuple[Worded, ...]:
    rest = [words("and_so_on", more=len(notes) - MAX_NOTES)] if len(notes) > MAX_NOTES else []
    return (*notes[:MAX_NOTES], *rest)

"""Writing plain products: all variants of one or none, and each only once. What has changed is brought up to date.

A product is known by what the other shop knows it by, and not by its SKU: two may have the same one there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import DataError, IntegrityError, transaction

from anam.catalog import stock
from anam.catalog.actions.import_pictures import import_pictures
from anam.catalog.bulk import add_product, change_product
from anam.catalog.models import Product, ProductChange, Storefront
from anam.catalog.product_writing import IMPORT, Author, record_added, write_product
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
from anam.people.models import Maker, User
from anam.refusals import Refused
from anam.sql import execute

MAX_NOTES = 20


@dataclass
class ProductImporter:
    """`only_for`: a maker who brings in their own. `only_try` undoes it all again. `currency`: of a new maker's.

    `by` has sent the file; None at the shell.
    """

    only_for: Maker | None = None
    only_try: bool = False
    currency: str = "USD"
    by: User | None = None
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
        except (DataError, IntegrityError, Refused) as error:
            return refused(one, words("database_refused", error=str(error).splitlines()[0]))

    def _really(self, parsed: ParsedProduct) -> Result:
        with transaction.atomic():
            maker, new_makers = self._maker(parsed)
            return self._write(parsed, maker, new_makers)

    def _tried_only(self, parsed: ParsedProduct) -> Result:
        """The same, and taken back; what would be there by then is written again before the next."""
        assert self._seen
        assert self._tried
        with transaction.atomic():
            maker, new_makers = self._maker(parsed)
            whose = same_maker(parsed.maker) if new_makers else str(maker.pk)
            there = self._tried.write_again(whose, maker, parsed)
            result = self._write(parsed, maker, new_makers)
            rows = self._tried.rows(maker, parsed, there)
            transaction.set_rollback(True)
        self._tried.keep(whose, rows)
        new_maker = new_makers and bool(self._seen.new_among([f"maker:{whose}"]))
        return replace(result, new_makers=int(new_maker))

    def _write(self, parsed: ParsedProduct, maker: Maker, new_makers: int) -> Result:
        currency = Storefront.objects.currency_of(maker)
        prices = [minor_units(one.price, currency=currency, what="price") for one in parsed.variants]
        shelf = Shelf.of(maker, parsed)
        writer = _Writer(parsed, maker, Author(self.by, IMPORT.value), shelf.group_of(maker, parsed))
        kinds, notes = set(), list(parsed.notes)
        for variant, price in zip(parsed.variants, prices, strict=True):
            product, sku = shelf.place_of(variant)
            kinds.add(writer.write(variant, product, sku=sku, price=price, notes=notes))
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


@dataclass(frozen=True)
class _Writer:
    """Writes the variants of one product, with what there is to know of each."""

    parsed: ParsedProduct
    maker: Maker
    author: Author
    group: str

    def write(
        self, variant: ParsedVariant, product: Product | None, *, sku: str, price: int, notes: list[Worded]
    ) -> str:
        """What came of it: new, changed or same. A count is written only where it differs from what is there."""
        wanted: dict[str, Any] = {
            "title": variant.title,
            "description": self.parsed.description,
            "unit_price": price,
            "sku": sku,
            "group": self.group,
            "options": variant.options,
        }
        if product is None:
            product, kind = self._add(variant, wanted), "new"
        else:
            wanted |= {"archived": self._archived(product, notes), "kind": product.kind or self.parsed.kind}
            if variant.stock is not None:
                wanted["stock"] = variant.stock
            kind = "changed" if write_product(product, self.author, **wanted) else "same"
            if product.source_key != variant.key:
                change_product(product.pk, source_key=variant.key)
        import_pictures(variant.pictures, product=product)
        return kind

    def _add(self, variant: ParsedVariant, wanted: dict[str, Any]) -> Product:
        archived_at = None if self.parsed.for_sale else database_now()
        place = Product.objects.position_of_group(self.maker, self.group)
        more = {"source_key": variant.key, "retired_at": archived_at, "kind": self.parsed.kind, "position": place}
        product = add_product(self.maker, **wanted, **more)
        if variant.stock is not None:
            stock.count(product.pk, stock=variant.stock)
            product.stock = variant.stock
        record_added(product, self.author)
        return product

    def _archived(self, product: Product, notes: list[Worded]) -> bool:
        """What was archived here stays so whatever a file says; what a file archived comes back. Both are said."""
        if not self.parsed.for_sale or not product.archived:
            return not self.parsed.for_sale
        stays = ProductChange.objects.was_archived_here(product)
        code = "stays_archived" if stays else "on_sale_again"
        notes.append(words(code, title=quoted(product.title)))
        return stays


def _in_short(notes: list[Worded]) -> tuple[Worded, ...]:
    rest = [words("and_so_on", more=len(notes) - MAX_NOTES)] if len(notes) > MAX_NOTES else []
    return (*notes[:MAX_NOTES], *rest)

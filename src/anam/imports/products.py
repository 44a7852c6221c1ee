"""Writing plain products: all variants of one or none, and each only once. What has changed is brought up to date."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DataError, IntegrityError, connection, transaction

from anam.catalog import stock
from anam.catalog.models import Product, Storefront
from anam.clock import database_now
from anam.imports.cells import minor_units
from anam.imports.outcomes import Outcome, Result
from anam.imports.parties import known_makers, make_makers, same_maker
from anam.imports.plain import BadRow, Unreadable
from anam.imports.plain_products import PlainProduct, PlainVariant
from anam.imports.seen import Seen
from anam.people.models import Maker


@dataclass
class ProductImporter:
    """`only_for`: a maker who brings in their own. `only_try` undoes it all again. `currency`: of a new maker's."""

    only_for: Maker | None = None
    only_try: bool = False
    currency: str = "USD"
    _seen: Seen | None = None
    _currencies: dict[int, str] = field(default_factory=dict)

    def write(self, batch: Sequence[PlainProduct | BadRow]) -> list[Result]:
        """Write them one by one, in one transaction (or the caller's)."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('anam.imports'))")
            return [self._result(one) for one in batch]

    def _result(self, one: PlainProduct | BadRow) -> Result:
        if isinstance(one, BadRow):
            return Result(one.line_number, one.name, Outcome.REFUSED, one.why)
        try:
            with transaction.atomic():
                result = self._write(one, database_now())
                if self.only_try:
                    transaction.set_rollback(True)
        except Unreadable as wrong:
            return Result(one.line_number, one.name, Outcome.REFUSED, str(wrong))
        except (DataError, IntegrityError) as error:
            return Result(
                one.line_number, one.name, Outcome.REFUSED, f"The database refused it: {str(error).splitlines()[0]}"
            )
        return self._as_seen_first(one, result) if self.only_try else result

    def _write(self, plain: PlainProduct, now: datetime) -> Result:
        maker, new_makers = self._maker(plain)
        currency = self._currency(maker)
        prices = {one.sku: minor_units(one.price, currency=currency, what="price") for one in plain.variants}
        own = Product.objects.of_maker(maker).filter(sku__in=prices).order_by("id").select_for_update(no_key=True)
        known = {product.sku: product for product in own}
        kinds = {
            self._write_variant(plain, one, known.get(one.sku), maker, prices[one.sku], now) for one in plain.variants
        }
        outcome = (
            Outcome.IMPORTED if kinds == {"new"} else Outcome.ALREADY_THERE if kinds == {"same"} else Outcome.CHANGED
        )
        return Result(plain.line_number, plain.name, outcome, new_makers=new_makers)

    def _maker(self, plain: PlainProduct) -> tuple[Maker, int]:
        key = same_maker(plain.maker)
        known = known_makers([plain.maker]).get(key)
        if self.only_for and known != self.only_for.pk:
            raise Unreadable(f"It is of another maker, “{plain.maker}”: you bring in products of {self.only_for}.")
        if known:
            return Maker.objects.get(pk=known), 0
        return make_makers({key: (plain.maker, self.currency, "")})[key], 1

    def _currency(self, maker: Maker) -> str:
        front = Storefront.objects.filter(maker=maker).first() or Storefront()
        return front.currency

    def _write_variant(self, plain: PlainProduct, variant: PlainVariant, product: Product | None, maker: Maker,
                       price: int, now: datetime) -> str:  # fmt: skip
        """What came of it: new, changed or same. A count is written only where it differs from what is there."""
        wanted = {
            "title": variant.title, "description": plain.description, "unit_price": price,
            "retired_at": None if plain.for_sale else (product and product.retired_at) or now,
        }  # fmt: skip
        if product is None:
            product, kind = Product.objects.create(maker=maker, sku=variant.sku, **wanted), "new"
        elif all(getattr(product, name) == value for name, value in wanted.items()):
            kind = "same"
        else:
            Product.objects.filter(pk=product.pk).update(**wanted)
            kind = "changed"
        if variant.stock is not None and variant.stock != product.stock:
            stock.count(product.pk, stock=variant.stock)
            kind = kind if kind == "new" else "changed"
        return kind

    def _as_seen_first(self, plain: PlainProduct, result: Result) -> Result:
        """A dry run took back what it wrote: what stands in the file again is told as it would be by then."""
        self._seen = self._seen or Seen()
        maker = same_maker(plain.maker)
        first = bool(self._seen.new_among([f"product:{maker}:{plain.name}"]))
        new_maker = result.new_makers and bool(self._seen.new_among([f"maker:{maker}"]))
        outcome = result.outcome if first else Outcome.ALREADY_THERE
        return Result(plain.line_number, plain.name, outcome, result.why, new_makers=int(new_maker))

"""What a packing slip says; and the same as a PDF, where this machine can make one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db.models import prefetch_related_objects

from anam import web
from anam.orders.models import Line, Order
from anam.orders.ship_to.visibility import ShipTo, ship_to_for

STYLE = Path(web.__file__).parent / "static" / "anam" / "packing-slip.css"


@dataclass(frozen=True)
class Slip:
    """One parcel: where it goes, as the maker may see it, and what is in it without what was cancelled."""

    order: Order
    ship_to: ShipTo | None
    lines: list[Line]

    @property
    def pieces(self) -> int:
        return sum(line.left for line in self.lines)


def slips_of(orders: Sequence[Order], *, now: datetime) -> list[Slip]:
    """The slips of `orders`, from `for_page`. One query."""
    prefetch_related_objects(orders, "lines")
    return [
        Slip(order, ship_to_for(order, "maker", now=now), [line for line in order.lines.all() if line.left])
        for order in orders
    ]


@cache
def _weasyprint() -> Any:
    """The library, where it and the Pango that it needs are installed; it is no dependency of ours."""
    with suppress(ImportError, OSError):
        return import_module("weasyprint")
    return None


def can_make_pdf() -> bool:
    return _weasyprint() is not None


def pdf_of(html: str) -> bytes:
    """`html` as a PDF. A slip names no picture, font or style, so that nothing is fetched."""
    library = _weasyprint()
    style = library.CSS(string=STYLE.read_text())
    made: bytes = library.HTML(string=html).write_pdf(stylesheets=[style])
    return made

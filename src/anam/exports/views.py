"""Orders, declines and figures to take away, streamed: a maker's own, or for support everybody's."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

from anam.clock import database_now
from anam.exports.cells import csv_lines, json_pieces, rfc3339
from anam.exports.rows import declines_of, figures_rows, orders_of
from anam.exports.tables import DECLINES, FIGURES, ORDERS, Table
from anam.people.models import Maker
from anam.web.requests import MakerRequest, MemberRequest, maker_required, support_required

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_MONEY = "integers, in the smallest unit of each currency"


def _figures(maker: Maker | None) -> Iterator[dict[str, Any]]:
    return figures_rows(maker, now=database_now())


WHAT: dict[str, tuple[Callable[[Maker | None], Iterator[dict[str, Any]]], Table]] = {
    "orders": (orders_of, ORDERS),
    "declines": (declines_of, DECLINES),
    "figures": (_figures, FIGURES),
}


@maker_required
def own(request: MakerRequest, what: str, kind: str) -> StreamingHttpResponse:
    """A maker's own."""
    return _streamed(what, kind, maker=request.maker)


@support_required
def everybodys(request: MemberRequest, what: str, kind: str) -> StreamingHttpResponse:
    """Every maker's, for support."""
    return _streamed(what, kind, maker=None)


def _streamed(what: str, kind: str, *, maker: Maker | None) -> StreamingHttpResponse:
    read, table = WHAT[what]
    items, now = read(maker), database_now()
    if kind == "csv":
        pieces = csv_lines(table.header, table.rows(items))
    else:
        pieces = json_pieces({"made_at": rfc3339(now), "times": "RFC 3339, UTC", "money": _MONEY}, items)
    answer = StreamingHttpResponse(pieces, content_type=_TYPES[kind])
    whose = maker.slug if maker else "all"
    answer["Content-Disposition"] = f'attachment; filename="{what}-{whose}-{now:%Y-%m-%d}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer

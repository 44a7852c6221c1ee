"""Orders, declines and figures to take away, streamed: a maker's own, or for support everybody's."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anam.clock import database_now
from anam.exports.cells import csv_lines, json_pieces, rfc3339
from anam.exports.makers_money import MONEY, money_of
from anam.exports.rows import declines_of, figures_rows, orders_of
from anam.exports.tables import DECLINES, FIGURES, ORDERS, Table
from anam.orders.payments.period import read_period
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


@maker_required
def money(request: MakerRequest) -> HttpResponseBase:
    """A maker's money by order, of the period that their page of it shows; the page says where that cannot be read."""
    now = database_now()
    period = read_period(request.GET, now=now)
    if period.wrong:
        return redirect(f"{reverse('portal-money')}?{request.GET.urlencode()}")
    rows = MONEY.rows(money_of(request.maker, period))
    return _file(csv_lines(MONEY.header, rows), "money", "csv", whose=request.maker.slug, now=now)


def _streamed(what: str, kind: str, *, maker: Maker | None) -> StreamingHttpResponse:
    read, table = WHAT[what]
    items, now = read(maker), database_now()
    if kind == "csv":
        pieces = csv_lines(table.header, table.rows(items))
    else:
        pieces = json_pieces({"made_at": rfc3339(now), "times": "RFC 3339, UTC", "money": _MONEY}, items)
    return _file(pieces, what, kind, whose=maker.slug if maker else "all", now=now)


def _file(pieces: Iterator[str], what: str, kind: str, *, whose: str, now: datetime) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{what}-{whose}-{now:%Y-%m-%d}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer

"""What is exported, batch by batch: any number of rows in the same memory, and the same few queries for each batch.

A `maker` gets their own, None (support) everybody's. The private note is for these two, and both get it.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from anam.exports.cells import rfc3339
from anam.orders.cancellation.figures import Figures, figures_of_all
from anam.orders.models import Cancellation, Order
from anam.orders.ship_to.visibility import ship_to_for
from anam.people.models import Maker

AT_ONCE = 500


def orders_of(maker: Maker | None) -> Iterator[dict[str, Any]]:
    """Orders with all that is known of them, a maker's newest first."""
    after: tuple[datetime, int] | None = None
    last = 0
    while True:
        found = Order.objects.of_maker(maker).newest_first(after) if maker else Order.objects.after(last)
        batch = list(found.for_export()[:AT_ONCE])
        yield from (_order(order, "maker" if maker else "support") for order in batch)
        if len(batch) < AT_ONCE:
            return
        after, last = (batch[-1].placed_at, batch[-1].pk), batch[-1].pk


def _order(order: Order, side: str) -> dict[str, Any]:
    payment, cancellation = getattr(order, "payment", None), order.cancellation
    shown = ship_to_for(order, side, now=order.read_at)  # type: ignore[attr-defined]
    return {
        "number": order.number,
        "status": order.status,
        "maker": order.maker.slug,
        "buyer": order.buyer.slug,
        "buyer_name": order.buyer.name,
        "placed_at": rfc3339(order.placed_at),
        "decline_by": rfc3339(order.decline_by),
        "accepted_at": rfc3339(order.accepted_at),
        "shipped_at": rfc3339(order.shipped_at),
        "completed_at": rfc3339(order.completed_at),
        "contacted_at": rfc3339(order.contacted_at),
        "contacted_how": order.contacted_how,
        "currency": order.currency,
        "totals": {
            "items": order.items_total,
            "discount": order.discount,
            "shipping": order.shipping,
            "shipping_charged": order.shipping_charged,
            "tax": order.tax,
            "total": order.total,
            "removed": order.removed,
            "due": order.due,
        },
        "payment": {
            "status": payment.status if payment else "none",
            "authorised": payment.authorised if payment else 0,
            "captured": payment.captured if payment else 0,
            "refunded": payment.refunded if payment else 0,
        },
        "carrier": order.carrier,
        "tracking": order.tracking,
        "ship_to": asdict(shown.address) if shown else None,
        "source": order.source,
        "reference": order.reference,
        "cancelled_at": rfc3339(cancellation.at) if cancellation else None,
        "cancelled_because": cancellation.reason.key if cancellation else None,
        "lines": [
            {
                "id": line.pk,
                "sku": line.sku,
                "title": line.title,
                "quantity": line.quantity,
                "declined_quantity": line.declined_quantity,
                "unit_price": line.unit_price,
            }
            for line in order.lines.all()
        ],
    }


def declines_of(maker: Maker | None) -> Iterator[dict[str, Any]]:
    """Every order that was cancelled, then every part of one, oldest first."""
    for final in (True, False):
        last = 0
        while True:
            batch = list(Cancellation.objects.for_export(maker, final=final, after=last)[:AT_ONCE])
            yield from (_decline(one) for one in batch)
            if len(batch) < AT_ONCE:
                break
            last = batch[-1].pk


def _decline(one: Cancellation) -> dict[str, Any]:
    money = (one.effects or {}).get("money") or {}
    return {
        "order": one.order.number,
        "maker": one.order.maker.slug,
        "buyer": one.order.buyer.slug,
        "of": "order" if one.final else "part",
        "at": rfc3339(one.at),
        "by": one.by.name if one.by else None,
        "on_behalf_of": one.on_behalf_of,
        "reason": one.reason.key,
        "reason_words": one.reason.label,
        "fault": one.reason.fault,
        "counts": one.reason.counts and one.on_behalf_of == Cancellation.OnBehalfOf.MAKER,
        "in_time": one.in_time,
        "explanation": one.explanation_words,
        "note": one.note,
        "currency": one.order.currency,
        "money_back": {"how": money.get("kind", ""), "amount": money.get("amount", 0)},
        "lines": [
            {
                "id": line.line_id,
                "sku": line.line.sku,
                "title": line.line.title,
                "quantity": line.quantity,
                "returned_to_stock": line.returned,
            }
            for line in one.lines.all()
        ],
    }


def figures_rows(maker: Maker | None, *, now: datetime) -> Iterator[dict[str, Any]]:
    """How makers did in the last 90 days: counts, and a share only where there are enough orders for one (D14)."""
    if maker:
        yield _figures(maker, figures_of_all([maker], now=now)[maker.pk], now)
        return
    last = 0
    while batch := list(Maker.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        figures = figures_of_all(batch, now=now)
        yield from (_figures(one, figures[one.pk], now) for one in batch)
        last = batch[-1].pk


def _figures(maker: Maker, figures: Figures, now: datetime) -> dict[str, Any]:
    return {
        "maker": maker.slug,
        "maker_name": maker.name,
        "until": rfc3339(now),
        "orders": figures.orders,
        "shipped": figures.fulfilled,
        "unanswered_past_the_window": figures.unanswered,
        "declined_by_the_maker": figures.declined,
        "declined_late": figures.late,
        "declined_not_counted": figures.not_counted,
        "wished_by_the_buyer": figures.buyer_requested,
        "lines_declined_in_part": figures.part_lines,
        "pieces_declined_in_part": figures.part_pieces,
        "share_declined": figures.share or None,
    }

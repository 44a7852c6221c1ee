"""What had already become of orders before they were imported: their history, and the cancellations among them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from anam.coded import check, coded
from anam.history.bulk import PastEntry, add_entries
from anam.imports.parsed import CANCELLED_ELSEWHERE, ParsedOrder
from anam.imports.placing import Placed
from anam.orders.bulk import PastCancellation, PastCancelledLine, add_cancellations, add_cancelled_lines
from anam.orders.models import Cancellation
from anam.orders.sentences import EXPLANATIONS
from anam.orders.status import is_in_time
from anam.payments.actions.void_or_refund import RefundPlan
from anam.people.models import User
from anam.policy.models import Reason

BUYER_ASKED = "buyer_asked"
IMPORTED = "imported"


def reasons() -> dict[str, Reason]:
    """By their key. A reason that support has retired still says why the orders of before were cancelled."""
    return {reason.key: reason for reason in Reason.objects.order_by("id")}


def reason_for(key: str, known: dict[str, Reason]) -> Reason | None:
    return known.get(key) or known.get(CANCELLED_ELSEWHERE)


def cancel_in_the_past(cancelled: Sequence[Placed], *, known: dict[str, Reason]) -> None:
    """They were cancelled in the other system, which has seen to the goods and the money; nobody is told of it.

    What it has not given back is its own to give: an import records, and moves nothing.
    """
    written = add_cancellations([_cancellation(one, known) for one in cancelled])
    add_cancelled_lines(
        [
            PastCancelledLine(cancellation, one.maker_id, line_id, line.quantity, Reason.Stock.KEEP.value)
            for cancellation, one in zip(written, cancelled, strict=True)
            for line_id, line in zip(one.line_ids, one.was.part.lines, strict=True)
        ],
    )


def _cancellation(one: Placed, known: dict[str, Reason]) -> PastCancellation:
    parsed, reason = one.was.parsed, reason_for(one.was.parsed.cancel_reason, known)
    assert reason
    assert parsed.cancelled_at
    whose = Cancellation.OnBehalfOf.BUYER if reason.key == BUYER_ASKED else Cancellation.OnBehalfOf.MARKETPLACE
    effects = {"money": asdict(RefundPlan("nothing", 0, parsed.currency)), "elsewhere": True, **_explained_by(parsed)}
    return PastCancellation(
        order_id=one.id,
        maker_id=one.maker_id,
        key=IMPORTED,
        on_behalf_of=whose.value,
        reason_id=reason.pk,
        explanation=parsed.explanation,
        amount=one.was.part.total,
        at=parsed.cancelled_at,
        in_time=is_in_time(parsed.cancelled_at, decline_by=one.decline_by),
        effects=json.dumps(effects),
    )


def _explained_by(parsed: ParsedOrder) -> dict[str, Any]:
    """What Anam says of a cancellation that nobody explained."""
    if parsed.explanation:
        return {}
    explained_by = parsed.explained_by or coded("no_explanation")
    check(explained_by, EXPLANATIONS)
    return {"explained_by": explained_by}


def write_history(
    placed: Sequence[Placed], *, source: str, known: dict[str, Reason], now: datetime, by: User | None
) -> None:
    """The entries of each: that it was placed, came in, and what became of it over there (D12)."""
    add_entries(
        [
            PastEntry(
                order_id=one.id,
                maker_id=one.maker_id,
                kind=kind,
                actor_id=by.pk if by and kind == IMPORTED else None,
                actor_as="maker" if by and kind == IMPORTED else acting_as,
                at=at,
                policy_id=one.policy.pk,
                facts=json.dumps(facts),
            )
            for one in placed
            for kind, acting_as, at, facts in _entries(one, source, known, now)
        ],
    )


def _entries(
    one: Placed, source: str, known: dict[str, Reason], now: datetime
) -> Iterator[tuple[str, str, datetime, dict[str, Any]]]:
    was, parsed = one.was, one.was.parsed
    yield "placed", "anam", parsed.placed_at, {"total": was.part.total, "currency": parsed.currency, "source": source}
    yield (
        IMPORTED,
        "anam",
        now,
        {
            "source": source,
            "reference": parsed.reference,
            "line": parsed.line_number,
            "status": parsed.status,
        },
    )
    if was.shipped_at:
        yield "shipped", "maker", was.shipped_at, {}
    if was.completed_at:
        yield "completed", "anam", was.completed_at, {}
    if parsed.cancelled_at and (reason := reason_for(parsed.cancel_reason, known)):
        yield (
            "cancelled",
            "anam",
            parsed.cancelled_at,
            {
                "reason": reason.label,
                "for_buyer": reason.for_buyer,
                "money": asdict(RefundPlan("nothing", 0, parsed.currency)),
                "explanation": parsed.explanation,
                **_explained_by(parsed),
            },
        )

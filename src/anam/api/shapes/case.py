"""A support case as it comes out."""

from typing import Literal

from anam.api.shapes.fields import Moment, Shape
from anam.cases.models import Case


class CaseOut(Shape):
    id: int
    kind: str
    status: Literal["open", "closed"]
    order: str | None
    subject: str
    opened_at: Moment
    answer_by: Moment
    """When support's time to answer ends."""
    in_time: bool | None
    """Of a maker's: whether it was asked while the decline window was open."""
    outcome: str | None
    """declined, refused, handed_back, answered, overtaken or withdrawn; null while it is open."""
    message: str
    """What support said when they closed it."""
    closed_at: Moment | None


def case_out(case: Case) -> CaseOut:
    """`case`, with its order at hand."""
    return CaseOut(
        id=case.pk,
        kind=case.kind,
        status="open" if case.is_open else "closed",
        order=case.order.number if case.order else None,
        subject=case.title,
        opened_at=case.opened_at,
        answer_by=case.answer_by,
        in_time=case.in_time,
        outcome=case.outcome or None,
        message=case.closing,
        closed_at=case.closed_at,
    )

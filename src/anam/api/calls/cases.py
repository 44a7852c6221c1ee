"""Asking support, and support's answer."""

from typing import Any

from ninja import Path, Router, Status

from anam.api.lookup import buyer_of, found, maker_of
from anam.api.pipeline import ApiRequest
from anam.api.problems import Problem
from anam.api.shapes.case import CaseOut, case_out
from anam.api.shapes.inputs import NewCase, Resolve
from anam.cases.models import Case
from anam.orders.escalation.ask_support import ask_support
from anam.support.actions.complain import complain
from anam.support.actions.decline_for_maker import decline_for_maker
from anam.support.actions.hand_back import hand_back
from anam.support.actions.refuse_case import refuse_case

router = Router(tags=["Support"])
CASE: Any = Path(..., description="The case’s `id`.")  # type: ignore[type-arg]
WITHOUT_A_REASON = "other"


@router.post("/orders/{number:number}/support-cases", response={201: CaseOut}, summary="Ask support")
def post_case(request: ApiRequest, number: str, sent: NewCase) -> Any:
    """A maker who may not decline, or cannot reach the buyer, has support do both; a buyer complains.

    Whether a maker's request came in time is judged now. Where nothing is in the way of declining: 409
    `support_not_needed`.
    """
    if sent.kind == "complaint":
        case = complain(number, buyer=buyer_of(request), by=request.user, words=sent.message)
    else:
        case = ask_support(
            number,
            maker=maker_of(request),
            by=request.user,
            reason=sent.reason or WITHOUT_A_REASON,
            explanation=sent.explanation or sent.message,
            note=sent.message if sent.explanation else "",
        )
    return Status(201, case_out(case))


@router.post("/support-cases/{int:id}/resolve", response=CaseOut, summary="Support’s answer")
def post_resolve(request: ApiRequest, sent: Resolve, id: int = CASE) -> Any:
    """Support has told the buyer, and the order is declined in its maker's name; or refuses, or hands it back."""
    if not request.user.is_support:
        raise Problem(404, "not_found")
    case = found(Case.objects.filter(pk=id).first())
    if not case.is_escalation:
        raise Problem(409, "case_not_of_the_road")
    if sent.outcome == "declined":
        decline_for_maker(id, by=request.user, told_how=sent.told_how or "", message=sent.message)
    elif sent.outcome == "refused":
        refuse_case(id, by=request.user, message=sent.message)
    else:
        hand_back(id, by=request.user, message=sent.message)
    return case_out(found(Case.objects.for_page().filter(pk=id).first()))

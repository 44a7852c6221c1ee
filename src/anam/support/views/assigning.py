"""Whose case it is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from anam.cases.models import Case
from anam.digits import read_number
from anam.people.models import User
from anam.support.actions.assign import assign
from anam.support.views.case import show_case
from anam.web.handling import handles, or_404
from anam.web.requests import MemberRequest, support_required


@support_required
@handles(refused=show_case, not_found=Case.DoesNotExist)
def assign_case(request: MemberRequest, pk: int) -> HttpResponse:
    """Assign it to oneself or a colleague, or unassign it: `to` and `seen` are ids of agents, or empty."""
    if request.method != "POST":
        return redirect("case", pk)
    to, seen = (_agent(request.POST.get(name, "")) for name in ("to", "seen"))
    case = assign(pk, to=to, by=request.user, seen=seen)
    if case.assigned_to == request.user:
        messages.success(request, "Assigned to you.")
    elif case.assigned_to:
        messages.success(request, f"Assigned to {case.assigned_to.name}.")
    else:
        messages.success(request, "Unassigned.")
    return redirect("case", pk)


def _agent(typed: str) -> User | None:
    if not typed:
        return None
    return or_404(User.objects.agent(read_number(typed) or 0))

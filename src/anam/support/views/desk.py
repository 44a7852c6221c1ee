"""The desk: what must be answered first?"""

from django.http import HttpResponse
from django.shortcuts import render

from anam.cases.models import Case, CaseQuerySet
from anam.clock import database_now
from anam.orders.models import Order
from anam.people.models import User
from anam.web.cursors import cursor_at, read_cursor
from anam.web.requests import MemberRequest, support_required

PAGE = 25
MAX_COUNTED = 1000
MAX_ORDERS = 5
LABELS = {
    "mine": "Mine",
    "unassigned": "Unassigned",
    "open": "All open",
    "waiting": "Waiting for them",
    "closed": "Closed",
}


@support_required
def desk(request: MemberRequest) -> HttpResponse:
    """Cases in order of urgency: mine, nobody's, all; or those that match a search."""
    search = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    tabs = {name: cases_of(name, request.user) for name in LABELS}
    counts = {name: tabs[name].order_by()[:MAX_COUNTED].count() for name in LABELS if name != "closed"}
    asked = request.GET.get("tab", "")
    tab = asked if asked in LABELS else "mine" if counts["mine"] else "unassigned"
    cases = Case.objects.matching(search) if search else tabs[tab]
    by_urgency = bool(search) or tab != "closed"
    after = read_cursor(request.GET.get("after", ""))
    ordered = cases.most_urgent_first(after) if by_urgency else cases.newest_closed_first(after)
    found = list(ordered.for_list()[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    moment = (last.answer_by if by_urgency else last.closed_at) if last else None
    shown = {
        "now": database_now(),
        "tab": "" if search else tab,
        "tabs": [(name, label, counts.get(name)) for name, label in LABELS.items()],
        "search": search,
        "orders": orders_of(search),
        "cases": found[:PAGE],
        "next": cursor_at(moment, last.pk) if last and moment else "",
        "continued": after is not None,
    }
    return render(request, "support/desk.html", shown)


def orders_of(search: str) -> list[Order]:
    """The newest orders that a search for a number finds, with a case on the desk or without."""
    if not any(sign.isdecimal() for sign in search):
        return []
    return list(Order.objects.matching(search).newest_first(None).select_related("maker", "buyer")[:MAX_ORDERS])


def cases_of(tab: str, agent: User) -> CaseQuerySet:
    """The cases of one tab of the desk."""
    still_open = Case.objects.still_open()
    return {
        "mine": still_open.of_agent(agent),
        "unassigned": still_open.unassigned(),
        "open": still_open,
        "waiting": still_open.answered(),
        "closed": Case.objects.closed(),
    }[tab]

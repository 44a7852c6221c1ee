"""The list of the desk: the cases of a tab or of a search, how many stand in each tab, and what money waits."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q

from anam.cases.models import Case, CaseQuerySet
from anam.orders.models import Order
from anam.people.models import User
from anam.support.stuck import stuck_summary
from anam.web.cursors import cursor_at, read_cursor
from anam.web.requests import MemberRequest

PAGE = 25
MAX_ORDERS = 5
QUEUE = "queue"
LABELS = {QUEUE: "Queue", "mine": "Mine", "waiting": "Waiting for reply", "open": "All"}
BEHIND = {"unassigned": "Unassigned", "closed": "Closed"}


def desk_list(request: MemberRequest, *, now: datetime, case: Case | None = None) -> dict[str, Any]:
    """The list as the address asks for it: `tab`, `q` and `after`; beside a page of one `case`, that case's tab."""
    search = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    asked = request.GET.get("tab", "")
    tab = asked if asked in LABELS or asked in BEHIND else _tab_of(case) if case else QUEUE
    cases = Case.objects.matching(search) if search else cases_of(tab, request.user)
    by_urgency = bool(search) or tab != "closed"
    after = read_cursor(request.GET.get("after", ""))
    ordered = cases.most_urgent_first(after) if by_urgency else cases.newest_closed_first(after)
    found = list(ordered.for_list()[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    moment = (last.answer_by if by_urgency else last.closed_at) if last else None
    counts = counted(request.user)
    here = {"q": search} if search else {"tab": tab}
    return {
        "tab": "" if search else tab,
        "tabs": [(name, label, counts[name]) for name, label in LABELS.items()]
        + [(name, label, counts.get(name)) for name, label in BEHIND.items() if name == tab and not search],
        "search": search,
        "orders": orders_of(search),
        "cases": found[:PAGE],
        "here": urlencode(here),
        "place": urlencode({**here, "after": request.GET["after"]} if after else here),
        "next": cursor_at(moment, last.pk) if last and moment else "",
        "continued": after is not None,
        "stuck": stuck_summary(now),
    }


def counted(agent: User) -> dict[str, int]:
    """How many open cases stand in each tab."""
    unanswered, mine = Q(answered_at=None), Q(assigned_to=agent)
    return Case.objects.still_open().aggregate(
        queue=Count("pk", filter=unanswered),
        mine=Count("pk", filter=mine),
        waiting=Count("pk", filter=~unanswered),
        unassigned=Count("pk", filter=Q(assigned_to=None)),
        open=Count("pk"),
    )


def orders_of(search: str) -> list[Order]:
    """The newest orders that a search for a number finds, with a case on the desk or without."""
    if not any(sign.isdecimal() for sign in search):
        return []
    return list(Order.objects.matching(search).newest_first(None).select_related("maker", "buyer")[:MAX_ORDERS])


def cases_of(tab: str, agent: User) -> CaseQuerySet:
    """The cases of one tab of the desk."""
    still_open = Case.objects.still_open()
    return {
        QUEUE: still_open.unanswered(),
        "mine": still_open.of_agent(agent),
        "waiting": still_open.answered(),
        "open": still_open,
        "unassigned": still_open.unassigned(),
        "closed": Case.objects.closed(),
    }[tab]


def _tab_of(case: Case) -> str:
    """The tab in which `case` stands."""
    if not case.is_open:
        return "closed"
    return "waiting" if case.answered_at else QUEUE

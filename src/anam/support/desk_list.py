"""The list of the desk: the cases of a tab or of a search, how many stand in each tab, and what money waits."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, TextField

from anam.cases.conditions import IS_OPEN
from anam.cases.models import Case, CaseQuerySet, searched_for
from anam.compiled import Bound, CompiledQuery
from anam.orders.models import Order
from anam.people.models import User
from anam.sql import fetch_one, planned_for_its_words
from anam.support.stuck import stuck_summary
from anam.web.cursors import BOUND_CURSOR, bound_to, cursor_at, read_cursor
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
    by_urgency = bool(search) or tab != "closed"
    after = read_cursor(request.GET.get("after", ""))
    found = cases_found(search, after=after) if search else cases_of(tab, request.user, after=after)
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


@dataclass(frozen=True)
class _Counts:
    queue: int
    mine: int
    waiting: int
    unassigned: int
    open: int


_COUNTS = f"""
SELECT count(*) FILTER (WHERE answered_at IS NULL) AS queue,
  count(*) FILTER (WHERE assigned_to_id = %s) AS mine,
  count(*) FILTER (WHERE answered_at IS NOT NULL) AS waiting,
  count(*) FILTER (WHERE assigned_to_id IS NULL) AS unassigned,
  count(*) AS open
FROM support_case WHERE {IS_OPEN}
"""  # noqa: S608 - nothing but our own words


def counted(agent: User) -> dict[str, int]:
    """How many open cases stand in each tab."""
    return asdict(fetch_one(_Counts, _COUNTS, [agent.pk]))


def orders_of(search: str) -> list[Order]:
    """The newest orders that a search for a number finds, with a case on the desk or without."""
    if not any(sign.isdecimal() for sign in search):
        return []
    return list(Order.objects.matching(search).newest_first(None).select_related("maker", "buyer")[:MAX_ORDERS])


After = tuple[datetime, int] | None


def cases_of(tab: str, agent: User, *, after: After) -> list[Case]:
    """A page of the cases of one tab of the desk, and one more, after the one at the cursor."""
    mine = {"agent": agent.pk} if tab == "mine" else {}
    return _tab_query(tab, after is not None).all(**mine, **bound_to(after))


def cases_found(search: str, *, after: After) -> list[Case]:
    """The same of the cases that a search finds."""
    asked = searched_for(search)
    with planned_for_its_words():
        return _search_query(frozenset(asked), after is not None).all(**asked, **bound_to(after))


# Any: a queryset takes a place for a value wherever it takes the value.
_AGENT: Any = Bound("agent", BigIntegerField())
_SOUGHT: dict[str, Any] = {"number": Bound("number", BigIntegerField()), "wanted": Bound("wanted", TextField())}


@cache
def _search_query(asked: frozenset[str], continued: bool) -> CompiledQuery[Case]:
    """What stands on the page is chosen before anything is joined to it."""

    def build() -> CaseQuerySet:
        found = Case.objects.found_by(**{name: _SOUGHT[name] for name in asked})
        page = found.most_urgent_first(BOUND_CURSOR if continued else None)[: PAGE + 1]
        return Case.objects.filter(pk__in=page.values("pk")).most_urgent_first().for_list()

    return CompiledQuery(build)


@cache
def _tab_query(tab: str, continued: bool) -> CompiledQuery[Case]:
    def build() -> CaseQuerySet:
        cases, after = _of_tab(tab), BOUND_CURSOR if continued else None
        ordered = cases.newest_closed_first(after) if tab == "closed" else cases.most_urgent_first(after)
        return ordered.for_list()[: PAGE + 1]

    return CompiledQuery(build)


def _of_tab(tab: str) -> CaseQuerySet:
    still_open = Case.objects.still_open()
    return {
        QUEUE: still_open.unanswered(),
        "mine": still_open.of_agent(_AGENT),
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

"""Maker Portal → Orders: what needs an answer first?"""

from django.http import HttpResponse
from django.shortcuts import render

from anam.orders.models import Order
from anam.orders.pages import page_of
from anam.orders.queries import MAX_COUNTED, TABS, count_tabs
from anam.orders.status import Status
from anam.web.requests import MakerRequest, maker_required

LABELS = {
    "waiting": "Waiting for you",
    "asking": "Buyer asks",
    "overdue": "Past the window",
    "accepted": "Accepted",
    "shipped": "Shipped",
    "completed": "Completed",
    "declined": "Declined",
    "cancelled": "Cancelled",
    "all": "All",
}


@maker_required
def orders(request: MakerRequest) -> HttpResponse:
    """The maker's orders: a tab for each status, the most urgent first; or those that match a search."""
    now, counts = count_tabs(request.maker)
    search = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    asked = request.GET.get("tab", "")
    tab = "all" if search else asked if asked in LABELS else "waiting"
    of_maker = Order.objects.of_maker(request.maker)
    found = {
        "all": of_maker.matching(search),
        "waiting": of_maker.waiting(now=now),
        "asking": of_maker.asking(),
        "overdue": of_maker.overdue(now=now),
    }.get(tab)
    if found is None:
        found = of_maker.with_status(Status(tab))
    soonest_first = tab in ("waiting", "asking", "overdue")
    return render(
        request,
        "orders/portal.html",
        {
            "now": now,
            "tab": tab,
            "tabs": [
                (name, LABELS[name], f"{counts[name]}{'+' if counts[name] >= MAX_COUNTED else ''}", counts[name])
                for name in TABS
            ],
            "overdue": counts["overdue"],
            "asking": counts["asking"],
            "search": search,
            "page": page_of(found, cursor=request.GET.get("after", ""), soonest_first=soonest_first),
            "continued": "after" in request.GET,
        },
    )

"""The desk: what must be answered first?"""

from django.http import HttpResponse
from django.shortcuts import render

from anam.clock import database_now
from anam.support.desk_list import desk_list
from anam.web.requests import MemberRequest, support_required


@support_required
def desk(request: MemberRequest) -> HttpResponse:
    """Cases in order of urgency, by tab, or those that match a search; the first of them is opened beside the list."""
    now = database_now()
    return render(request, "support/desk.html", {"now": now, **desk_list(request, now=now)})

"""What somebody was told in the app."""

from functools import cache
from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import BigIntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anam.compiled import Bound, CompiledQuery
from anam.history.sentences import sentence
from anam.notifications.actions.mark_seen import mark_seen
from anam.notifications.models import Notice
from anam.people.models import User
from anam.web.requests import number_asked

MAX_SHOWN = 60


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The reader's notices, the newest first. Seeing the newest marks all as read; read ones stay."""
    user = cast(User, request.user)
    before = number_asked(request, "before")
    after = {"before": before} if before is not None else {}
    newest = _list_query(before is not None).all(user=user.pk, **after)
    shown = [(notice, _words(notice)) for notice in newest[:MAX_SHOWN]]
    if before is None:
        mark_seen(user)
    older = newest[MAX_SHOWN - 1].pk if len(newest) > MAX_SHOWN else None
    return render(request, "history/notices.html", {"notices": shown, "older": older})


@cache
def _list_query(continued: bool) -> CompiledQuery[Notice]:
    """What stands on the page is chosen before anything is joined to it."""
    of_user = Notice.objects.of_user(Bound("user", BigIntegerField()))
    older = of_user.before(Bound("before", BigIntegerField()) if continued else None)
    page = older.order_by("-id")[: MAX_SHOWN + 1]
    return CompiledQuery(lambda: Notice.objects.filter(pk__in=page.values("pk")).for_list())


def _words(notice: Notice) -> str:
    """What stands beside the number of the order, or the title of the product."""
    return sentence(notice.entry, reader=notice.as_party) if notice.entry else "can be ordered again."

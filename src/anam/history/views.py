"""What somebody was told in the app."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anam.history.sentences import sentence
from anam.notifications.actions.mark_seen import mark_seen
from anam.notifications.models import Notice
from anam.people.models import User

MAX_SHOWN = 60


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The reader's notices, the newest first; seeing them marks them as read."""
    user = cast(User, request.user)
    newest = Notice.objects.of_user(user).select_related("entry__actor", "entry__order").order_by("-id")[:MAX_SHOWN]
    shown = [(notice, sentence(notice.entry, reader=notice.as_party)) for notice in newest]
    mark_seen(user)
    return render(request, "history/notices.html", {"notices": shown})

"""What somebody was typing when their session ended: kept until they have signed in again."""

from typing import Any

from django.http import HttpRequest, QueryDict

_KEY = "draft"
_MOST = 120_000


def keep_draft(request: HttpRequest) -> None:
    """Keep the fields of this POST in the (anonymous) session, which survives signing in."""
    fields = {
        name: request.POST.getlist(name) for name in request.POST if name not in ("csrfmiddlewaretoken", "announced")
    }
    if sum(len(value) for values in fields.values() for value in values) <= _MOST:
        request.session[_KEY] = {"path": page_of(request), "fields": fields}


def page_of(request: HttpRequest) -> str:
    """The page that this request's form stands on: what a preview was asked with belongs to its page."""
    return request.path.removesuffix("preview/")


def take_draft(request: HttpRequest) -> QueryDict:
    """The fields that were kept for this page, once; empty where there are none."""
    kept: Any = request.session.get(_KEY)
    fields = QueryDict(mutable=True)
    if kept and kept["path"] == request.path:
        del request.session[_KEY]
        for name, values in kept["fields"].items():
            fields.setlist(name, values)
    return fields

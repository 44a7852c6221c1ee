"""What people see when a page cannot be shown."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from anam.web.drafts import keep_draft, page_of


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits: the session ended, or somebody signed in meanwhile in another tab.

    Nothing was done. Where the browser says that the form was ours, its page is opened again with what was typed,
    to be looked at and sent once more; else a page says what to do.
    """
    ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    if ours and not request.path.startswith("/accounts/"):
        keep_draft(request)
        back = page_of(request)
        return HttpResponseClientRedirect(back) if request.headers.get("HX-Request") else redirect(back)
    return render(request, "web/page_too_old.html", {"path": page_of(request)}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be read, or is more than any form of ours holds: said in words, and no error of ours."""
    if isinstance(exception, RequestDataTooBig):
        most = f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000} MB"
        return render(request, "413.html", {"most": most}, status=413)
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    request.asks_nothing = True  # type: ignore[attr-defined]  # the database may be what is broken
    return render(request, "500.html", status=500)

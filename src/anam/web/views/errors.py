"""What people see when a page cannot be shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

# Not repeated on the page that offers to send a form again.
_SECRET = ("password", "password1", "password2", "csrfmiddlewaretoken", "login")


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits: the session ended, or somebody signed in meanwhile in another tab.

    Nothing was done. What was typed is shown again with a fresh token, to be sent with one more press; but
    only where the browser says that the form was ours.
    """
    ours = constant_time_compare(request.headers.get("Origin", ""), f"{request.scheme}://{request.get_host()}")
    kept = [(name, value) for name in request.POST for value in request.POST.getlist(name) if name not in _SECRET]
    part = "#page" if request.headers.get("HX-Request") else ""
    shown = {"kept": kept if ours else [], "path": request.path}
    return render(request, f"web/page_too_old.html{part}", shown, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)

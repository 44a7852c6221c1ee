"""The request as our views know it: who acts, and for whom; and the doors that ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from anam.digits import read_number
from anam.web.drafts import keep_draft, page_of

if TYPE_CHECKING:
    from anam.people.models import Buyer, Maker, User


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: "User"
    htmx: HtmxDetails


class MakerRequest(MemberRequest):
    """… and who acts for a maker."""

    maker: "Maker"


class BuyerRequest(MemberRequest):
    """… and who acts for a buyer."""

    buyer: "Buyer"


View = Callable[..., HttpResponseBase]


def party_required(attribute: str) -> Callable[[View], View]:
    """For the members of a party; to everybody else the page does not exist (D1)."""

    def decorator(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            party = getattr(request.user, attribute)
            if not party:
                raise Http404
            if attribute in ("maker", "buyer"):
                setattr(request, attribute, party)
            return view(request, *args, **kwargs)

        return guarded

    return decorator


def _sign_in_first(request: Any) -> HttpResponseBase:
    """To the sign-in page and back; what was typed is kept meanwhile."""
    if request.method == "POST":
        keep_draft(request)
    back = page_of(request) if request.method == "POST" else request.get_full_path()
    to = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(to) if request.htmx else redirect(to)


def number_asked(request: HttpRequest, name: str) -> int | None:
    """A whole number of the address, as in ?before=12; None where it is none, or no id can be so large."""
    return read_number(request.GET.get(name, ""))


def member_required(view: View) -> View:
    """For whoever is a member of a maker or a buyer; to everybody else the page does not exist."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if not (request.user.maker or request.user.buyer):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_people(view: View) -> View:
    """For whoever is signed in."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else _sign_in_first(request)

    return guarded


maker_required = party_required("maker")
buyer_required = party_required("buyer")
support_required = party_required("is_support")

"""Addresses of the site that the articles came from, where nothing else answers here."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from anam.helpcenter.addresses import address_of
from anam.helpcenter.models import Address

Answer = Callable[[HttpRequest], HttpResponse]


def answer_old_addresses(answer: Answer) -> Answer:
    """A page that is nowhere here, but was an article's, leads to it; what a view has refused stays refused (D1)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code == 404 and request.resolver_match is None and request.method in ("GET", "HEAD"):
            address = address_of(request.path)
            moved = address and Address.objects.filter(path=address).select_related("article").first()
            if moved:
                return HttpResponsePermanentRedirect(moved.article.get_absolute_url())
        return response

    return middleware

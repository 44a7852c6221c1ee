"""The pictures of a message, for the two parties and for support; for everybody else there are none."""

from django.http import Http404, HttpResponse

from anam.conversations.models import Picture
from anam.web.requests import MemberRequest


def whole(request: MemberRequest, pk: int) -> HttpResponse:
    """The picture as it was sent, turned the right way up."""
    return _picture(request, pk, "whole")


def small(request: MemberRequest, pk: int) -> HttpResponse:
    """The small one that the page shows."""
    return _picture(request, pk, "small")


def _picture(request: MemberRequest, pk: int, size: str) -> HttpResponse:
    if not request.user.is_authenticated:
        raise Http404
    found = Picture.objects.visible_to(request.user).bytes_of(pk, size)
    if found is None:
        raise Http404
    kind, content = found
    answer = HttpResponse(content, content_type=kind)
    # It never changes, and belongs into nobody's cache but the reader's own.
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = f'inline; filename="picture-{pk}.{kind.removeprefix("image/")}"'
    return answer

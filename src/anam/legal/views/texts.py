"""The terms and the privacy notice, as everybody reads them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from anam.legal.models import LegalText
from anam.legal.rendering import to_html
from anam.partial import without


def in_force(request: HttpRequest, kind: str) -> HttpResponse:
    """The version in force; where the operator has written none, a page that says so (404)."""
    text = LegalText.objects.of_kind(kind).first()
    if text is None:
        return render(request, "legal/unwritten.html", {"kind": LegalText.Kind(kind)}, status=404)
    return _show(request, text)


def version_page(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """One version, in force or not."""
    if version > 2**31 - 1:
        raise Http404
    return _show(request, get_object_or_404(LegalText, kind=kind, version=version))


def _show(request: HttpRequest, text: LegalText) -> HttpResponse:
    versions = list(without(LegalText.objects.of_kind(text.kind), "source"))
    later = [one for one in versions if one.version > text.version]
    shown = {
        "text": text,
        "html": to_html(text.source),
        "versions": versions,
        "newest": versions[0],
        "until": later[-1].published_at if later else None,
    }
    return render(request, "legal/text.html", shown)

"""Maker Portal → Bring in: a file is sent, looked through, and then imported."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anam.imports.actions.start import start
from anam.imports.actions.stop import stop
from anam.imports.actions.upload import Sent, upload
from anam.imports.formats import KINDS
from anam.imports.forms import ImportForm
from anam.imports.models import Import, Refusal
from anam.imports.report import Tally, report_rows
from anam.refusals import Refusal as Why
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required

MAX_SHOWN = 50


def _show_form(request: MakerRequest, *, refused: Why | None = None, status: int = 200) -> HttpResponse:
    kept = {} if request.method == "POST" else take_draft(request).dict()
    sent = (request.POST,) if request.method == "POST" else ()
    shown = {
        "form": ImportForm(*sent, of=request.user, initial=kept),
        "refused": refused,
        "file_is_lost": bool(kept),
        "imports": Import.objects.of_maker(request.maker).newest_first()[:50],
    }
    return render(request, "imports/imports.html", shown, status=status)


@maker_required
@handles(refused=_show_form, status=422)
def imports(request: MakerRequest) -> HttpResponse:
    """What can be brought in, and what was."""
    if request.method != "POST":
        return _show_form(request)
    typed = ImportForm(request.POST, of=request.user).typed
    one = upload(
        _sent(request.FILES.get("file")),
        maker=request.maker,
        by=request.user,
        key=typed["key"],
        kind=typed["kind"],
        time_zone=typed["time_zone"],
    )
    return redirect("portal-import", one.pk)


@maker_required
@never_cache
def import_page(request: MakerRequest, pk: int) -> HttpResponse:
    """One import: what would happen, how far it is, or what came of it. The page asks for its part again and again."""
    one = _import_of(request, pk)
    refusals, notes = (Refusal.objects.of_stage(one).noted(which) for which in (False, True))
    shown = {
        "import": one,
        "would": Tally.from_record(one.would, what=one.what),
        "became": Tally.from_record(one.became, what=one.what),
        "kind": _words_of(one),
        "refusals": refusals[:MAX_SHOWN],
        "refused": refusals.count() if one.read else 0,
        "notes": notes[:MAX_SHOWN],
        "noted": notes.count() if one.read else 0,
        "most_shown": MAX_SHOWN,
    }
    return render(request, f"imports/import.html{'#progress' if request.htmx else ''}", shown)


@maker_required
@require_POST
def start_import(request: MakerRequest, pk: int) -> HttpResponse:
    """Import what was looked through, or go on with what was stopped."""
    start(_import_of(request, pk))
    return redirect("portal-import", pk)


@maker_required
@require_POST
def stop_import(request: MakerRequest, pk: int) -> HttpResponse:
    """Stop it; what is in stays."""
    stop(_import_of(request, pk))
    return redirect("portal-import", pk)


@maker_required
def import_report(request: MakerRequest, pk: int) -> HttpResponseBase:
    """What was refused, and what there is to know of the rest, as CSV."""
    one = _import_of(request, pk)
    found = Refusal.objects.of_stage(one).iterator(2000)
    rows = ((refusal.line_number, refusal.name, refusal.words) for refusal in found)
    answer = StreamingHttpResponse(report_rows(rows, what=one.what), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{one.pk}.csv"'
    return answer


def _import_of(request: MakerRequest, pk: int) -> Import:
    """That import, if it is this maker's; else 404 (D1)."""
    return get_object_or_404(Import.objects.of_maker(request.maker).select_related("by"), pk=pk)


def _sent(file: "UploadedFile[Any] | None") -> Sent | None:
    return Sent(file.name or "", file.size or 0, file.chunks()) if file else None


def _words_of(one: Import) -> str:
    return next(words for what, format, words in KINDS if (what, format) == (one.what, one.format))

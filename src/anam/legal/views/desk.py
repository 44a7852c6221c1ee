"""Where the operator writes the terms and the privacy notice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.legal.actions.publish_text import publish_text
from anam.legal.forms import LegalTextForm
from anam.legal.models import LegalText
from anam.legal.rendering import to_html
from anam.refusals import Refusal
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required

_FIELDS = {"text_wrong": "source", "change_wrong": "change"}


def _show(
    request: MemberRequest, kind: str, *, refused: Refusal | None = None, status: int = 200, preview: bool = False
) -> HttpResponse:
    versions = list(LegalText.objects.of_kind(kind))
    newest = versions[0] if versions else None
    form = LegalTextForm.read(request, initial={"source": newest.source if newest else ""})
    if refused and refused.code in _FIELDS:
        form.show_wrong({_FIELDS[refused.code]: refused.message})
        refused, status = None, 422
    shown = {
        "kind": LegalText.Kind(kind),
        "form": form,
        "newest": newest,
        "versions": versions,
        "refused": refused,
        "preview": to_html(form.typed["source"]) if preview else "",
    }
    return render(request, "legal/edit.html", shown, status=status)


@support_required
@handles(refused=_show)
def edit(request: MemberRequest, kind: str) -> HttpResponse:
    """The text in force, to be written anew; publishing makes the next version."""
    if request.method != "POST":
        return _show(request, kind)
    typed = LegalTextForm.read(request).typed
    seen = request.POST.get("seen", "")
    base = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    text = publish_text(kind, **typed, by=request.user, base_version=base)
    messages.success(request, f"{text} is published.")
    return redirect("desk-legal", kind)


@support_required
def preview(request: MemberRequest, kind: str) -> HttpResponse:
    """How readers will see what is typed. Publishes nothing."""
    return _show(request, kind, preview=True) if request.method == "POST" else redirect("desk-legal", kind)

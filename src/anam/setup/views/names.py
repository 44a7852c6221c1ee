"""What the marketplace is called, by which address it is reached, and its accent."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.marketplace.actions.change_settings import change_settings
from anam.marketplace.colours import contrast_in_dark, contrast_in_light, nearest_passing, palette, read_colour
from anam.marketplace.models import Marketplace
from anam.refusals import Refusal
from anam.setup.forms import NamesForm
from anam.setup.steps import page_after, steps_now
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required

_DEFAULT_ACCENT = "#1f5f52"
_FIELDS = {"name_wrong": "name", "support_email_wrong": "support_email", "accent_wrong": "accent"}


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    row = Marketplace.objects.get()
    form = NamesForm.read(request, initial={"name": row.name, "support_email": row.support_email, "accent": row.accent})
    typed = read_colour(request.POST.get("accent", row.accent)) or _DEFAULT_ACCENT
    offered = ""
    if refused and refused.code in _FIELDS:
        form.show_wrong({_FIELDS[refused.code]: refused.message})
        if refused.code == "accent_wrong" and read_colour(request.POST.get("accent", "")):
            offered = nearest_passing(typed)
        refused, status = None, 422
    made = palette(typed)
    shown = {
        "form": form,
        "row": row,
        "step": "names",
        "steps": steps_now(row),
        "refused": refused,
        "offered": offered,
        "palette": made,
        "in_light": f"{contrast_in_light(made.light):.1f}",
        "in_dark": f"{contrast_in_dark(made.dark):.1f}",
        "name_is_given": settings.NAME_IS_GIVEN,
        "support_email_is_given": settings.SUPPORT_EMAIL_IS_GIVEN,
        "given_from": settings.GIVEN_FROM_EMAIL,
    }
    return render(request, "setup/names.html", shown, status=status)


@support_required
@handles(refused=_show)
def names(request: MemberRequest) -> HttpResponse:
    """Seen by everybody with their next page."""
    if request.method != "POST":
        return _show(request)
    seen = request.POST.get("seen", "")
    base = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    row = change_settings(by=request.user, base_version=base, **NamesForm.read(request).typed)
    messages.success(request, "Saved.")
    return redirect(page_after("names", row) if not row.opened_at else "settings-names")

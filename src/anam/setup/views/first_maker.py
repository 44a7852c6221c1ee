"""The first maker, made by the operator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.marketplace.models import Marketplace
from anam.people.models import Maker
from anam.refusals import Refusal
from anam.setup.actions.open_first_maker import open_first_maker
from anam.setup.forms import FirstMakerForm
from anam.setup.steps import steps_now
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required

_FIELDS = {"maker_there": "maker"}


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    row = Marketplace.objects.get()
    form = FirstMakerForm.read(request)
    if refused and refused.code in _FIELDS:
        form.show_wrong({_FIELDS[refused.code]: refused.message})
        refused, status = None, 422
    makers = Maker.objects.order_by("-pk").prefetch_related("members")[:20]
    shown = {"form": form, "row": row, "step": "maker", "steps": steps_now(row), "refused": refused, "makers": makers}
    return render(request, "setup/maker.html", shown, status=status)


@support_required
@handles(refused=_show)
def first_maker(request: MemberRequest) -> HttpResponse:
    """The form, and the maker itself."""
    form = FirstMakerForm.read(request)
    if request.method != "POST" or not form.is_valid():
        return _show(request, status=422 if request.method == "POST" else 200)
    typed = form.cleaned_data
    maker = open_first_maker(typed["maker"], email=typed["email"], by=request.user)
    messages.success(request, f"{maker.name} is here, and {typed['email']} is invited.")
    return redirect("settings-maker")

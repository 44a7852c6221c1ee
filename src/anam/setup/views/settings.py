"""The settings' first page: what is done, what is to do, and what it means to leave it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from anam.marketplace.actions.open_marketplace import open_marketplace
from anam.marketplace.actions.put_off import put_off
from anam.marketplace.current import marketplace
from anam.marketplace.models import Marketplace
from anam.setup.steps import STEPS, page_after, steps_now
from anam.web.requests import MemberRequest, support_required


@support_required
def overview(request: MemberRequest) -> HttpResponse:
    """All steps; where one that was left in the middle is gone on with."""
    row = Marketplace.objects.get()
    return render(request, "setup/settings.html", {"row": row, "steps": steps_now(row)})


@support_required
@require_POST
def later(request: MemberRequest) -> HttpResponse:
    """Leave a step for later, and go on with the next."""
    key = request.POST.get("step", "")
    if key not in [one.key for one in STEPS]:
        raise Http404
    return redirect(page_after(key, put_off(key)))


@support_required
@require_POST
def open_it(request: MemberRequest) -> HttpResponse:
    """The operator is done: nothing leads through the steps any more."""
    open_marketplace()
    messages.success(request, f"{marketplace().name} is open.")
    return redirect("home")

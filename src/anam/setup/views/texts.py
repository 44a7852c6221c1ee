"""Whether the terms and the privacy notice are written."""

from django.http import HttpResponse
from django.shortcuts import render

from anam.legal.models import LegalText
from anam.marketplace.models import Marketplace
from anam.setup.steps import steps_now
from anam.web.requests import MemberRequest, support_required


@support_required
def texts(request: MemberRequest) -> HttpResponse:
    """Both, with their versions, and where each is written."""
    row = Marketplace.objects.get()
    in_force = {text.kind: text for text in LegalText.objects.in_force()}
    kinds = [(kind, in_force.get(kind.value)) for kind in LegalText.Kind]
    return render(request, "setup/texts.html", {"row": row, "step": "texts", "steps": steps_now(row), "kinds": kinds})

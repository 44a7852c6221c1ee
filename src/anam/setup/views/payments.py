"""Who carries out payments: shown as it is set, and tested."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from anam.elsewhere import leave_the_database
from anam.marketplace.models import Marketplace
from anam.payments.gateways import Finding
from anam.payments.gateways.registry import chosen, gateway_of, that_move_money
from anam.policy.models import current_policy
from anam.setup.steps import steps_now
from anam.web.requests import MemberRequest, support_required


def _show(request: MemberRequest, findings: list[Finding] | None = None) -> HttpResponse:
    row, gateway = Marketplace.objects.get(), chosen()
    offered = {settings.PAYMENT_GATEWAY: gateway} if gateway and gateway.moves_money else that_move_money()
    webhooks = {name: settings.SITE_URL + reverse("payment-webhook", args=[name]) for name in offered}
    shown = {
        "row": row,
        "step": "payments",
        "steps": steps_now(row),
        "gateway": gateway,
        "offered": offered,
        "on_invoice": current_policy().orders_on_invoice,
        "needed": [(one, one.found.format(webhook=webhooks[name])) for name in offered for one in offered[name].shown],
        "findings": findings,
    }
    return render(request, "setup/payments.html", shown)


@support_required
def payments(request: MemberRequest) -> HttpResponse:
    """The gateway, and what of it is set or missing. No secret is shown, and none can be typed here."""
    return _show(request)


@support_required
def test(request: MemberRequest) -> HttpResponse:
    """Ask the gateway, as `anam check-payments` does. Changes nothing."""
    if request.method != "POST" or not settings.PAYMENT_GATEWAY:
        return redirect("settings-payments")
    leave_the_database()
    return _show(request, list(gateway_of(settings.PAYMENT_GATEWAY).check()))

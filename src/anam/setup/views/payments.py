"""Who carries out payments: shown as it is set, and tested."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.elsewhere import leave_the_database
from anam.marketplace.models import Marketplace
from anam.payments.gateways import Finding
from anam.payments.gateways.registry import GATEWAYS, gateway_of
from anam.policy.models import current_policy
from anam.setup.steps import steps_now
from anam.web.requests import MemberRequest, support_required


def _show(request: MemberRequest, findings: list[Finding] | None = None) -> HttpResponse:
    row = Marketplace.objects.get()
    shown = {
        "row": row,
        "step": "payments",
        "steps": steps_now(row),
        "gateway": settings.PAYMENT_GATEWAY,
        "on_invoice": current_policy().orders_on_invoice,
        "has_key": bool(settings.STRIPE_SECRET_KEY),
        "has_webhook": bool(settings.STRIPE_WEBHOOK_SECRETS),
        "findings": findings,
        "webhook_url": f"{settings.SITE_URL}/payments/stripe/webhook/",
    }
    return render(request, "setup/payments.html", shown)


@support_required
def payments(request: MemberRequest) -> HttpResponse:
    """The gateway, and what of it is set or missing. No secret is shown, and none can be typed here."""
    return _show(request)


@support_required
def test(request: MemberRequest) -> HttpResponse:
    """Ask the gateway, as `anam check-payments` does. Changes nothing."""
    if request.method != "POST" or settings.PAYMENT_GATEWAY not in GATEWAYS:
        return redirect("settings-payments")
    leave_the_database()
    return _show(request, list(gateway_of(settings.PAYMENT_GATEWAY).check()))

"""How email is sent, and a test of it that must arrive."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.mail import mailers
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.mail.models import Email
from anam.marketplace.actions.confirm_mail_code import confirm_mail_code
from anam.marketplace.current import marketplace
from anam.marketplace.models import Marketplace
from anam.refusals import Refusal
from anam.setup.actions.send_test_email import mail_code_digest, send_test_email
from anam.setup.forms import CodeForm
from anam.setup.steps import page_after, steps_now
from anam.web.handling import handles
from anam.web.requests import MemberRequest, support_required


def _show(request: MemberRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    row = Marketplace.objects.get()
    # A link in an email is opened by programs too: it fills in the code, and only the button confirms.
    form = CodeForm.read(request, initial={"code": request.GET.get("code", "")[:12]})
    if refused and refused.code.startswith("code_"):
        form.show_wrong({"code": refused.message})
        refused, status = None, 422
    shown = {
        "form": form,
        "row": row,
        "step": "mail",
        "steps": steps_now(row),
        "refused": refused,
        "way": _way(),
        "from_email": marketplace().from_email,
        "test": Email.objects.filter(key=row.mail_test_key).first() if row.mail_test_key else None,
        "reply_domain": settings.REPLY_DOMAIN,
        "https": urlsplit(settings.SITE_URL).scheme == "https",
    }
    return render(request, "setup/mail.html", shown, status=status)


def _way() -> dict[str, str]:
    """How email goes out. Of a secret nothing is shown but that it is there."""
    if settings.MAIL_PROVIDER:
        return {"provider": settings.MAIL_PROVIDER}
    if settings.EMAIL_OUTBOX_ONLY:
        return {}
    server = mailers.default
    return {"server": f"{getattr(server, 'host', '')}:{getattr(server, 'port', '')}"}


@support_required
@handles(refused=_show)
def mail(request: MemberRequest) -> HttpResponse:
    """What is set, and the test email; a post sends one."""
    if request.method != "POST":
        return _show(request)
    send_test_email(request.user)
    messages.success(request, f"A test email to {request.user.email} is on its way. Type in its code.")
    return redirect("settings-mail")


@support_required
@handles(refused=_show)
def code(request: MemberRequest) -> HttpResponse:
    """The code of the test email: it has arrived."""
    if request.method != "POST":
        return redirect("settings-mail")
    confirm_mail_code(mail_code_digest("".join(CodeForm.read(request).typed["code"].split())))
    messages.success(request, "The test email arrived: email works.")
    return redirect(page_after("mail", Marketplace.objects.get()))

"""An e-mail as it came, for support: what no page shows is in it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from anam.mail.models import IncomingMail
from anam.web.requests import MemberRequest, support_required


@support_required
def mail_as_it_came(request: MemberRequest, pk: int) -> HttpResponse:
    """To be saved and opened in a mail program; 404 where it is not kept."""
    mail = get_object_or_404(IncomingMail, pk=pk, raw__isnull=False)
    answer = HttpResponse(bytes(mail.raw or b""), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="email-{mail.pk}.eml"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

"""Keeping what somebody types: asked by the page's script, a moment after the last key."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anam.web.drafts import is_too_long, keep, read_form, typed_in

_KEPT, _SOMEBODY_ELSE, _SENT, _TOO_LONG = 204, 409, 410, 413


# No token is asked for: the form is signed for the one person who types in it, so that what they type is kept for them
# although their session has ended meanwhile.
@csrf_exempt
@require_POST
def keep_typed(request: HttpRequest) -> HttpResponse:
    """204: kept. 409: another person has signed in at this browser. 410: this page was sent. 413: it is too long."""
    form = read_form(request.POST.get("draft", ""))
    if form is None:
        raise BadRequest("This form is not signed, or too old.")
    if request.user.is_authenticated and request.user.pk != form.person_id:
        return HttpResponse(status=_SOMEBODY_ELSE)
    fields = typed_in(request.POST)
    if not any(value.strip() for values in fields.values() for value in values):
        fields = {}
    if is_too_long(fields):
        return HttpResponse(status=_TOO_LONG)
    return HttpResponse(status=_KEPT if keep(form.person_id, form.place, fields, page=form.page) else _SENT)

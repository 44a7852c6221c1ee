"""What an e-mail said besides the words that were posted, on a page of its own where it is long."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from anam.conversations.models import Message
from anam.mail.besides import all_besides_for
from anam.web.requests import MemberRequest


def left_out(request: MemberRequest, pk: int) -> HttpResponse:
    """For the two parties and for support, as much as each may read; for everybody else there is none."""
    if not request.user.is_authenticated:
        raise Http404
    seen = Message.objects.visible_to(request.user).select_related("author", "conversation")
    message = get_object_or_404(seen, pk=pk)
    user = request.user
    theirs = "maker" if user.maker and user.maker.pk == message.maker_id else "buyer"
    found = all_besides_for(message, "support" if user.is_support else theirs)
    if not found.texts:
        raise Http404
    return render(request, "conversations/left_out.html", {"message": message, "found": found})

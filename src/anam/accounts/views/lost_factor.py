"""For whoever looks after the people: a colleague has lost what they sign in with beside their password."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from anam.accounts.actions.remove_second_factor import remove_second_factor
from anam.people.models import User
from anam.people.views.team import house_required
from anam.web.handling import handles
from anam.web.requests import MemberRequest


@house_required
@require_POST
@handles(refused="team-member", not_found=User.DoesNotExist)
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    user = remove_second_factor(pk, by=request.user)
    messages.success(request, f"{user.name} signs in with the password alone, until they set up another factor.")
    return redirect("team-member", pk)

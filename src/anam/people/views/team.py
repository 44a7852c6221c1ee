"""The Team page: who acts for the same maker, shop or support, in which role, and how somebody goes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from anam.people.actions.change_role import change_role
from anam.people.actions.hand_over import hand_over
from anam.people.actions.remove_member import remove_member
from anam.people.forms import LeavingForm, RoleForm
from anam.people.house import find_colleague, includes, roles_of
from anam.people.listeners import belongings_of
from anam.people.models import User
from anam.people.roles import colleagues
from anam.refusals import Refusal, Refused
from anam.web.handling import handles
from anam.web.requests import MemberRequest, for_people

View = Callable[..., HttpResponseBase]


def house_required(view: View) -> View:
    """For whoever acts for a maker, a shop or support; to everybody else there is no such page (D1)."""

    @never_cache
    @for_people
    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.role is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@house_required
def team(request: MemberRequest) -> HttpResponse:
    """All of them, those first who may most."""
    shown = {"people": colleagues(request.user), "house": house_of(request.user), "roles": _roles(request.user)}
    return render(request, "people/team.html", shown)


def _show_member(request: MemberRequest, pk: int, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    user = find_colleague(pk, by=request.user)
    form = RoleForm.read(request, of=user)
    if refused:
        form.show_wrong({"role": refused.message})
    shown = {"member": user, "form": form, "house": house_of(request.user), "roles": _roles(user)}
    return render(request, "people/member.html", shown, status=status)


@house_required
@handles(refused=_show_member, not_found=User.DoesNotExist)
def member(request: MemberRequest, pk: int) -> HttpResponse:
    """One of them, and the role that they have."""
    if request.method != "POST":
        return _show_member(request, pk)
    user = find_colleague(pk, by=request.user)
    typed = RoleForm.read(request, of=user).typed.get("role", "")
    role = next((one for one in roles_of(user) if one.value == typed), None)
    if role is None:
        raise Refused.because("role_unknown", "There is no such role here: choose one of the list.")
    user = change_role(pk, role, by=request.user)
    messages.success(request, f"{user.name} is now “{role.label}”.")
    return redirect("team")


@house_required
@handles(refused="team-member", not_found=User.DoesNotExist)
def hand_over_to(request: MemberRequest, pk: int) -> HttpResponse:
    """They are the owner in place of whoever asks."""
    if request.method != "POST":
        return redirect("team-member", pk)
    user = hand_over(pk, by=request.user)
    messages.success(request, f"{user.name} is now “{user.role and user.role.label}” in your place.")
    return redirect("team")


def _show_leaving(
    request: MemberRequest, pk: int, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    user = find_colleague(pk, by=request.user)
    belongings = belongings_of(user)
    shown = {
        "member": user,
        "leaves": user.pk == request.user.pk,
        "belongings": belongings,
        "form": LeavingForm.read(request) if belongings else None,
        "house": house_of(request.user),
        "refused": refused,
    }
    return render(request, "people/remove.html", shown, status=status)


@house_required
@handles(refused=_show_leaving, not_found=User.DoesNotExist)
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask once more, and let them go."""
    if request.method != "POST":
        return _show_leaving(request, pk)
    user = remove_member(pk, by=request.user, stops_belongings=_stops(request, pk))
    if user.pk == request.user.pk:
        return _goodbye(request)
    messages.success(request, f"{user.name} is removed, and signed out everywhere.")
    return redirect("team")


def _show_own_leaving(request: MemberRequest, **more: Any) -> HttpResponse:
    return _show_leaving(request, request.user.pk, **more)


@house_required
@handles(refused=_show_own_leaving, not_found=User.DoesNotExist)
def leave_house(request: MemberRequest) -> HttpResponse:
    """Whoever asks goes themselves."""
    if request.method != "POST":
        return _show_own_leaving(request)
    remove_member(request.user.pk, by=request.user, stops_belongings=_stops(request, request.user.pk))
    return _goodbye(request)


def _stops(request: MemberRequest, pk: int) -> bool:
    """What was answered of what they added. Raises Refused where there is some, and nothing was."""
    if not belongings_of(find_colleague(pk, by=request.user)):
        return False
    answer = LeavingForm.read(request).typed.get("belongings")
    if not answer:
        raise Refused.because("belongings_undecided", "Say whether the webhooks that they added go on.")
    return bool(answer == "stop")


def _goodbye(request: MemberRequest) -> HttpResponse:
    house = house_of(request.user)
    logout(request)
    messages.success(request, f"You have left {house}, and are signed out.")
    return redirect(settings.LOGOUT_REDIRECT_URL)


def house_of(user: User) -> str:
    """The name of the maker or the shop; "support"."""
    return str(user.maker or user.buyer or "support")


def _roles(user: User) -> list[tuple[str, list[str]]]:
    """Every role that there is where `user` acts, with what it includes."""
    return [(str(role.label), includes(role, shop=bool(user.buyer))) for role in roles_of(user)]

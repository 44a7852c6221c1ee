"""A case: everything that is needed to decide, on one page."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from anam.cases.models import Case
from anam.clock import database_now
from anam.orders.forms import text
from anam.orders.requests.page_context import answer_forms
from anam.people.models import User
from anam.refusals import Refusal, Refused
from anam.support.actions.add_note import add_note
from anam.support.actions.close_with_words import close_with_words
from anam.support.actions.write_to import write_to
from anam.support.by_mail import with_mails
from anam.support.case_context import case_context, people_of
from anam.support.forms import ClosingForm, LetterForm, NoteForm
from anam.support.views.endings import ending_of
from anam.web.drafts import take_draft
from anam.web.forms import PageForm
from anam.web.requests import MemberRequest, support_required


@support_required
def case_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One case."""
    return show_case(request, case_of(pk))


@support_required
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """A note that only support sees."""
    words = text(request.POST if request.method == "POST" else take_draft(request), "note")
    if request.method != "POST":
        return show_case(request, case_of(pk), note=words)
    try:
        add_note(pk, by=request.user, words=words)
    except Case.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return show_case(request, case_of(pk), status=422, refused=refused.refusal, note=words)
    return redirect(f"{request.path.removesuffix('note/')}#said")


@support_required
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """Support writes to the maker, the buyer or the outside sender."""
    typed = request.POST if request.method == "POST" else take_draft(request)
    to, words = text(typed, "to", most=8), text(typed, "words")
    if request.method != "POST":
        return show_case(request, case_of(pk), to=to, words=words)
    try:
        write_to(pk, to=to, by=request.user, words=words)
    except Case.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return show_case(request, case_of(pk), status=409, refused=refused.refusal, to=to, words=words)
    messages.success(request, "It is on its way; answers come back to this case.")
    return redirect(f"{request.path.removesuffix('write/')}#said")


@support_required
def close(request: MemberRequest, pk: int) -> HttpResponse:
    """The case is answered."""
    typed = request.POST if request.method == "POST" else take_draft(request)
    words = text(typed, "closing")
    if request.method != "POST":
        return show_case(request, case_of(pk), closing=words)
    try:
        close_with_words(pk, by=request.user, words=words)
    except Case.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return show_case(request, case_of(pk), status=409, refused=refused.refusal, closing=words)
    messages.success(request, "The case is closed.")
    return redirect("case", pk)


def case_of(pk: int) -> Case:
    """The case of that number; else 404."""
    try:
        return Case.objects.for_page().get(pk=pk)
    except Case.DoesNotExist:
        raise Http404 from None


def show_case(
    request: MemberRequest, case: Case, *, status: int = 200, refused: Refusal | None = None, **typed: Any
) -> HttpResponse:
    """The page of `case`; `typed` is what a form that came back holds."""
    now = database_now()
    people = people_of(case)
    shown = {
        "case": case,
        "now": now,
        "late": case.is_late(now),
        "mine": case.assigned_to == request.user,
        "agents": User.objects.agents(),
        **with_mails(case, case.entries.select_related("author").order_by("at", "id")),
        "people": people,
        "may_write_to": [party for party in people if party.members] if case.is_open else [],
        "refused": refused,
        **case_context(case.order, case, now=now),
        **ending_of(request, case, typed.pop("ending", {})),
        **typed,
        **_forms(case, typed),
    }
    return render(request, "support/case.html", shown, status=status)


def _forms(case: Case, typed: Mapping[str, Any]) -> dict[str, PageForm]:
    return {
        **(answer_forms(case.order, **typed) if case.order else {}),
        "note_form": NoteForm(initial={"note": typed.get("note", "")}),
        "letter_form": LetterForm(initial={"words": typed.get("words", "")}),
        "closing_form": ClosingForm(case=case, initial={"closing": typed.get("closing", "")}),
    }

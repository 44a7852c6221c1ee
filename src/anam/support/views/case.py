"""A case: everything that is needed to decide, on one page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import BigIntegerField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.compiled import Bound, CompiledQuery
from anam.orders.forms import AddressRefusalForm, text, typed_quantities
from anam.orders.models import AddressRequest, OrderReturn
from anam.orders.requests.page_context import answer_forms
from anam.people.models import User
from anam.refusals import Refusal
from anam.support.actions.add_note import add_note
from anam.support.actions.close_with_words import close_with_words
from anam.support.actions.write_to import write_to
from anam.support.by_mail import with_mails
from anam.support.case_context import case_context, case_entries, people_of
from anam.support.desk_list import desk_list
from anam.support.forms import ClosingForm, LetterForm, NoteForm
from anam.support.money_ways import money_ways
from anam.support.return_forms import step_forms
from anam.support.views.endings import ending_of
from anam.web.drafts import sent_or_kept
from anam.web.forms import PageForm
from anam.web.handling import handles, or_404
from anam.web.requests import MemberRequest, support_required


def case_of(pk: int) -> Case:
    """The case of that number; else 404."""
    return or_404(_CASE.first(pk=pk))


_PK: Any = Bound("pk", BigIntegerField())
_CASE = CompiledQuery(lambda: Case.objects.for_page().filter(pk=_PK))
_SAID = CompiledQuery(lambda: CaseEntry.objects.filter(case=_PK).select_related("author").order_by("at", "id"))


def show_case(
    request: MemberRequest, pk: int, *, status: int = 200, refused: Refusal | None = None, **typed: Any
) -> HttpResponse:
    """The page of a case, as things stand now; `typed` is what a form that came back holds.

    For htmx, which opens it beside the list of the desk, it is the case alone.
    """
    entries = case_entries(pk)  # before the money
    case, now = case_of(pk), database_now()
    people = people_of(case)
    beside = bool(request.htmx)
    shown = {
        **({} if beside else desk_list(request, now=now, case=case)),
        "case": case,
        "now": now,
        "late": case.is_late(now),
        "mine": case.assigned_to == request.user,
        "agents": User.objects.agents(),
        **with_mails(case, _SAID.all(pk=case.pk)),
        "people": people,
        "may_write_to": [party for party in people if party.members] if case.is_open else [],
        "refused": refused,
        **case_context(case.order, case, entries=entries, now=now),
        **(money_ways(case.order, now=now, shown={}) if case.order else {}),
        **ending_of(request, case, typed.pop("ending", {})),
        **return_of(request, case, typed.pop("return_step", "")),
        **_address_request(case, typed.pop("address_words", "")),
        **typed,
        **_forms(case, typed),
    }
    return render(request, f"support/case.html{'#case' if beside else ''}", shown, status=status)


def _address_request(case: Case, words: str) -> dict[str, Any]:
    """That the buyer of a case asks for another country, with the form that says no."""
    asked = AddressRequest.objects.of_case(case) if case.kind == Case.Kind.REQUEST and not case.request else None
    if asked is None:
        return {}
    form = AddressRefusalForm(initial={"why": words}, buyer=case.buyer.name if case.buyer else "")
    return {"address_request": asked, "address_form": form, "address_words": words}


def return_of(request: MemberRequest, case: Case, verb: str) -> dict[str, Any]:
    """The return that a case is about, with the forms of its steps; that of `verb` came back."""
    one = OrderReturn.objects.of_case(case)
    if one is None:
        return {}
    sent = request.POST if request.method == "POST" else None
    typed = dict(typed_quantities(sent)) if sent and verb == "received" else {}
    lines = [(line, typed.get(line.line_id, line.quantity)) for line in one.lines.all()]
    return {"order_return": one, "return_lines": lines, **step_forms(sent, verb), "refund_url": _refund_url(one)}


def _refund_url(one: OrderReturn) -> str:
    """The page of the refund, with what came back filled in."""
    lines = [line for line in one.lines.all() if line.came_back]
    filled = {
        "return": one.pk,
        "reason": "returned",
        **{f"remove-{line.line_id}": line.came_back for line in lines},
        **{f"stock-{line.line_id}": line.stock for line in lines},
    }
    return f"{reverse('desk-refund', args=[one.order.number])}?{urlencode(filled)}"


def _forms(case: Case, typed: Mapping[str, Any]) -> dict[str, PageForm]:
    return {
        **(answer_forms(case.order, **typed) if case.order else {}),
        "note_form": NoteForm(initial={"note": typed.get("note", "")}),
        "letter_form": LetterForm(initial={"words": typed.get("words", "")}),
        "closing_form": ClosingForm(case=case, initial={"closing": typed.get("closing", "")}),
    }


def _show(request: MemberRequest, pk: int, **more: Any) -> HttpResponse:
    """The page, with what was typed into one of its forms."""
    typed = sent_or_kept(request)
    to, words = text(typed, "to", most=8), text(typed, "words")
    return show_case(request, pk, note=text(typed, "note"), to=to, words=words, closing=text(typed, "closing"), **more)


@support_required
def case_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One case."""
    return show_case(request, pk)


@support_required
@handles(refused=_show, status=422, not_found=Case.DoesNotExist)
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """A note that only support sees."""
    if request.method != "POST":
        return _show(request, pk)
    add_note(pk, by=request.user, words=text(request.POST, "note"))
    return redirect(f"{request.path.removesuffix('note/')}#said")


@support_required
@handles(refused=_show, not_found=Case.DoesNotExist)
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """Support writes to the maker, the buyer or the outside sender."""
    if request.method != "POST":
        return _show(request, pk)
    write_to(pk, to=text(request.POST, "to", most=8), by=request.user, words=text(request.POST, "words"))
    messages.success(request, "Sent. Answers come back to this case.")
    return redirect(f"{request.path.removesuffix('write/')}#said")


@support_required
@handles(refused=_show, not_found=Case.DoesNotExist)
def close(request: MemberRequest, pk: int) -> HttpResponse:
    """The case is answered."""
    if request.method != "POST":
        return _show(request, pk)
    close_with_words(pk, by=request.user, words=text(request.POST, "closing"))
    messages.success(request, "Case closed.")
    return redirect("case", pk)

"""Where makers and buyers meet support: asking, reporting, and reading the answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from anam.cases.models import Case
from anam.conversations.models import Message
from anam.orders.models import Order
from anam.orders.returns.ask_return import ask_return
from anam.orders.returns.return_validation import why_no_return
from anam.people.models import User
from anam.refusals import Refusal
from anam.support.actions.answer_case import answer_case
from anam.support.actions.complain import complain
from anam.support.actions.report_message import report_message, reportable
from anam.support.by_mail import with_mails
from anam.support.forms import AnswerForm, ComplaintForm, ReportForm
from anam.support.return_forms import lines_to_send_back, quantities_of
from anam.web.handling import handles
from anam.web.requests import BuyerRequest, MemberRequest, buyer_required, member_required


def _show_problem(
    request: BuyerRequest, number: str, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    order = get_object_or_404(Order.objects.of_buyer(request.buyer).for_list(), number=number)
    form = ComplaintForm.read(request, order=order)
    if refused:
        form.add_error("words", refused.message)
    may_return = why_no_return(order) is None
    if may_return:
        form.fields["words"].help_text += " Unless you send something back: then they read it."
    shown = {
        "order": order,
        "form": form,
        "may_return": may_return,
        "lines": lines_to_send_back(order, request.POST) if may_return else [],
    }
    return render(request, "support/problem.html", shown, status=status)


@buyer_required
@handles(refused=_show_problem, status=422, not_found=Order.DoesNotExist)
def complain_about(request: BuyerRequest, number: str) -> HttpResponse:
    """Something is wrong with my order."""
    if request.method != "POST":
        return _show_problem(request, number)
    order = get_object_or_404(Order.objects.of_buyer(request.buyer), number=number)
    words = ComplaintForm.read(request, order=order).typed["words"]
    if back := quantities_of(request.POST):
        case = ask_return(number, buyer=request.buyer, by=request.user, words=words, quantities=back).case
    else:
        case = complain(number, buyer=request.buyer, by=request.user, words=words)
    messages.success(request, "Support has it, and answers here and by email.")
    return redirect("asked", case.pk)


def _show_report(request: MemberRequest, pk: int, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    _, message = reportable(pk, by=request.user)
    form = ReportForm.read(request)
    if refused:
        form.add_error("words", refused.message)
    return render(request, "support/report.html", {"message": message, "form": form}, status=status)


@member_required
@handles(refused=_show_report, status=422, not_found=Message.DoesNotExist)
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """Something is wrong with a message of the other side."""
    if request.method != "POST":
        return _show_report(request, pk)
    case = report_message(pk, by=request.user, words=ReportForm.read(request).typed["words"])
    messages.success(request, "Support looks at it. The other side is not told who reported it.")
    return redirect("asked", case.pk)


def _show(request: MemberRequest, pk: int, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    case, side = _case_for(request.user, pk)
    form = AnswerForm.read(request, case=case)
    if refused:
        form.add_error("words", refused.message)
    shown = {
        "case": case,
        "side": side,
        "is_theirs": case.opened_as == side,
        **with_mails(case, case.entries.said_to_or_by(side)),
        "form": form,
    }
    return render(request, "support/asked.html", shown, status=status)


@member_required
@handles(refused=_show, status=422)
def asked_page(request: MemberRequest, pk: int) -> HttpResponse:
    """What one asked support, or was asked by them, and what was said since. Notes are not for here."""
    if request.method != "POST":
        return _show(request, pk)
    case, side = _case_for(request.user, pk)
    answer_case(pk, by=request.user, side=side, words=AnswerForm.read(request, case=case).typed["words"])
    messages.success(request, "Support has your answer.")
    return redirect("asked", pk)


def _case_for(user: User, pk: int) -> tuple[Case, str]:
    """The case and on which side of it `user` is; 404 for everybody whom it does not concern."""
    side = "maker" if user.maker else "buyer"
    return get_object_or_404(Case.objects.for_page().concerning(user, side), pk=pk), side

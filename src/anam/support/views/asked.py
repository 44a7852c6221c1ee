"""Where makers and buyers meet support: asking, reporting, and reading the answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from anam.cases.models import Case
from anam.conversations.models import Message
from anam.orders.models import Order
from anam.people.models import User
from anam.refusals import Refused
from anam.support.actions.answer_case import answer_case
from anam.support.actions.complain import complain
from anam.support.actions.report_message import report_message, reportable
from anam.support.by_mail import with_mails
from anam.support.forms import AnswerForm, ComplaintForm, ReportForm
from anam.web.requests import BuyerRequest, MemberRequest, buyer_required, member_required


@buyer_required
def complain_about(request: BuyerRequest, number: str) -> HttpResponse:
    """Something is wrong with my order."""
    try:
        order = Order.objects.of_buyer(request.buyer).for_list().get(number=number)
    except Order.DoesNotExist:
        raise Http404 from None
    form = ComplaintForm.read(request, order=order)
    shown = {"order": order, "form": form}
    if request.method != "POST":
        return render(request, "support/problem.html", shown)
    try:
        case = complain(number, buyer=request.buyer, by=request.user, words=form.typed["words"])
    except Refused as refused:
        form.add_error("words", refused.refusal.message)
        return render(request, "support/problem.html", shown, status=422)
    messages.success(request, "Support has it, and answers here and by e-mail.")
    return redirect("asked", case.pk)


@member_required
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """Something is wrong with a message of the other side."""
    try:
        _, message = reportable(pk, by=request.user)
    except Message.DoesNotExist:
        raise Http404 from None
    form = ReportForm.read(request)
    shown = {"message": message, "form": form}
    if request.method != "POST":
        return render(request, "support/report.html", shown)
    try:
        case = report_message(pk, by=request.user, words=form.typed["words"])
    except Refused as refused:
        form.add_error("words", refused.refusal.message)
        return render(request, "support/report.html", shown, status=422)
    messages.success(request, "Support looks at it. The other side is not told who reported it.")
    return redirect("asked", case.pk)


@member_required
def asked_page(request: MemberRequest, pk: int) -> HttpResponse:
    """What one asked support, or was asked by them, and what was said since. Notes are not for here."""
    case, side = _case_for(request.user, pk)
    form = AnswerForm.read(request, case=case)
    if request.method == "POST":
        try:
            answer_case(pk, by=request.user, side=side, words=form.typed["words"])
        except Refused as refused:
            form.add_error("words", refused.refusal.message)
            return _show(request, case, side, form, status=422)
        messages.success(request, "Support has your answer.")
        return redirect("asked", pk)
    return _show(request, case, side, form)


def _show(request: MemberRequest, case: Case, side: str, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    shown = {
        "case": case,
        "side": side,
        "is_theirs": case.opened_as == side,
        **with_mails(case, case.entries.said_to_or_by(side)),
        "form": form,
    }
    return render(request, "support/asked.html", shown, status=status)


def _case_for(user: User, pk: int) -> tuple[Case, str]:
    """The case and on which side of it `user` is; 404 for everybody whom it does not concern."""
    side = "maker" if user.maker else "buyer"
    try:
        return Case.objects.for_page().concerning(user, side).get(pk=pk), side
    except Case.DoesNotExist:
        raise Http404 from None

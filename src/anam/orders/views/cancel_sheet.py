"""The sheet behind "Cancel Order…": what do we tell them, and then what happens?

Two acts, two requests: the buyer is told (D3), and the order is cancelled. Told before, it opens at the second; where
the maker cannot cancel it themselves, its one act asks support (D6).
"""

from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from anam.conversations.models import Message
from anam.orders.cancellation.cancellation_validation import OF_THE_FORM
from anam.orders.cancellation.decline import decline
from anam.orders.contacting.begun_message import blank_of
from anam.orders.contacting.tell_buyer import tell_buyer
from anam.orders.forms import CancellationForm
from anam.orders.models import Order
from anam.orders.views.order_page import order_of
from anam.orders.views.sheet_context import Sheet, sheet_context
from anam.refusals import Refusal
from anam.web.drafts import take_draft
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required

_SALT = "told in the sheet"


def show_sheet(request: MakerRequest, order: Order, sheet: Sheet, *, part: str = "", status: int = 200) -> HttpResponse:
    """The sheet, on a page of its own without a script; or a `part` of it."""
    shown = sheet_context(request.user, order, sheet)
    if request.htmx and not part:
        part = "popup"
    return render(request, f"orders/decline.html{part and '#'}{part}", shown, status=status)


def show_refused(
    request: MakerRequest, number: str, *, refused: Refusal, status: int, asks_support: bool = False
) -> HttpResponse:
    """The sheet again, with why nothing was done and everything that was typed."""
    sheet = sheet_of(request, request.POST, order_of(request, number), asks_support=asks_support)
    if refused.code in OF_THE_FORM:
        return show_sheet(request, sheet.order, sheet.with_errors(), status=422)
    return show_sheet(request, sheet.order, sheet.with_refusal(refused), status=status)


def sheet_of(request: MakerRequest, sent: QueryDict, order: Order, *, asks_support: bool = False) -> Sheet:
    """What was sent, or is asked for by an address."""
    told = _read_told(order, sent.get("told", ""))
    return Sheet(order, CancellationForm.read(sent), told=told, token=sent.get("told", ""), asks_support=asks_support)


@maker_required
@handles(refused=show_refused, not_found=Order.DoesNotExist)
def decline_order(request: MakerRequest, number: str) -> HttpResponse:
    """The sheet, and its second act: the decline itself."""
    if request.method != "POST":
        order = order_of(request, number)
        return show_sheet(request, order, opened_sheet(request, order))
    form = CancellationForm.read(request.POST)
    if form.wrong_quantities:
        order = order_of(request, number)
        return show_sheet(request, order, sheet_of(request, request.POST, order).with_errors(), status=422)
    order = decline(
        number,
        maker=request.maker,
        by=request.user,
        reason=form.reason,
        explanation=form.explanation,
        note=form.note,
        quantities=form.quantities,
        stock=form.stock,
        preview_token=form.shown,
        key=form.key,
        sheet=form.sheet,
    )
    return to_the_order(request, order, done=True)


def opened_sheet(request: MakerRequest, order: Order) -> Sheet:
    """The sheet as it opens: with what was typed into it before, or what was written a moment ago in its first act."""
    if "told" in request.GET:
        sheet = sheet_of(request, request.GET, order)
        return sheet.with_words(blank_of(sheet.told.body)) if sheet.told else sheet
    kept = take_draft(request)
    sheet = sheet_of(request, kept or request.GET, order)
    return sheet.with_kept() if kept else sheet


@maker_required
@handles(refused=show_refused, not_found=Order.DoesNotExist)
def tell(request: MakerRequest, number: str) -> HttpResponse:
    """Its first act: the buyer is told, and nothing else. The answer is the second, without a page in between."""
    order = order_of(request, number)
    if request.method != "POST":
        kept = take_draft(request)  # signed in again meanwhile
        sheet = sheet_of(request, kept, order)
        return show_sheet(request, order, sheet.with_kept() if kept else sheet)
    form = CancellationForm.read(request.POST)
    if form.wrong_quantities:
        return show_sheet(request, order, sheet_of(request, request.POST, order).with_errors(), status=422)
    told = tell_buyer(
        number,
        maker=request.maker,
        by=request.user,
        reason=form.reason,
        blank=form.explanation,
        quantities=form.quantities,
    )
    token = signing.dumps(told.message_id, salt=_SALT)
    if not request.htmx:
        return redirect(f"{reverse('portal-decline', args=[number])}?{_choices(request.POST, told=token)}")
    order = order_of(request, number)
    chosen = QueryDict(_choices(request.POST, told=token))
    sheet = sheet_of(request, chosen, order)
    return show_sheet(request, order, sheet.with_words(blank_of(sheet.told.body)) if sheet.told else sheet)


@maker_required
def preview_decline(request: MakerRequest, number: str) -> HttpResponse:
    """What would happen with the choices made so far. Changes nothing."""
    order = order_of(request, number)
    if request.method != "POST":
        return redirect("portal-decline", number)
    sheet = sheet_of(request, request.POST, order, asks_support="asks_support" in request.POST)
    if said := sheet.offered(request.GET.get("use", "")):
        return show_sheet(request, order, sheet.with_words(said))
    return show_sheet(request, order, sheet, part="preview" if request.htmx else "")


@maker_required
def preview_letter(request: MakerRequest, number: str) -> HttpResponse:
    """The message as it is begun from the choices made so far. Changes nothing."""
    order = order_of(request, number)
    if request.method != "POST":
        return redirect("portal-decline", number)
    sheet = sheet_of(request, request.POST, order)
    return show_sheet(request, order, sheet, part="letter" if request.htmx else "")


def to_the_order(request: MakerRequest, order: Order, *, done: bool = False) -> HttpResponse:
    """It is done: back to the page of the order, out of the sheet too."""
    page = order.get_absolute_url()  # without a fragment: to the browser, that would be the page it is on
    page += "?done" if done else ""
    return HttpResponseClientRedirect(page) if request.htmx else redirect(page)


def _choices(sent: QueryDict, *, told: str) -> str:
    """What was chosen in the first act, for the address of the second."""
    kept = QueryDict(mutable=True)
    for name in sent:
        if name in ("reason", "what") or name.startswith(("send-", "of-", "remove-")):
            kept[name] = str(sent[name])
    kept["told"] = told
    return kept.urlencode()


def _read_told(order: Order, token: str) -> Message | None:
    """The message that the first act sent about this order; nobody can name another."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Message.objects.filter(pk=pk, order=order.pk, side="maker").first()

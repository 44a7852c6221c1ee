"""The buyer's own pages of their orders: what happens to my money and my shelves?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from anam.catalog.restock import RestockAlert
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.composer import composer_for
from anam.conversations.forms import MessageForm, takes_pictures
from anam.history.sentences import BUYER_READS, sentence
from anam.mail.delivery import not_reached
from anam.orders.contacting.contact_validation import conversation_of
from anam.orders.escalation.next_step import has_failed_emails
from anam.orders.fulfilment.complete import complete
from anam.orders.models import Order
from anam.orders.page_queries import entries_of, find_order_of_buyer, lines_of
from anam.orders.pages import page_of_buyer
from anam.orders.payments.external_money import external_money, operations_of, refused_operations
from anam.orders.payments.paying import why_not_pay
from anam.orders.requests.request_validation import latest_request, validate_may_ask
from anam.orders.restock_link import products_missed
from anam.orders.returns.return_steps import returns_of
from anam.orders.returns.send_back_form import SendBackForm
from anam.orders.ship_to.visibility import open_address_request, ship_to_for
from anam.orders.status import OPEN, Status
from anam.refusals import Refusal
from anam.web.handling import handles, or_404
from anam.web.requests import BuyerRequest, buyer_required


@buyer_required
def orders(request: BuyerRequest) -> HttpResponse:
    """The buyer's orders, newest first."""
    page = page_of_buyer(request.buyer, cursor=request.GET.get("after", ""))
    return render(request, "orders/buyer_orders.html", {"page": page, "continued": "after" in request.GET})


def show_order(
    request: BuyerRequest,
    number: str,
    *,
    refused: Refusal | None = None,
    unsent: Refusal | None = None,
    send_back: SendBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as things stand now; `unsent` is why a message was not sent, `send_back` a form that came back."""
    entries = entries_of(number)  # before the money: the page never knows less of it than they say
    order = order_of_buyer(request, number)
    conversation = conversation_of(order)
    now, asked = database_now(), latest_request(order)
    lines, is_open = lines_of(order), order.status in OPEN
    missed = products_missed(lines)
    waits = RestockAlert.objects.products_of(request.user, [product.pk for product in missed])
    shown = {
        "order": order,
        "now": now,
        "request_of_buyer": asked,
        "asked_to_pay": is_open and why_not_pay(order) is None,
        "why_not_ask": validate_may_ask(order, asked, now=now) if is_open else None,
        "is_open": is_open,
        "lines": lines,
        "missed": [(product, product.pk in waits) for product in missed],
        "ship_to": ship_to_for(order, "buyer", now=now),
        "payment": getattr(order, "payment", None),
        "external_money": external_money(order),
        "refused_money": SimpleLazyObject(lambda: refused_operations(operations_of(order))),
        "cancellation": order.cancellation,
        "returns": returns_of(order),
        "send_back_form": send_back or SendBackForm(),
        "conversation": conversation,
        "messages_about": conversation.latest_messages(3) if conversation else [],
        "address_request": open_address_request(order),
        "can_change_address": is_open,
        "history": [(entry, sentence(entry, reader="buyer")) for entry in entries if entry.kind in BUYER_READS],
        "can_arrive": order.status == Status.SHIPPED,
        "unreached": not_reached(order_id=order.pk, party="maker") if has_failed_emails(order) else [],
        "write": composer_for(
            request, maker_id=order.maker_id, buyer_id=order.buyer_id, order_id=order.pk, refused=unsent
        ).labelled(format_html("Write to <bdi>{}</bdi> about this order", order.maker.name), rows=4),
        "refused": refused,
    }
    return render(request, "orders/buyer_order.html", shown, status=status)


def _show_unsent(request: BuyerRequest, number: str, *, refused: Refusal, status: int) -> HttpResponse:
    return show_order(request, number, unsent=refused, status=status)


@takes_pictures
@buyer_required
@handles(refused=_show_unsent, status=422)
def order_page(request: BuyerRequest, number: str) -> HttpResponse:
    """One order as its buyer sees it; sent to, it writes to the maker about the order."""
    if request.method != "POST":
        return show_order(request, number)
    order, sent = order_of_buyer(request, number), MessageForm.read(request)
    write_as_buyer(
        sent.words,
        buyer=request.buyer,
        maker=order.maker,
        by=request.user,
        order=order,
        pictures=sent.pictures(),
        draft=sent.draft,
    )
    messages.success(request, f"Your message is on its way to {order.maker.name}.")
    return redirect("buyer-order", number)


@buyer_required
@handles(refused=show_order)
def order_arrived(request: BuyerRequest, number: str) -> HttpResponse:
    """The buyer says that it has arrived."""
    order_of_buyer(request, number)
    if request.method == "POST":
        complete(number, buyer=request.buyer, by=request.user)
    return redirect("buyer-order", number)


def order_of_buyer(request: BuyerRequest, number: str) -> Order:
    """The order of that number, if it is this buyer's; else 404 (D1)."""
    return or_404(find_order_of_buyer(request.buyer, number))

from django.urls import path, register_converter

from anam.orders.views import (
    answer,
    buyer,
    cancel_sheet,
    confirm,
    contact_page,
    editing,
    editing_order,
    escalation_pop_up,
    money,
    pay,
    portal,
    request_page,
    restock_page,
    send_back,
    ship_to_page,
    slip_pages,
)


class OrderNumber:
    """What may be an order's number; anything else is no address at all."""

    regex = r"[^/\x00]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OrderNumber, "number")

urlpatterns = [
    path("portal/orders/", portal.orders, name="portal-orders"),
    path("portal/orders/<number:number>/", editing_order.editing_order, name="portal-order"),
    path("portal/orders/<number:number>/accept/", editing.accept_order, name="portal-accept"),
    path("portal/orders/<number:number>/ship/", editing.ship_order, name="portal-ship"),
    path("portal/orders/<number:number>/contact/", contact_page.tell_buyer, name="portal-contact"),
    path("portal/orders/<number:number>/accept/undo/", editing.undo_accept, name="portal-undo-accept"),
    path("portal/orders/<number:number>/decline/", cancel_sheet.decline_order, name="portal-decline"),
    path("portal/orders/<number:number>/decline/preview/", cancel_sheet.preview_decline, name="portal-decline-preview"),
    path("portal/orders/<number:number>/decline/tell/", cancel_sheet.tell, name="portal-tell"),
    path("portal/orders/<number:number>/decline/tell/preview/", cancel_sheet.preview_letter, name="portal-letter"),
    path("portal/orders/<number:number>/support/", escalation_pop_up.ask, name="portal-ask-support"),
    path("portal/orders/<number:number>/support/take-back/", escalation_pop_up.take_back, name="portal-take-back"),
    path("portal/orders/<number:number>/request/accept/", answer.accept, name="portal-accept-request"),
    path("portal/orders/<number:number>/request/decline/", answer.decline, name="portal-decline-request"),
    path("portal/orders/<number:number>/payment/<int:pk>/confirm/", confirm.confirm, name="portal-confirm-payment"),
    path("portal/orders/<number:number>/ship-to/<int:pk>/agree/", ship_to_page.agree, name="portal-agree-address"),
    path("portal/orders/<number:number>/ship-to/<int:pk>/refuse/", ship_to_page.refuse, name="portal-refuse-address"),
    path("portal/orders/<number:number>/packing-slip/", slip_pages.packing_slip, name="packing-slip"),
    path("portal/packing-slips/", slip_pages.packing_slips, name="packing-slips"),
    path("portal/money/", money.money, name="portal-money"),
    path("orders/", buyer.orders, name="buyer-orders"),
    path("orders/<number:number>/", buyer.order_page, name="buyer-order"),
    path("orders/<number:number>/when-back/", restock_page.when_back, name="buyer-when-back"),
    path("alerts/<str:token>/", restock_page.from_email, name="restock-link"),
    path("orders/<number:number>/arrived/", buyer.order_arrived, name="buyer-order-arrived"),
    path("orders/<number:number>/ship-to/", ship_to_page.change, name="buyer-ship-to"),
    path("orders/<number:number>/ship-to/take-back/", ship_to_page.take_back, name="buyer-take-back-address"),
    path("orders/<number:number>/pay/", pay.pay, name="buyer-pay"),
    path("orders/<number:number>/return/<int:pk>/sent/", send_back.send_back, name="buyer-send-back"),
    path("orders/<number:number>/request/", request_page.ask, name="buyer-ask"),
    path("orders/<number:number>/request/take-back/", request_page.take_back, name="buyer-take-back"),
]

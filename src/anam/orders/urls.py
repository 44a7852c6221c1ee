from django.urls import path, register_converter

from anam.orders.views import answer, buyer, confirm, contact, decline, editing, money, order, portal, request, support


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
    path("portal/orders/<number:number>/", order.order_page, name="portal-order"),
    path("portal/orders/<number:number>/accept/", editing.accept_order, name="portal-accept"),
    path("portal/orders/<number:number>/ship/", editing.ship_order, name="portal-ship"),
    path("portal/orders/<number:number>/contact/", contact.tell_buyer, name="portal-contact"),
    path("portal/orders/<number:number>/decline/", decline.decline_order, name="portal-decline"),
    path("portal/orders/<number:number>/decline/preview/", decline.preview_decline, name="portal-decline-preview"),
    path("portal/orders/<number:number>/support/", support.ask, name="portal-ask-support"),
    path("portal/orders/<number:number>/support/take-back/", support.take_back, name="portal-take-back"),
    path("portal/orders/<number:number>/request/accept/", answer.accept, name="portal-accept-request"),
    path("portal/orders/<number:number>/request/decline/", answer.decline, name="portal-decline-request"),
    path("portal/orders/<number:number>/payment/<int:pk>/confirm/", confirm.confirm, name="portal-confirm-payment"),
    path("portal/money/", money.money, name="portal-money"),
    path("orders/", buyer.orders, name="buyer-orders"),
    path("orders/<number:number>/", buyer.order_page, name="buyer-order"),
    path("orders/<number:number>/arrived/", buyer.order_arrived, name="buyer-order-arrived"),
    path("orders/<number:number>/request/", request.ask, name="buyer-ask"),
    path("orders/<number:number>/request/take-back/", request.take_back, name="buyer-take-back"),
]

from django.urls import path

from anam.orders.views import buyer, contact, decline, editing, order, portal

urlpatterns = [
    path("portal/orders/", portal.orders, name="portal-orders"),
    path("portal/orders/<str:number>/", order.order_page, name="portal-order"),
    path("portal/orders/<str:number>/accept/", editing.accept_order, name="portal-accept"),
    path("portal/orders/<str:number>/ship/", editing.ship_order, name="portal-ship"),
    path("portal/orders/<str:number>/contact/", contact.tell_buyer, name="portal-contact"),
    path("portal/orders/<str:number>/decline/", decline.decline_order, name="portal-decline"),
    path("portal/orders/<str:number>/decline/preview/", decline.preview_decline, name="portal-decline-preview"),
    path("orders/", buyer.orders, name="buyer-orders"),
    path("orders/<str:number>/", buyer.order_page, name="buyer-order"),
    path("orders/<str:number>/arrived/", buyer.order_arrived, name="buyer-order-arrived"),
]

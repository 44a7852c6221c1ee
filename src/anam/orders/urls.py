from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, number: str = "") -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("portal/orders/", _soon, name="portal-orders"),
    path("portal/orders/<str:number>/", _soon, name="portal-order"),
    path("orders/<str:number>/", _soon, name="buyer-order"),
]

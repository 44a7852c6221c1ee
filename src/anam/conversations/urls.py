from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("messages/<int:pk>/", _soon, name="messages-talk"),
    path("portal/messages/<int:pk>/", _soon, name="portal-talk"),
]

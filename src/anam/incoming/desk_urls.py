from django.urls import path

from anam.incoming.views import set_aside

urlpatterns = [
    path("", set_aside.set_aside, name="desk-set-aside"),
    path("<int:pk>/take-in/", set_aside.take_in, name="desk-take-in"),
]

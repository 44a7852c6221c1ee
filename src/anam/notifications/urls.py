from django.urls import path

from anam.notifications import views as preferences

urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("stop/<str:token>/", preferences.stop, name="stop-mail"),
]

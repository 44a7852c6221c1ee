from django.urls import path

from anam.mail.views import preferences

urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("stop/<str:token>/", preferences.stop, name="stop-mail"),
]

from django.urls import path

from anam.history import views

urlpatterns = [path("notices/", views.notices, name="notices")]

from django.urls import path

from anam.support import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("money/<int:pk>/again/", views.try_again, name="desk-try-again"),
]

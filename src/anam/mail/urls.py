from django.urls import path

from anam.mail.views import outbox as views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/page/", views.letter_page, name="letter-page"),
]

from django.urls import path

from anam.mail import views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/", views.letter, name="letter"),
    path("<int:pk>/page/", views.letter_page, name="letter-page"),
]

from django.urls import path

from anam.mail.views import outbox as views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/", views.email, name="email"),
    path("<int:pk>/page/", views.email_page, name="email-page"),
]

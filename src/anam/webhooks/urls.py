from django.urls import path
from django.views.generic import RedirectView

from anam.webhooks import views

urlpatterns = [
    path("portal/webhooks/", RedirectView.as_view(pattern_name="webhooks")),
    path("preferences/webhooks/", views.webhooks, name="webhooks"),
    path("preferences/webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("preferences/webhooks/<int:pk>/secret/", views.new_secret, name="webhook-secret"),
    path("preferences/webhooks/<int:pk>/pause/", views.stop, name="webhook-pause"),
    path("preferences/webhooks/<int:pk>/resume/", views.go_on, name="webhook-resume"),
    path("preferences/webhooks/<int:pk>/delete/", views.delete, name="webhook-delete"),
    path("preferences/webhooks/<int:pk>/deliveries/<int:delivery>/again/", views.again, name="webhook-again"),
]

from django.urls import path
from django.views.generic import RedirectView

from anam.webhooks.views import changes, pages

urlpatterns = [
    path("portal/webhooks/", RedirectView.as_view(pattern_name="webhooks"), name="portal-webhooks"),
    path("preferences/webhooks/", pages.webhooks, name="webhooks"),
    path("preferences/webhooks/<int:pk>/", pages.webhook, name="webhook"),
    path("preferences/webhooks/<int:pk>/secret/", changes.new_secret, name="webhook-secret"),
    path("preferences/webhooks/<int:pk>/pause/", changes.stop, name="webhook-pause"),
    path("preferences/webhooks/<int:pk>/resume/", changes.go_on, name="webhook-resume"),
    path("preferences/webhooks/<int:pk>/delete/", changes.delete, name="webhook-delete"),
    path("preferences/webhooks/<int:pk>/types/", changes.types, name="webhook-types"),
    path("preferences/webhooks/<int:pk>/latest/", changes.latest, name="webhook-latest"),
    path("preferences/webhooks/<int:pk>/deliveries/<int:delivery>/", pages.delivery, name="webhook-delivery"),
    path("preferences/webhooks/<int:pk>/deliveries/<int:delivery>/again/", changes.again, name="webhook-again"),
]

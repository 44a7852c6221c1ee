"""Every address of the site, by the app that answers."""

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

from anam.web.views import errors, health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    # Before allauth's own page of that name, where people could give themselves another address.
    path("accounts/email/", login_required(TemplateView.as_view(template_name="account/email.html"))),
    path("accounts/", include("allauth.account.urls")),
    path("", include("anam.catalog.urls")),
    path("", include("anam.conversations.urls")),
    path("", include("anam.orders.urls")),
    path("", include("anam.checkout.urls")),
    path("", include("anam.history.urls")),
    path("desk/", include("anam.support.urls")),
    path("support/", include("anam.helpcenter.urls")),
    path("outbox/", include("anam.mail.urls")),
    path("portal/", RedirectView.as_view(pattern_name="portal-orders"), name="portal"),
]

handler404 = errors.not_found
handler500 = errors.broken

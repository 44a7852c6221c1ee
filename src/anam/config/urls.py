"""Every address of the site, by the app that answers."""

from django.urls import include, path
from django.views.generic import RedirectView

from anam.web.views import accent, draft_autosave, errors, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("accent/<str:colour>.css", accent.accent, name="accent"),
    path("drafts/", draft_autosave.keep_typed, name="drafts"),
    path("accounts/", include("anam.people.urls")),
    path("", include("anam.legal.urls")),
    path("accounts/", include("anam.accounts.account_urls")),
    path("", include("anam.accounts.urls")),
    path("", include("anam.people.team_urls")),
    path("", include("anam.postal.urls")),
    path("", include("anam.catalog.urls")),
    path("", include("anam.conversations.urls")),
    path("", include("anam.orders.urls")),
    path("", include("anam.checkout.urls")),
    path("", include("anam.history.urls")),
    path("", include("anam.support.urls")),
    path("", include("anam.setup.urls")),
    path("", include("anam.api.urls")),
    path("", include("anam.webhooks.urls")),
    path("", include("anam.imports.urls")),
    path("", include("anam.exports.urls")),
    path("support/", include("anam.helpcenter.urls")),
    path("mail/", include("anam.incoming.urls")),
    path("payments/", include("anam.payments.urls")),
    path("desk/set-aside/", include("anam.incoming.desk_urls")),
    path("desk/articles/", include("anam.helpcenter.desk_urls")),
    path("outbox/", include("anam.mail.urls")),
    path("", include("anam.demo.urls")),
    path("preferences/", include("anam.notifications.urls")),
    path("portal/", RedirectView.as_view(pattern_name="portal-orders"), name="portal"),
]

handler400 = errors.bad_request
handler404 = errors.not_found
handler500 = errors.broken

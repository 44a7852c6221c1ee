from django.urls import path

from anam.setup.views import first_maker, mail, names, payments, settings, start, texts

urlpatterns = [
    path("setup/<str:token>/", start.start, name="setup"),
    path("desk/settings/", settings.overview, name="settings"),
    path("desk/settings/later/", settings.later, name="settings-later"),
    path("desk/settings/open/", settings.open_it, name="settings-open"),
    path("desk/settings/names/", names.names, name="settings-names"),
    path("desk/settings/mail/", mail.mail, name="settings-mail"),
    path("desk/settings/mail/code/", mail.code, name="settings-mail-code"),
    path("desk/settings/payments/", payments.payments, name="settings-payments"),
    path("desk/settings/payments/test/", payments.test, name="settings-payments-test"),
    path("desk/settings/texts/", texts.texts, name="settings-texts"),
    path("desk/settings/maker/", first_maker.first_maker, name="settings-maker"),
]

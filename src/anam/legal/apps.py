from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "anam.legal"

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "anam.support"

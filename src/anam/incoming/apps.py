from django.apps import AppConfig


class IncomingConfig(AppConfig):
    name = "anam.incoming"

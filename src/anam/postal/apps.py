from django.apps import AppConfig


class PostalConfig(AppConfig):
    name = "anam.postal"

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "anam.webhooks"

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "anam.checkout"

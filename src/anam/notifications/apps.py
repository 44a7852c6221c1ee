from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "anam.notifications"

    def ready(self) -> None:
        """Every app says in its notifications.py whom it tells what."""
        autodiscover_modules("notifications")

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "anam.notifications"

    def ready(self) -> None:
        """Every app says in its notifications.py whom it tells what; what becomes of members is told from here."""
        from anam.notifications.members import tell_of_member
        from anam.people.listeners import hear_of_members

        autodiscover_modules("notifications")
        hear_of_members(tell_of_member)

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HelpcenterConfig(AppConfig):
    name = "anam.helpcenter"

    def ready(self) -> None:
        """After every `anam migrate`, and so with every new version: a migration would run only once."""
        from anam.helpcenter.migrated import bring_our_articles_up_to_date

        post_migrate.connect(bring_our_articles_up_to_date, sender=self)

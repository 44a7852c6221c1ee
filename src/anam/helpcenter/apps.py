from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class HelpcenterConfig(AppConfig):
    name = "anam.helpcenter"

    def ready(self) -> None:
        post_migrate.connect(_bring_our_articles_up_to_date, sender=self)


def _bring_our_articles_up_to_date(*, using: str, apps: Apps = installed, **_: Any) -> None:
    """After every `anam migrate`, and so with every new version: a migration would run only once."""
    from anam.helpcenter.actions.ship_ours import ship_ours

    try:
        article = apps.get_model("helpcenter", "Article")
    except LookupError:  # only a part was migrated; this one has no table yet
        return
    ship_ours(article._default_manager.using(using))

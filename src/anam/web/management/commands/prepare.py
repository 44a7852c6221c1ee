"""`anam prepare`: what must be done before serving."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from anam.config.prepared import keep_prepared


class Command(BaseCommand):
    help = "Bring the database and the static files up to date; fill the demo marketplace, unless in production"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEMO:
            call_command("set_demo_aside")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMO:
            call_command("demo")
        keep_prepared()

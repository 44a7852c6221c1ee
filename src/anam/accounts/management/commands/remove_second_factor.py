from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from anam.accounts.actions.remove_second_factor import forget_second_factor
from anam.people.models import User
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Remove the passkeys and codes of somebody who has lost them, and whom no owner or lead can help."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, email: str, **_: Any) -> None:
        user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in by {email}.")
        if not forget_second_factor(user):
            raise CommandError(f"{user.name} <{user.email}> has no passkey and no codes.")
        self.stdout.write(f"{user.name} <{user.email}> signs in with the password alone, and was told by email.")

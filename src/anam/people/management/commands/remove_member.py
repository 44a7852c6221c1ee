from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from anam.people.actions.remove_by_email import remove_by_email
from anam.refusals import Refused
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Let a person act for nobody any more: their sessions and tokens end at once; what they did stays on record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, email: str, **_: Any) -> None:
        try:
            person, party = remove_by_email(email)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{person.name} <{person.email}> no longer acts for {party}: signed out, tokens revoked.")

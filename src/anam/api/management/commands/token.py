"""anam token: a key to the API for somebody who has an account."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from anam.api.actions.make_token import make_token
from anam.people.models import User
from anam.refusals import Refused
from anam.web.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Make an API token that acts as the person of that email address, and print it: the token alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="what will use it; else the moment it was made")
        parser.add_argument("--read-only", action="store_true", help="it may read and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["email"].strip()).first()
        if person is None:
            raise CommandError(f"Nobody here has the email address {options['email']}.")
        if not person.is_active:
            raise CommandError(f"{person.email} may not sign in any more, so a token of theirs would open nothing.")
        if not (person.is_support or person.maker or person.buyer):
            raise CommandError(f"{person.email} acts for nobody, so there is nothing to see. See: anam add-member")
        name = options["name"] or f"anam token, {timezone.now():%Y-%m-%d %H:%M:%S.%f} UTC"
        try:
            _, secret = make_token(person, name=name, reads_only=options["read_only"])
        except Refused as refused:
            raise CommandError(refused.refusal.message) from None
        self.stdout.write(secret)

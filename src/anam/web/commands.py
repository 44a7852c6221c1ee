"""What the commands of operators have in common."""

from django.core.management.base import BaseCommand


class OperatorCommand(BaseCommand):
    """A command that operators run, on a program that `anam migrate` and `anam prepare` have checked before.

    Django would check all models, addresses and templates again at each start: more than the half of what that takes.
    """

    requires_system_checks = []

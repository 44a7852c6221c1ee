from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from anam.demo.cast import MARK, SHOPS, STOCKISTS, how_to_sign_in
from anam.demo.fill import fill
from anam.people.models import Buyer, Maker, MakerMember, User
from anam.policy.models import current_policy
from anam.sql import execute
from anam.web.commands import OperatorCommand
from anam.words import listed

_MIN_WINDOW_HOURS = 72


class Command(OperatorCommand):
    help = "Fill the demo marketplace with people, products, orders and conversations of our own invention."

    def handle(self, **_: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is never written into a production database (ANAM_ENV=production).")
        if self._fill_once():
            self.stdout.write("The demo marketplace is filled.")
        else:
            self.stdout.write("The demo marketplace is there already: nothing was changed.")
        self._print_sign_ins()

    @transaction.atomic
    def _fill_once(self) -> bool:
        execute("SELECT pg_advisory_xact_lock(hashtext('anam demo'))")  # two would both find an empty database
        if User.objects.filter(email=MARK).exists():
            return False
        if why := why_not():
            raise CommandError(why)
        fill(say=self.stdout.write)
        return True

    def _print_sign_ins(self) -> None:
        self.stdout.write(how_to_sign_in(settings.SITE_URL))


def why_not() -> str:
    """Why the demo cannot be made in this database; empty where it can."""
    if User.objects.exists() or MakerMember.objects.exists():
        return "This database has people in it already, and the demo would mix with them: give it one of its own."
    makers = Maker.objects.filter(slug__in=[shop.slug for shop in SHOPS])
    buyers = Buyer.objects.filter(slug__in=[stockist.slug for stockist in STOCKISTS])
    if taken := [*makers.values_list("slug", flat=True), *buyers.values_list("slug", flat=True)]:
        return f"This database has {listed(taken)} already, which the demo would make: give it one of its own."
    if current_policy().decline_window_hours < _MIN_WINDOW_HOURS:
        return (
            f"The orders of the demo need a decline window of {_MIN_WINDOW_HOURS} hours or more: anam policy set "
            f'decline_window_hours {_MIN_WINDOW_HOURS} --why "For the demo"'
        )
    return ""

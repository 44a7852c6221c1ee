from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from anam.payments.gateways.registry import GATEWAYS, gateway_of

NONE = "ANAM_GATEWAY is not set, so nobody can pay by card here. Set it to stripe, and ANAM_STRIPE_SECRET_KEY with it."


class Command(BaseCommand):
    help = "See whether payments by card work as they are set up: the key, its account, and what is told by webhook."

    def handle(self, **_: Any) -> None:
        if settings.PAYMENT_GATEWAY not in GATEWAYS:
            raise CommandError(NONE)
        wrong = 0
        for found in gateway_of(settings.PAYMENT_GATEWAY).check():
            self.stdout.write(f"{'right' if found.right else 'WRONG'}  {found.words}")
            wrong += not found.right
        if wrong:
            raise CommandError("Payments do not work as they should yet: see above what to do.")

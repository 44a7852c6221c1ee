from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from anam.payments.gateways.registry import gateway_of, that_move_money


class Command(BaseCommand):
    help = "See whether payments by card work as they are set up: the key, its account, and what is told by webhook."

    def handle(self, **_: Any) -> None:
        if not settings.PAYMENT_GATEWAY:
            raise CommandError(_none())
        wrong = 0
        for found in gateway_of(settings.PAYMENT_GATEWAY).check():
            self.stdout.write(f"{'right' if found.right else 'WRONG'}  {found.words}")
            wrong += not found.right
        if wrong:
            raise CommandError("Payments do not work as they should yet: see above what to do.")


def _none() -> str:
    ways = [
        f"{name}, and {' and '.join(one.name for one in config.settings if one.needed_as)} with it"
        for name, config in that_move_money().items()
    ]
    return f"ANAM_GATEWAY is not set, so nobody can pay by card here. Set it to {', or to '.join(ways)}."

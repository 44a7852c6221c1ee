from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from anam.payments.models import SandboxCharge, SandboxFault
from anam.web.commands import OperatorCommand
from anam.words import count

_WORDS = {
    "down": "answers nothing and does nothing",
    "timeout": "does what it is asked, and never answers",
    "slow": "does what it is asked, after some seconds",
    "refuse": "says no",
}


def _calls(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:12]) < 2**31):
        raise ArgumentTypeError(f"“{text}” is no number of calls: give 1 or more")
    return int(text)


class Command(OperatorCommand):
    help = "Show how the sandbox gateway misbehaves, or choose how it does from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mode", nargs="?", choices=["ok", *SandboxFault.Mode.values])
        parser.add_argument("--times", type=_calls, metavar="N", help="so many calls go wrong; all, if not given")
        parser.add_argument(
            "--payment",
            default="",
            metavar="REFERENCE",
            help="only when this charge is voided or refunded; every call, if not given",
        )

    def handle(self, *, mode: str | None, times: int | None, payment: str, **_: Any) -> None:
        if settings.PAYMENT_GATEWAY != "sandbox":
            raise CommandError("This marketplace does not use the sandbox gateway, so there is nothing to set.")
        if payment and not SandboxCharge.objects.filter(reference=payment).exists():
            raise CommandError(f"The sandbox holds no charge “{payment}”.")
        if times and mode in (None, "ok"):
            raise CommandError("--times says how often a fault happens: give down, timeout, slow or refuse with it.")
        if mode == "ok":
            SandboxFault.objects.filter(reference=payment).delete()
        elif mode:
            SandboxFault.objects.update_or_create(reference=payment, defaults={"mode": mode, "times": times})
        self._show()

    def _show(self) -> None:
        in_force = {fault.reference: fault for fault in SandboxFault.objects.exclude(times=0).order_by("reference")}
        every = in_force.pop("", None)
        self.stdout.write(f"Every charge: {_told(every) if every else 'ok, the sandbox does what it is asked'}")
        for reference, fault in in_force.items():
            self.stdout.write(f"{reference}, voids and refunds: {_told(fault)}")


def _told(fault: SandboxFault) -> str:
    how_often = "" if fault.times is None else f", for {count(fault.times, 'more call')}"
    return f"{fault.mode}, it {_WORDS[fault.mode]}{how_often}"

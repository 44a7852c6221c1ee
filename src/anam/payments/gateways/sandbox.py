"""A gateway that moves no real money, keeps its own books, and can be told to misbehave.

It stands outside Anam's transactions, as a real one does: what it has done stays done when the caller
never hears of it. Test cards choose a fault for one charge; `anam sandbox` chooses one for all.
"""

import time
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F

from anam.payments.gateways import GatewayRefused, GatewayUnknown
from anam.payments.models import SandboxCall, SandboxCharge, SandboxFault


@dataclass(frozen=True)
class TestCard:
    number: str
    words: str
    mode: str = ""
    times: int | None = None


TEST_CARDS = (
    TestCard("4242", "Works at once"),
    TestCard("0002", "Is refused"),
    TestCard("0119", "Works; giving the money back fails twice first", "down", 2),
    TestCard("0259", "Works; giving the money back times out after it is done", "timeout", 1),
    TestCard("0341", "Works; giving the money back is never confirmed", "down"),
)
_CARDS = {card.number: card for card in TEST_CARDS}
SLOW_SECONDS = 4.0


class Sandbox:
    def authorise(self, *, key: str, amount: int, currency: str, card: str) -> str:
        if card == "0002":
            raise GatewayRefused("The card was refused.")
        reference = f"sb_{key}"
        self._carry_out(key, reference, "authorise", amount, currency=currency, card=card)
        test = _CARDS.get(card)
        if test and test.mode:
            SandboxFault.objects.get_or_create(reference=reference, defaults={"mode": test.mode, "times": test.times})
        return reference

    def capture(self, *, key: str, reference: str, amount: int) -> None:
        self._carry_out(key, reference, "capture", amount)

    def void(self, *, key: str, reference: str, amount: int) -> None:
        self._carry_out(key, reference, "void", amount)

    def refund(self, *, key: str, reference: str, amount: int) -> None:
        self._carry_out(key, reference, "refund", amount)

    def _carry_out(self, key: str, reference: str, kind: str, amount: int, **charge: str) -> None:
        mode = _take_fault(reference, kind)
        if mode == "down":
            raise GatewayUnknown("The gateway did not answer.")
        if mode == "refuse":
            raise GatewayRefused("The gateway refused.")
        if mode == "slow":
            time.sleep(SLOW_SECONDS)
        with transaction.atomic():
            _do_once(key, reference, kind, amount, charge)
        if mode == "timeout":
            raise GatewayUnknown("The gateway timed out.")


def _take_fault(reference: str, kind: str) -> str:
    """The fault that this call meets, a charge's own first, counted down so that two workers do not share one."""
    names = ["", reference] if kind in ("void", "refund") else [""]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sandbox_fault SET times = times - 1 WHERE id ="
            " (SELECT id FROM sandbox_fault WHERE reference = ANY (%s) AND (times IS NULL OR times > 0)"
            "  ORDER BY reference DESC LIMIT 1 FOR UPDATE) RETURNING mode",
            [names],
        )
        row = cursor.fetchone()
    return row[0] if row else ""


def _do_once(key: str, reference: str, kind: str, amount: int, charge: dict[str, str]) -> None:
    call, new = SandboxCall.objects.get_or_create(
        key=key, defaults={"reference": reference, "kind": kind, "amount": amount}
    )
    if not new:
        SandboxCall.objects.filter(pk=call.pk).update(calls=F("calls") + 1)
        return
    if kind == "authorise":
        SandboxCharge.objects.create(reference=reference, authorised=amount, **charge)
        return
    open_charge = SandboxCharge.objects.filter(reference=reference, voided=False)
    done = {
        "capture": lambda: open_charge.filter(captured=0, authorised__gte=amount).update(captured=amount),
        "void": lambda: open_charge.filter(captured=0).update(voided=True),
        "refund": lambda: open_charge.filter(captured__gte=F("refunded") + amount).update(
            refunded=F("refunded") + amount
        ),
    }[kind]()
    if not done:
        raise GatewayRefused(f"The gateway has nothing to {kind} for {reference}.")

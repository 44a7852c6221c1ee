"""A gateway that moves no real money, keeps its own books, and can be told to misbehave.

It stands outside Anam's transactions, as a real one does: what it has done stays done when the caller
never hears of it. Test cards choose a fault for one charge; `anam sandbox` chooses one for all.
"""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from anam.coded import coded, worded
from anam.payments.gateways import (
    Answer,
    Dispute,
    Finding,
    GatewayDown,
    GatewayRequest,
    HeardEvent,
    HolderAuthorisation,
    HolderBooks,
    HolderReference,
    Outcome,
)
from anam.payments.gateways.sandbox import FAULTS
from anam.payments.models import Payment, SandboxCall, SandboxCharge, SandboxFault
from anam.payments.sentences import WHY_NOT_MOVED
from anam.sql import execute, fetch_value

SLOW_SECONDS = 4.0
ACCOUNT = "sandbox"
NO_ANSWER = coded("gateway_silent")


class Sandbox:
    def validate_charge(self, amount: int, currency: str) -> str:
        return ""

    def prepare(self, request: GatewayRequest) -> Answer:
        return Answer(Outcome.DONE, reference=f"sb_{request.key}", account=ACCOUNT, live=False)

    def authorise(self, request: GatewayRequest) -> Answer:
        if request.card == "0002":
            return Answer(Outcome.REFUSED, coded("card_refused"), code="card_declined")
        answer = self._carry_out(request, currency=request.currency, card=request.card)
        if request.card in FAULTS and answer.outcome == Outcome.DONE:
            fault = dict(zip(("mode", "times"), FAULTS[request.card], strict=True))
            SandboxFault.objects.get_or_create(reference=request.reference, defaults=fault)
        return answer

    def capture(self, request: GatewayRequest) -> Answer:
        return self._carry_out(request)

    def void(self, request: GatewayRequest) -> Answer:
        return self._carry_out(request)

    def refund(self, request: GatewayRequest) -> Answer:
        return self._carry_out(request)

    def look_up(self, request: GatewayRequest) -> Answer:
        """What became of a call: by its key, and of what happens once by the charge itself."""
        kind, reference = request.kind, request.reference
        if _fault_of(reference, kind) == "down" and _take_fault(reference, kind) == "down":
            return Answer(Outcome.UNKNOWN, NO_ANSWER)
        charge = SandboxCharge.objects.filter(reference=reference).first()
        if charge and kind == "void" and charge.captured:
            return Answer(Outcome.REFUSED, coded("captured_already"), captured=charge.captured)
        happened = charge and {"void": charge.voided, "capture": charge.captured == request.amount}.get(kind)
        if charge and (happened or SandboxCall.objects.filter(key=request.key).exists()):
            return _done(request)
        return Answer(Outcome.ABSENT)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> HeardEvent | None:
        return None

    def look_up_dispute(self, reference: str) -> Dispute | None:
        return None

    def check(self) -> Iterable[Finding]:
        yield Finding(True, "The gateway is the sandbox: every card is made up, and no money moves.")

    def books(self, where: HolderReference) -> HolderBooks | None:
        """Nothing moves there but what we ask for. Where it is down for every charge, it does not answer."""
        if _fault_of("", "books") in (SandboxFault.Mode.DOWN, SandboxFault.Mode.TIMEOUT):
            raise GatewayDown(worded(NO_ANSWER, WHY_NOT_MOVED))
        charge = SandboxCharge.objects.filter(reference=where.reference).first()
        if charge is None:
            return None
        sums = {name: getattr(charge, name) for name in ("currency", "authorised", "captured", "refunded", "voided")}
        return HolderBooks(**sums)

    def authorisations(self, since: datetime | None) -> Iterable[HolderAuthorisation]:
        """None: its books are rows of this very database, and nobody else asks it for any."""
        return ()

    def _carry_out(self, request: GatewayRequest, **charge: str) -> Answer:
        kind, reference = request.kind, request.reference
        mode = _take_fault(reference, kind)
        if mode == "down":
            return Answer(Outcome.UNKNOWN, NO_ANSWER)
        if mode == "refuse":
            return Answer(Outcome.REFUSED, coded("gateway_refused"))
        if mode == "slow":
            time.sleep(SLOW_SECONDS)
        with transaction.atomic():
            done = _do_once(request.key, reference, kind, request.amount, charge)
            if not done:
                transaction.set_rollback(True)
        if mode == "timeout":
            return Answer(Outcome.UNKNOWN, coded("gateway_timed_out"))
        if not done:
            return Answer(Outcome.REFUSED, coded(f"nothing_to_{kind}", reference=reference))
        return _done(request)


def _done(request: GatewayRequest) -> Answer:
    """The sandbox names what it authorises, and nothing else."""
    return Answer(Outcome.DONE, reference=request.reference if request.kind == "authorise" else "")


def record_charge(payment: Payment, *, reference: str) -> None:
    """Put a payment that a demo or a test makes up into the sandbox's own books, under that name."""
    payment.gateway_reference, payment.gateway_account, payment.livemode = reference, ACCOUNT, False
    payment.save(update_fields=["gateway_reference", "gateway_account", "livemode"])
    SandboxCharge.objects.create(
        reference=payment.gateway_reference,
        card=payment.card,
        currency=payment.currency,
        authorised=payment.authorised,
        captured=payment.captured,
    )


def _faults(reference: str, kind: str) -> list[str]:
    """Whose faults a call meets: everybody's; and where it gives money back, the charge's own."""
    return ["", reference] if kind in ("void", "refund") else [""]


def _fault_of(reference: str, kind: str) -> str:
    """The fault that a call would meet now."""
    in_force = SandboxFault.objects.filter(reference__in=_faults(reference, kind)).exclude(times=0)
    fault = in_force.order_by("-reference").first()
    return fault.mode if fault else ""


def _take_fault(reference: str, kind: str) -> str:
    """The fault that this call meets, a charge's own first, counted down so that two workers do not share one."""
    mode: str | None = fetch_value(
        "UPDATE sandbox_fault SET times = times - 1 WHERE id ="
        " (SELECT id FROM sandbox_fault WHERE reference = ANY (%s) AND (times IS NULL OR times > 0)"
        "  ORDER BY reference DESC LIMIT 1 FOR UPDATE) RETURNING mode",
        [_faults(reference, kind)],
    )
    return mode or ""


# A call is counted each time, and does what it is for the first time.
_CALL = """
INSERT INTO sandbox_call AS call (key, reference, kind, amount, calls)
VALUES (%(key)s, %(reference)s, %(kind)s, %(amount)s, 1)
ON CONFLICT (key) DO UPDATE SET calls = call.calls + 1 RETURNING calls
"""
_EFFECTS = {
    "capture": "captured = %(amount)s WHERE captured = 0 AND authorised >= %(amount)s",
    "void": "voided = true WHERE captured = 0",
    "refund": "refunded = refunded + %(amount)s WHERE captured >= refunded + %(amount)s",
}


def _do_once(key: str, reference: str, kind: str, amount: int, charge: dict[str, str]) -> bool:
    """Whether it is done, by this call or by an earlier one with the same key."""
    call = {"key": key, "reference": reference, "kind": kind, "amount": amount}
    if fetch_value(_CALL, call) > 1:
        return True
    if kind == "authorise":
        SandboxCharge.objects.create(reference=reference, authorised=amount, **charge)
        return True
    effect = f"UPDATE sandbox_charge SET {_EFFECTS[kind]} AND reference = %(reference)s AND NOT voided"  # noqa: S608
    return bool(execute(effect, call))

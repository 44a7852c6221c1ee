"""`anam sandbox`: choosing how the gateway misbehaves."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from anam.payments.gateways import GatewayRequest
from anam.payments.gateways.sandbox.sandbox_gateway import Sandbox
from anam.payments.models import SandboxCharge, SandboxFault
from conftest import Cast


def sandbox(*arguments: str) -> str:
    said = StringIO()
    call_command("sandbox", *arguments, stdout=said)
    return said.getvalue()


def test_a_fault_is_set_shown_and_lifted(db: None) -> None:
    assert "Every charge: ok" in sandbox()
    assert "Every charge: down" in sandbox("down")
    assert "Every charge: timeout" in sandbox("timeout", "--times", "2")
    assert SandboxFault.objects.get().times == 2
    assert "Every charge: ok" in sandbox("ok")


def test_a_fault_of_so_many_calls_is_over_after_them(cast: Cast) -> None:
    reference = cast.order().payment.gateway_reference
    sandbox("down", "--times", "1")
    void = GatewayRequest(operation_id=1, kind="void", key="a", amount=1, currency="USD", reference=reference)
    assert Sandbox().void(void).outcome == "unknown"
    Sandbox().void(void)
    assert SandboxCharge.objects.get(reference=reference).voided
    assert "Every charge: ok" in sandbox()


def test_one_charge_can_have_a_fault_of_its_own(cast: Cast) -> None:
    reference = cast.order().payment.gateway_reference
    said = sandbox("refuse", "--payment", reference)
    assert "Every charge: ok" in said
    assert f"{reference}, voids and refunds: refuse" in said
    assert reference in sandbox("ok")
    assert reference not in sandbox("ok", "--payment", reference)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["down", "--payment", "no-such"], "no charge “no-such”"),
        (["ok", "--times", "2"], "--times says"),
        (["down", "--times", "0"], "no number of calls"),
        (["sideways"], "invalid choice"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(db: None, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        sandbox(*arguments)
    assert not SandboxFault.objects.exists()


def test_it_refuses_where_another_gateway_is_in_use(db: None, settings: Any) -> None:
    settings.PAYMENT_GATEWAY = "stripe"
    with pytest.raises(CommandError, match="does not use the sandbox"):
        sandbox("down")

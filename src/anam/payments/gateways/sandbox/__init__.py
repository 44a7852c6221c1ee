"""The sandbox, as it is known before it is loaded: for a demo and for tests, and no money moves."""

from anam.payments.gateways.config import GatewayConfig

# Of the charges by some cards: the mode of a SandboxFault, and for how many calls; None is for ever.
FAULTS = {"0119": ("down", 2), "0259": ("timeout", 1), "0341": ("down", None)}

SANDBOX = GatewayConfig(
    label="Sandbox",
    gateway="anam.payments.gateways.sandbox.sandbox_gateway:Sandbox",
    test_cards={
        "4242": "Succeeds",
        "0002": "Refused",
        "0119": "Succeeds; refund fails twice",
        "0259": "Succeeds; refund times out after it is done",
        "0341": "Succeeds; refund is never confirmed",
    },
)

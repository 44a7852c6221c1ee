"""For whom support cancels: for the buyer where they asked for it, else for the marketplace (D14)."""

from anam.orders.models import Cancellation
from anam.orders.requests.request_validation import BUYER_ASKED


def on_behalf_of(reason_key: str) -> str:
    """Whose cancellation it is, by the key of its reason."""
    asked = reason_key == BUYER_ASKED
    return (Cancellation.OnBehalfOf.BUYER if asked else Cancellation.OnBehalfOf.MARKETPLACE).value

from anam.clock import database_now
from anam.payments.actions.look_at_page import look_at_page
from anam.payments.gateways import GatewayDown, NotAsked
from anam.payments.models import GatewayPage
from anam.payments.states import NotConfirmed


def go_on_paying(payment_id: int, *, close: bool = False) -> None:
    """See what became of the page where a buyer was to confirm or change an order's card (M6); with `close`, end it.

    By whichever way we hear of it, the page is read anew, and what was authorised there is written down once (D7, M9).
    Raises NotConfirmed where the gateway does not say, to be tried again. Never called in a transaction.
    """
    for page in GatewayPage.objects.filter(payment=payment_id, state=GatewayPage.State.OPEN):
        over = page.closes_at < database_now()
        try:
            look_at_page(page, close=close or (over and not page.reference))
        except (GatewayDown, NotAsked) as trouble:
            raise NotConfirmed(str(trouble)) from None
        if page.state == GatewayPage.State.OPEN and (over or close):
            raise NotConfirmed(f"Page {page.pk} is over, and the gateway does not say so yet.")

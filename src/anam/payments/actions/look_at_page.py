from anam.elsewhere import leave_the_database
from anam.payments.actions.take_page import take_page
from anam.payments.gateways.pages import Where
from anam.payments.gateways.registry import pages_of
from anam.payments.models import GatewayPage


def look_at_page(page: GatewayPage, *, close: bool = False) -> None:
    """Read anew at the gateway what became of `page`, and keep it; with `close`, have it take no card any more first.

    What is held by it is the payment's from then on (`take_page`). Raises GatewayDown, NotAsked where the gateway does
    not say. Never called in a transaction. M9.
    """
    if page.state != GatewayPage.State.OPEN:
        return
    if not page.reference:
        if close:  # nobody was led to it
            _keep(page, GatewayPage.State.CLOSED)
        return
    pages, where = pages_of(page.holder), Where(page.account, bool(page.livemode))
    leave_the_database()
    if close:
        pages.close_page(page.reference, where)
    now = pages.read_page(page.reference, where)
    if page.payment_id and now.authorised:
        take_page(page, now)
        page.refresh_from_db()
    elif now.method:
        _keep(page, GatewayPage.State.DONE, method=now.method, card=now.card)
    elif not now.is_open:
        _keep(page, GatewayPage.State.CLOSED)


def _keep(page: GatewayPage, state: GatewayPage.State, **card: str) -> None:
    GatewayPage.objects.filter(pk=page.pk, state=GatewayPage.State.OPEN).update(state=state, **card)
    page.refresh_from_db()

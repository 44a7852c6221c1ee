from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from anam import jobs
from anam.checkout.actions.abandon import give_up
from anam.checkout.actions.carry_through import carry_through
from anam.checkout.models import Checkout
from anam.clock import database_now
from anam.coded import coded
from anam.payments.actions.keep_card import keep_card
from anam.payments.actions.look_at_page import look_at_page
from anam.payments.gateways import GatewayDown, NotAsked
from anam.payments.models import GatewayPage, Payment
from anam.payments.states import NotConfirmed

# Whoever goes on with a checkout has it for so long; where that process dies, a job takes it up then.
OURS_FOR = timedelta(minutes=3)


def go_on(checkout_id: int, *, cancelled: bool = False) -> None:
    """Go on with a checkout whose buyer was led to the gateway's page: once, by whoever comes first. D7, M9, M6.

    However we came to look, the page is read anew. With a card the orders are placed; where the page is over without
    one, or the buyer has `cancelled`, it is given up, and nothing was ordered. While the page is open there is nothing
    to do. Raises NotConfirmed where the gateway does not say, or somebody else is at it, to be tried again. Never
    called in a transaction.
    """
    checkout = Checkout.objects.select_related("page").get(pk=checkout_id)
    page = checkout.page
    if checkout.state != Checkout.State.UNDER_WAY or page is None:
        return
    try:
        look_at_page(page, close=cancelled)
    except (GatewayDown, NotAsked) as trouble:
        raise NotConfirmed(str(trouble)) from None
    if page.state == GatewayPage.State.CLOSED:
        give_up(checkout, coded("card_page_left" if cancelled else "card_not_entered"))
    elif page.state == GatewayPage.State.DONE:
        if not _claim(checkout):
            raise NotConfirmed(f"Somebody else goes on with checkout {checkout.pk}.")
        keep_card(Payment.objects.filter(pk__in=checkout.parts.values("payment")), page)
        carry_through(checkout)
    elif page.closes_at < database_now():
        raise NotConfirmed(f"The page of checkout {checkout.pk} is over, and the gateway does not say so yet.")


@transaction.atomic
def _claim(checkout: Checkout) -> bool:
    """Of two that came at once, the browser and the gateway's webhook, one goes on, and the other finds it done."""
    now = database_now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    mine = Checkout.objects.filter(free, pk=checkout.pk, state=Checkout.State.UNDER_WAY)
    if not mine.update(claimed_until=now + OURS_FOR):
        return False
    jobs.defer(jobs.to_do("checkout.go_on", delay=OURS_FOR + timedelta(seconds=10), checkout_id=checkout.pk))
    return True

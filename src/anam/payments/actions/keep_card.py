from django.db.models import QuerySet

from anam.payments.models import GatewayPage, Payment


def keep_card(payments: QuerySet[Payment], page: GatewayPage) -> None:
    """Have `payments` charged to the card that was saved at `page`. Those that have one keep it."""
    payments.filter(gateway_method="", status=Payment.Status.NONE).update(
        gateway_customer=page.customer,
        gateway_method=page.method,
        gateway_account=page.account,
        livemode=page.livemode,
        card=page.card,
    )

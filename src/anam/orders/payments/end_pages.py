from anam import jobs
from anam.payments.models import GatewayPage


def end_pages(payment_id: int) -> None:
    """Have the page where a buyer could pay take no card any more: the payment is held, or its order has moved on."""
    if GatewayPage.objects.filter(payment=payment_id, state=GatewayPage.State.OPEN).exists():
        jobs.defer(jobs.to_do("orders.end_paying", payment_id=payment_id))

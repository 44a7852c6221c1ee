from anam import jobs
from anam.payments.models import GatewayPage
from anam.sql import fetch_value


def end_pages(payment_id: int) -> None:
    """Have the page where a buyer could pay take no card any more: the payment is held, or its order has moved on."""
    open_pages = "SELECT count(*) FROM gateway_page WHERE payment_id = %s AND state = %s"
    if fetch_value(open_pages, [payment_id, GatewayPage.State.OPEN]):
        jobs.defer(jobs.to_do("orders.end_paying", payment_id=payment_id))

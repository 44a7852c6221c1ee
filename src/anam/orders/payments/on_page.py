"""What orders make of news from the page where a buyer confirms or changes a card: a job that looks (M9)."""

from anam import jobs
from anam.payments.models import GatewayPage


def on_page(page: GatewayPage) -> None:
    """Have whoever looks at such pages look at this one."""
    if page.payment_id and page.state == GatewayPage.State.OPEN:
        jobs.defer(jobs.to_do("orders.go_on_paying", payment_id=page.payment_id))

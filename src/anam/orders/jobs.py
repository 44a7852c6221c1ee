"""What happens to orders afterwards, and on the clock. Each job may be repeated at any point without harm."""

from typing import Any

from procrastinate.contrib.django import app

from anam import jobs
from anam.catalog.actions.discard_pictures import discard_pictures as discard_unnamed
from anam.jobs import FIRST, UntilDone
from anam.orders.fulfilment.complete_shipped import complete_shipped as complete
from anam.orders.fulfilment.picture_names import without_a_name
from anam.orders.fulfilment.remind import remind
from anam.orders.models import Order
from anam.orders.payments.cancel_unpaid import cancel_unpaid as cancel_where_unpaid
from anam.orders.payments.delayed_money import tell_of_delayed_money as tell_of_delayed
from anam.orders.payments.go_on_paying import go_on_paying as continue_paying
from anam.orders.payments.release_if_cancelled import release_if_cancelled as release
from anam.orders.payments.renew_payment import payments_to_renew
from anam.orders.payments.renew_payment import renew_payment as renew
from anam.orders.requests.chase_requests import chase_requests as chase
from anam.orders.returns.chase_returns import chase_returns as chase_what_is_sent_back
from anam.orders.ship_to.blank_addresses import blank_unneeded_addresses


@app.periodic(cron="* * * * *")
@app.task(name="orders.remind_makers", queue="clock", queueing_lock="orders.remind_makers")
def remind_makers(timestamp: int, **_: Any) -> None:
    """Remind makers of orders that are still unanswered when the deadline comes near."""
    remind()


@app.periodic(cron="* * * * *")
@app.task(name="orders.chase_requests", queue="clock", queueing_lock="orders.chase_requests")
def chase_requests(timestamp: int, **_: Any) -> None:
    """Hand to support what a buyer asked for and no maker answered in time."""
    chase()


@app.periodic(cron="*/5 * * * *")
@app.task(name="orders.tell_of_delayed_money", queue="clock", queueing_lock="orders.tell_of_delayed_money")
def tell_of_delayed_money(timestamp: int, **_: Any) -> None:
    """Tell buyers of money that was announced an hour ago and is not confirmed."""
    tell_of_delayed()


@app.periodic(cron="*/10 * * * *")
@app.task(name="orders.complete_shipped", queue="clock", queueing_lock="orders.complete_shipped")
def complete_shipped(timestamp: int, **_: Any) -> None:
    """Complete what shipped so many days ago that it has arrived."""
    complete()


@app.task(name="orders.release_if_cancelled", queue="money", priority=FIRST, retry=UntilDone())
def release_if_cancelled(payment_id: int) -> None:
    """Release what was authorised for an order that was cancelled meanwhile (D8)."""
    release(payment_id)


@app.task(name="orders.go_on_paying", queue="money", priority=FIRST, retry=UntilDone(most=60))
def go_on_paying(payment_id: int) -> None:
    """See what became of the page where a buyer was to confirm or change the card of an order (M9)."""
    continue_paying(payment_id)


@app.task(name="orders.end_paying", queue="money", priority=FIRST, retry=UntilDone())
def end_paying(payment_id: int) -> None:
    """Have that page take no card any more, and see what became of it: the order is paid, or has moved on (D8)."""
    continue_paying(payment_id, close=True)


@app.periodic(cron="*/10 * * * *")
@app.task(name="orders.renew_payments", queue="clock", queueing_lock="orders.renew_payments")
def renew_payments(timestamp: int, **_: Any) -> None:
    """Have each authorisation that will end soon asked for anew (M6)."""
    for payment_id in payments_to_renew():
        jobs.defer(jobs.to_do("orders.renew_payment", payment_id=payment_id))


@app.task(name="orders.renew_payment", queue="money", priority=FIRST, retry=UntilDone())
def renew_payment(payment_id: int) -> None:
    """Have a bank hold for longer what it holds for an order that has not shipped (M6)."""
    renew(payment_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="orders.cancel_unpaid_orders", queue="clock", queueing_lock="orders.cancel_unpaid_orders")
def cancel_unpaid_orders(timestamp: int, **_: Any) -> None:
    """Have each order cancelled whose buyer did not confirm the card in time (M6)."""
    for payment_id in Order.objects.unpaid_too_long().values_list("payment", flat=True):
        jobs.defer(jobs.to_do("orders.cancel_unpaid", payment_id=payment_id))


@app.task(name="orders.cancel_unpaid", queue="money", priority=FIRST, retry=UntilDone())
def cancel_unpaid(payment_id: int) -> None:
    """Cancel an order that is not paid, once it is certain that it is not (M6, D8)."""
    cancel_where_unpaid(payment_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="orders.chase_returns", queue="clock", queueing_lock="orders.chase_returns")
def chase_returns(timestamp: int, **_: Any) -> None:
    """Remind buyers of what they were to send back, and have support look."""
    chase_what_is_sent_back()


@app.periodic(cron="50 3 * * *")
@app.task(name="orders.discard_pictures", queue="pictures", queueing_lock="orders.discard_pictures")
def discard_pictures(timestamp: int, **_: Any) -> None:
    """Remove the files of pictures that nothing has shown for long."""
    discard_unnamed(without_a_name=without_a_name)


@app.periodic(cron="40 3 * * *")
@app.task(name="orders.blank_addresses", queue="clock", queueing_lock="orders.blank_addresses")
def blank_addresses(timestamp: int, **_: Any) -> None:
    """Blank the texts of addresses that nobody can act on any more."""
    blank_unneeded_addresses()

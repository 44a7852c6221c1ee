"""Buyers as a gateway knows them, and its own pages, where they enter a card: no card number touches ours."""

from django.db import models
from django.db.models import Q

from anam.people.models import Buyer

# A page takes cards for so long: gateways have none that lives for less than half an hour, by their own clock.
PAGE_MINUTES = 35


class GatewayCustomer(models.Model):
    """A buyer at a gateway: one for each account, and for each of its modes. Saved cards belong to it."""

    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=16)
    account = models.CharField(max_length=80)
    livemode = models.BooleanField()
    reference = models.CharField(max_length=80)

    class Meta:
        db_table = "gateway_customer"
        constraints = [
            models.UniqueConstraint("buyer", "holder", "account", "livemode", name="gateway_customer_once_a_buyer")
        ]


class GatewayPage(models.Model):
    """A gateway's own page where a buyer saves a card, or with a `payment` has `amount` of it held (minor units).

    What came of it is read there, not believed (M9). An open one is asked for before it is a call (M3).
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"  # a card was saved
        CLOSED = "closed"  # it ended, or was left, without one

    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=16)
    account = models.CharField(max_length=80, blank=True)
    livemode = models.BooleanField(null=True)
    customer = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="empty: it was not opened yet")
    url = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    closes_at = models.DateTimeField()
    payment = models.ForeignKey("payments.Payment", null=True, on_delete=models.PROTECT, related_name="pages")
    amount = models.BigIntegerField(default=0, db_default=0)
    # The card that was saved there.
    method = models.CharField(max_length=80, blank=True)
    card = models.CharField(max_length=4, blank=True, help_text="its last digits")

    class Meta:
        db_table = "gateway_page"
        constraints = [
            models.UniqueConstraint("holder", "reference", condition=~Q(reference=""), name="gateway_page_once"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(method=""), name="gateway_page_done_with_a_card"),
            models.CheckConstraint(
                condition=Q(payment=None, amount=0) | Q(payment__isnull=False, amount__gt=0),
                name="gateway_page_holds_for_a_payment",
            ),
            models.UniqueConstraint("payment", condition=Q(state="open"), name="gateway_page_open_once_a_payment"),
        ]

"""What the maker fills in who ships an order."""

from typing import Any

from django.core.exceptions import ValidationError

from anam.currencies import as_typed, minor_units
from anam.orders.models import Order
from anam.orders.models.order import MAX_CARRIER, MAX_TRACKING
from anam.web.forms import LineField, PageForm
from anam.words import money


class ShipForm(PageForm):
    """Who carries the parcels, the number to follow them by, and, where the most was announced, what it costs."""

    carrier = LineField("Carrier", most=MAX_CARRIER)
    tracking = LineField("Tracking number", most=MAX_TRACKING, needed=False, aside="optional")
    shipping = LineField("Shipping cost", most=20, attrs={"inputmode": "decimal", "class": "short"})

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        """For `order`; what was announced stands in it to begin with."""
        super().__init__(*args, initial={"shipping": as_typed(order.shipping, order.currency)}, **kwargs)
        self.currency = order.currency
        most = money(order.shipping, order.currency)
        self.fields["shipping"].help_text = f"What it costs you, in {order.currency}; at most {most}, as announced."
        if not order.asks_for_shipping:
            del self.fields["shipping"]

    def clean_shipping(self) -> int | None:
        """In minor units; None where it was left empty, which the action refuses."""
        typed = self.cleaned_data["shipping"]
        amount = minor_units(typed, self.currency)
        if typed and amount is None:
            raise ValidationError(f"“{typed}” is no sum of {self.currency}. Write {as_typed(940, self.currency)}, say.")
        return amount

    def clean(self) -> None:
        """A buyer reads both: they are there, and no longer than a letter shows them."""
        carrier, tracking = self.cleaned_data["carrier"], self.cleaned_data["tracking"]
        if not carrier:
            self.add_error("carrier", "Say who carries the parcel; the buyer will read it.")
        elif len(carrier) > MAX_CARRIER or len(tracking) > MAX_TRACKING:
            self.add_error(
                "carrier",
                f"That is too long: a carrier has at most {MAX_CARRIER} characters, a tracking number {MAX_TRACKING}.",
            )

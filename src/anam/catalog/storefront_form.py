"""What a maker types of their storefront."""

from typing import Any

from django.core.exceptions import ValidationError

from anam.catalog.models import MAX_LEAD_TIME, Storefront
from anam.catalog.own_form import OwnForm, whole_number
from anam.catalog.product_data import storefront_version
from anam.currencies import as_typed
from anam.web.forms import ChoiceField, LineField, RadioButtons, TextField

MAX_TAGLINE, MAX_STORY = 160, 10_000
OPEN, CLOSED = "open", "closed"


class StorefrontForm(OwnForm):
    """A storefront: its words, and the terms that a maker sells on."""

    tagline = LineField("Tagline", most=MAX_TAGLINE, needed=False, aside="optional", hint="Stands below your name.")
    story = TextField("Story", most=MAX_STORY, needed=False, aside="optional", rows=6)
    order_minimum = LineField("Order minimum", most=20, attrs={"inputmode": "decimal", "class": "short"})
    lead_time = LineField(
        "Lead time", most=4, hint="In days, until an order ships.", attrs={"inputmode": "numeric", "class": "short"}
    )
    state = ChoiceField("Orders", choices=[(OPEN, "Open"), (CLOSED, "Closed")], widget=RadioButtons)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order_minimum"].help_text = f"Of goods, in {self.currency}. 0 takes an order of any size."
        self.fields["state"].help_text = (
            "While you are closed nobody sees your storefront or orders from it. Orders that were placed go on, with "
            "their time to decline."
        )

    @staticmethod
    def as_shown(front: Storefront) -> dict[str, str]:
        """The fields for `front` as it is now."""
        return {
            "tagline": front.tagline,
            "story": front.story,
            "order_minimum": as_typed(front.order_minimum, front.currency),
            "lead_time": str(front.lead_time_days),
            "state": OPEN if front.open else CLOSED,
            "shown": storefront_version(front),
        }

    def clean_tagline(self) -> str:
        return self.no_longer_than("tagline", MAX_TAGLINE)

    def clean_story(self) -> str:
        return self.no_longer_than("story", MAX_STORY)

    def clean_order_minimum(self) -> int:
        if not self.cleaned_data["order_minimum"]:
            raise ValidationError("Say the least that an order comes to; 0 takes any.")
        return self.amount("order_minimum")

    def clean_lead_time(self) -> int:
        days = whole_number(self.cleaned_data["lead_time"], most=MAX_LEAD_TIME)
        if not days:
            raise ValidationError(f"Say in how many days an order ships: 1 to {MAX_LEAD_TIME}.")
        return days

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"]
        if state not in (OPEN, CLOSED):
            raise ValidationError("Say whether you take orders.")
        return state

    @property
    def columns(self) -> dict[str, Any]:
        """What was sent, once it is valid, by the columns of a storefront."""
        sent = self.cleaned_data
        return {
            "tagline": sent["tagline"],
            "story": sent["story"],
            "order_minimum": sent["order_minimum"],
            "lead_time_days": sent["lead_time"],
            "open": sent["state"] == OPEN,
        }

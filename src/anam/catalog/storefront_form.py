"""What a maker types of their storefront."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import DateInput
from django.utils import timezone

from anam.catalog.closing import beginning_of, date_in_words, days_to_choose, is_closed_now
from anam.catalog.models import MAX_LEAD_TIME, Storefront
from anam.catalog.own_form import OwnForm, whole_number
from anam.catalog.product_data import storefront_version
from anam.currencies import as_typed
from anam.web.forms import ChoiceField, LineField, RadioButtons, TextField
from anam.words import place_in

MAX_TAGLINE, MAX_STORY = 160, 10_000
OPEN, UNTIL, CLOSED = "open", "until", "closed"


class StorefrontForm(OwnForm):
    """A storefront: its words, and the terms that a maker sells on."""

    tagline = LineField("Tagline", most=MAX_TAGLINE, needed=False, aside="optional", hint="Stands below your name.")
    story = TextField("Story", most=MAX_STORY, needed=False, aside="optional", rows=6)
    order_minimum = LineField("Order minimum", most=20, attrs={"inputmode": "decimal", "class": "short"})
    lead_time = LineField(
        "Lead time", most=4, hint="In days, until an order ships.", attrs={"inputmode": "numeric", "class": "short"}
    )
    state = ChoiceField(
        "Orders", choices=[(OPEN, "Open"), (UNTIL, "Closed until a date"), (CLOSED, "Closed")], widget=RadioButtons
    )

    closed_until = LineField("Open again on", needed=False, widget=DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, front: Storefront, **kwargs: Any) -> None:
        super().__init__(*args, **{"currency": front.currency, **kwargs})
        self.front = front
        self.days = days_to_choose(front.maker, timezone.now())
        self.fields["order_minimum"].help_text = f"Of goods, in {self.currency}. 0 takes an order of any size."
        self.fields["state"].help_text = (
            "Closed until a date, shops see your storefront and when you take orders again; that happens by itself. "
            "Closed, nobody sees it. Orders that were placed go on either way, with their time to decline."
        )
        first, last = self.days
        self.fields["closed_until"].help_text = f"From the beginning of that day, {place_in(front.maker.time_zone)}."
        self.fields["closed_until"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    @staticmethod
    def as_shown(front: Storefront) -> dict[str, str]:
        """The fields for `front` as it is now."""
        return {
            "tagline": front.tagline,
            "story": front.story,
            "order_minimum": as_typed(front.order_minimum, front.currency),
            "lead_time": str(front.lead_time_days),
            "state": CLOSED if not front.open else UNTIL if is_closed_now(front) else OPEN,
            "closed_until": date_in_words(front) if is_closed_now(front) else "",
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
        if state not in (OPEN, UNTIL, CLOSED):
            raise ValidationError("Say whether you take orders.")
        return state

    def clean_closed_until(self) -> datetime | None:
        """The moment at which it opens again, where it is closed until then."""
        typed: str = self.cleaned_data["closed_until"]
        if self.cleaned_data.get("state") != UNTIL:
            return None
        if typed == date_in_words(self.front) and is_closed_now(self.front):
            return self.front.closed_until
        first, last = self.days
        try:
            chosen = date.fromisoformat(typed)
        except ValueError:
            raise ValidationError("Say on which day you take orders again.") from None
        if not first <= chosen <= last:
            raise ValidationError(f"Choose a day from {first:%d %b %Y} to {last:%d %b %Y}.")
        return beginning_of(chosen, self.front.maker)

    @property
    def columns(self) -> dict[str, Any]:
        """What was sent, once it is valid, by the columns of a storefront."""
        sent = self.cleaned_data
        return {
            "tagline": sent["tagline"],
            "story": sent["story"],
            "order_minimum": sent["order_minimum"],
            "lead_time_days": sent["lead_time"],
            "open": sent["state"] != CLOSED,
            "closed_until": sent["closed_until"],
        }

"""Reads what somebody prefers; decides nothing."""

from typing import Any

from django import forms

from anam.notifications.models import OPTIONAL_KINDS, EmailOptOut
from anam.people.models import User
from anam.people.time_zones import zones_by_region
from anam.web.forms import ChoiceField, ChoicesField, LineField, PageForm


class PreferencesForm(PageForm):
    """What e-mail somebody wants, how they are reached, and their time zone. Support gets every kind."""

    wanted = ChoicesField(
        "Email notifications",
        choices=OPTIONAL_KINDS,
        hint="What concerns an open order, a cancellation or your money is always sent.",
    )
    phone = LineField(
        "Phone",
        aside="optional",
        most=40,
        needed=False,
        hint="Only support sees it, to reach you when an email does not.",
        widget=forms.TextInput(attrs={"type": "tel"}),
        attrs={"autocomplete": "tel"},
    )
    time_zone = ChoiceField(
        "Time zone", needed=False, hint="Every time on these pages and in your emails is shown in it."
    )

    def __init__(self, *args: Any, of: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.choices = zones_by_region(also=of.time_zone)
        if of.is_support:
            del self.fields["wanted"]


def preferences_of(user: User) -> dict[str, Any]:
    """What the form begins with."""
    unwanted = set(EmailOptOut.objects.of(user))
    wanted = [kind for kind, _ in OPTIONAL_KINDS if kind not in unwanted]
    return {"wanted": wanted, "phone": user.phone, "time_zone": user.time_zone}

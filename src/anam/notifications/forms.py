"""Reads what somebody prefers; decides nothing."""

from typing import Any

from django import forms

from anam.notifications.models import OPTIONAL_KINDS, EmailOptOut
from anam.people.models import User
from anam.web.forms import ChoicesField, LineField, PageForm


class PreferencesForm(PageForm):
    """What e-mail somebody wants, and how they are reached. Support gets every kind."""

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

    def __init__(self, *args: Any, of: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of.is_support:
            del self.fields["wanted"]


def preferences_of(user: User) -> dict[str, Any]:
    """What the form begins with."""
    unwanted = set(EmailOptOut.objects.of(user))
    wanted = [kind for kind, _ in OPTIONAL_KINDS if kind not in unwanted]
    return {"wanted": wanted, "phone": user.phone}

"""Reads what somebody says of themselves; decides nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html

from anam.people.models import SupportRole, User
from anam.people.time_zones import zones_by_region
from anam.web.forms import ChoiceField, LineField, PageForm


class ProfileForm(PageForm):
    """Who somebody is, and how they read."""

    name = LineField("Name", most=120, attrs={"autocomplete": "name"})
    language = ChoiceField("Language", choices=settings.LANGUAGES)
    time_zone = ChoiceField("Time zone", hint="Every time on these pages and in your emails is shown in it.")

    def __init__(self, *args: Any, of: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.choices = zones_by_region(also=of.time_zone)


class ChangeEmailForm(PageForm):
    """A new address, and the password that shows who asks."""

    email = LineField("New email address", most=254, widget=forms.EmailInput(), attrs={"autocomplete": "email"})
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "required": True}),
    )


class InvitationForm(PageForm):
    """Whom to invite, and as what."""

    email = LineField("Email address", most=254, widget=forms.EmailInput(), attrs={"autocomplete": "off"})
    role = ChoiceField("Role")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        house = by.maker or by.buyer
        roles: Iterable[Any] = house.ROLES if house else SupportRole
        self.fields["role"].widget.choices = [("", "Choose a role"), *((role.value, role.label) for role in roles)]


class NewAccountForm(PageForm):
    """What somebody new is called, and their password."""

    name = LineField("Your name", most=120, attrs={"autocomplete": "name"})
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "required": True}),
    )

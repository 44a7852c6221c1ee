"""Reads what somebody says of themselves; decides nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html

from anam.accounts.actions.apply import MAX_ABOUT, MIN_ABOUT, Applying
from anam.legal.forms import AcceptanceFields
from anam.people.models import SupportRole, User
from anam.people.time_zones import zones_by_region
from anam.postal.countries import names_of_countries
from anam.web.forms import ChoiceField, LineField, PageForm, RadioButtons, TextField


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


class NewAccountForm(AcceptanceFields):
    """What somebody new is called, their password, and that they accept the terms in force."""

    name = LineField("Your name", most=120, attrs={"autocomplete": "name"})
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "required": True}),
    )


class ApplyForm(PageForm):
    """Who wants to sell or to buy, and what. `website`, which people do not see, is for programs."""

    wants = LineField(
        "What do you want?",
        widget=RadioButtons(choices=[("sell", "To sell what I make"), ("buy", "To buy for my shop")]),
    )
    name = LineField("Your name", most=120, attrs={"autocomplete": "name"})
    email = LineField(
        "Email address",
        most=254,
        hint="We send a link there first, to see that it is yours.",
        widget=forms.EmailInput(),
        attrs={"autocomplete": "email"},
    )
    business = LineField("Name of your workshop or shop", most=120, attrs={"autocomplete": "organization"})
    country = ChoiceField("Country", attrs={"autocomplete": "country"})
    about = TextField(
        "What do you make, or what do you sell in your shop?", least=MIN_ABOUT, most=MAX_ABOUT, counted=True, rows=6
    )
    link = LineField("Web address", aside="optional", most=300, needed=False, widget=forms.URLInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].widget.choices = [("", "Choose a country"), *names_of_countries().items()]

    @property
    def applying(self) -> Applying:
        return Applying(**self.typed)

    @property
    def is_of_a_program(self) -> bool:
        return bool(self.data.get("website"))


class ApproveForm(PageForm):
    """Where the new storefront or shop stands, and what its owner reads with the invitation."""

    slug = LineField("Address", most=80, hint="The end of its web address: letters, digits and hyphens.")
    words = TextField("Message", aside="optional", needed=False, most=1000, rows=3)


class RefuseForm(PageForm):
    """What whoever applied reads."""

    words = TextField("Message", least=10, most=1000, rows=3)

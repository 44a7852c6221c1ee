"""What is asked while a marketplace is opened, and on its settings later."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from anam.marketplace.models import MAX_NAME_LENGTH
from anam.people.models import User
from anam.web.forms import LineField, PageForm

MAX_EMAIL_LENGTH = 254
MAX_PERSON_LENGTH = 120
_EMAIL = {"autocomplete": "email", "inputmode": "email"}


class PasswordField(forms.CharField):
    """A new password, as it is typed."""

    def __init__(self, label: str, *, hint: str) -> None:
        attrs = {"autocomplete": "new-password", "required": True}
        super().__init__(
            required=False, strip=False, label=label, help_text=hint, widget=forms.PasswordInput(attrs=attrs)
        )


class OperatorForm(PageForm):
    """The first account."""

    name = LineField("Your name", most=MAX_PERSON_LENGTH, attrs={"autocomplete": "name"})
    email = LineField("Email address", most=MAX_EMAIL_LENGTH, widget=forms.EmailInput(), attrs=_EMAIL)
    password = PasswordField("Password", hint="10 characters or more, and not one that many people use.")

    def clean_name(self) -> str:
        return _said(self.cleaned_data["name"], "Say what you are called.", most=MAX_PERSON_LENGTH)

    def clean_email(self) -> str:
        email = _said(self.cleaned_data["email"], "Give your email address: you sign in with it.")
        return _email(email)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        asked = User(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))
        try:
            password_validation.validate_password(self.cleaned_data.get("password", ""), asked)
        except ValidationError as wrong:
            self.add_error("password", wrong.messages)
        return cleaned


class NamesForm(PageForm):
    """What the marketplace is called, how it is reached, and its colour. The action says what will not do."""

    name = LineField("Name of the marketplace", most=MAX_NAME_LENGTH, needed=False, hint="On every page and email.")
    support_email = LineField(
        "Support address",
        most=MAX_EMAIL_LENGTH,
        needed=False,
        widget=forms.EmailInput(),
        hint="Where people write when they need help. Emails are from it, unless the server says otherwise.",
    )
    accent = LineField(
        "Accent colour",
        aside="optional",
        needed=False,
        most=7,
        hint="As in #1f5f52: the filled button, and what has the focus. Empty: the green that Anam begins with.",
    )


class CodeForm(PageForm):
    """What the test email says."""

    code = LineField(
        "Code",
        most=12,
        hint="Six digits, in the email.",
        attrs={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class FirstMakerForm(PageForm):
    """A maker, and whoever owns it: somebody who is invited."""

    maker = LineField("Name of the maker", most=120, hint="As shops know them: Byrne Ceramics.")
    email = LineField(
        "Email address of its owner",
        most=MAX_EMAIL_LENGTH,
        hint="We invite them by a link that works for 14 days. They choose their own name and password.",
        widget=forms.EmailInput(),
    )

    def clean_maker(self) -> str:
        return _said(self.cleaned_data["maker"], "Say what the maker is called.", most=120)

    def clean_email(self) -> str:
        return _email(_said(self.cleaned_data["email"], "Give their email address."))


def _said(text: str, words: str, *, most: int = MAX_EMAIL_LENGTH) -> str:
    if not text:
        raise ValidationError(words)
    if len(text) > most:
        raise ValidationError(f"That is too long: {most} characters at most.")
    return text


def _email(text: str) -> str:
    try:
        forms.EmailField().clean(text)
    except ValidationError:
        raise ValidationError("This does not look like an email address.") from None
    return text.lower()

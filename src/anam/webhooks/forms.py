"""Reads what somebody types about a webhook of theirs; decides nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms

from anam.web.forms import ChoicesField, LineField, PageForm
from anam.webhooks.actions.add_endpoint import MAX_DESCRIPTION_LENGTH
from anam.webhooks.addresses import MAX_URL_LENGTH


class TypesForm(PageForm):
    """Which events are sent to a webhook."""

    types = ChoicesField("Send only these", hint="Tick none to have every event sent, also of types to come.")

    def __init__(self, *args: Any, choices: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["types"].widget.choices = [(name, name) for name in choices]


class EndpointForm(PageForm):
    """A webhook to be added."""

    url = LineField(
        "Address",
        most=MAX_URL_LENGTH,
        hint="Where your program listens, as in https://shop.example.com/anam. It must be on the internet.",
        widget=forms.URLInput(),
        attrs={"inputmode": "url", "autocomplete": "off"},
    )
    description = LineField(
        "Description",
        aside="optional",
        most=MAX_DESCRIPTION_LENGTH,
        needed=False,
        hint="For yourself, to tell one from another.",
        attrs={"autocomplete": "off"},
    )

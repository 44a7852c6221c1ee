"""Reads what somebody types about a token of theirs; decides nothing."""

from django import forms

from anam.api.actions.make_token import MAX_NAME_LENGTH
from anam.web.forms import LineField, PageForm


class TokenForm(PageForm):
    """A token to be made."""

    name = LineField(
        "Name",
        most=MAX_NAME_LENGTH,
        hint="What will use it: “Our shop’s stock”, perhaps.",
        attrs={"autocomplete": "off"},
    )
    reads_only = forms.BooleanField(required=False, label="It may only read: it declines, ships and writes nothing")

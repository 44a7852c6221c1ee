"""Reads what a maker sends to be imported; decides nothing."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from anam.imports.actions.upload import MAX_BYTES
from anam.imports.formats import KINDS
from anam.people.models import User
from anam.people.time_zones import zones_by_region
from anam.web.forms import ChoiceField, PageForm, UploadField

_KINDS = [(f"{what}:{format}", words) for what, format, words in KINDS]


class ImportForm(PageForm):
    """A file that another shop system exported."""

    key = forms.CharField(required=False, widget=forms.HiddenInput(), initial=uuid4)
    kind = ChoiceField("Source", choices=_KINDS, needed=False)
    file = UploadField(
        "File",
        accept=".csv,.json,.jsonl,text/csv,application/json",
        hint=f"As it was exported, at most {MAX_BYTES // 1_000_000} MB. Orders and products of other makers in it are "
        "left out.",
    )
    time_zone = ChoiceField(
        "Time zone",
        needed=False,
        hint="Most exports say it themselves. Choose one if we tell you that yours does not.",
    )

    def __init__(self, *args: Any, of: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.choices = [
            ("", "Use the file’s time zone"),
            *zones_by_region(also=of.time_zone),
        ]

    def clean_key(self) -> UUID:
        """This form's own, so that a file is taken once (D7)."""
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid4()

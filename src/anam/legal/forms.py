"""Accepting what is in force, as a part of any form that lets somebody in; and writing it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from anam.legal.models import MAX_CHANGE_LENGTH, MAX_SOURCE_LENGTH, LegalText
from anam.people.models import User
from anam.web.forms import LineField, PageForm, TextField
from anam.words import day, visible


class AcceptanceFields(PageForm):
    """A form's base: its last field, `accepts`, is a box to tick for the terms and the privacy notice in force.

        class JoinForm(AcceptanceFields): …
        {% for field in form %}{{ field.as_field_group }}{% endfor %}
        record_acceptance(user, versions=form.versions)       # in the transaction that lets them in

    With `asks=False`, as for support, and where the operator has written neither, there is no such field, and nothing
    is asked; `of` somebody who has an account, nothing that they have accepted already. What was changed between the
    page and its sending is shown anew, and must be ticked anew.
    """

    def __init__(self, *args: Any, asks: bool = True, of: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = LegalText.objects
        self.texts = (texts.new_to(of) if of else list(texts.in_force())) if asks else []
        if self.texts:
            self.fields["accepts"] = AcceptField(self.texts)

    @property
    def versions(self) -> set[int]:
        """The ids of what was shown and ticked."""
        self.is_valid()
        return {text.pk for text in self.texts} if self.cleaned_data.get("accepts") else set()


class AcceptField(forms.CharField):
    """A box whose value is what the page shows beside it: ticked for other versions, it is not ticked."""

    def __init__(self, texts: list[LegalText]) -> None:
        self.shown = ",".join(str(text.pk) for text in texts)
        super().__init__(required=False, label=_accepted(texts), widget=Checkbox(self.shown))

    def clean(self, value: Any) -> str:
        if value == self.shown:
            return self.shown
        changed = "The terms were changed a moment ago. Read them again, then tick the box."
        raise forms.ValidationError(changed if value else "To join, you accept the terms: tick the box.")


class Checkbox(forms.CheckboxInput):
    def __init__(self, shown: str) -> None:
        super().__init__(attrs={"required": True}, check_test=lambda value: value == shown)
        self.shown = shown

    def format_value(self, value: Any) -> str:
        return self.shown

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return visible(data.get(name) or "")


def _accepted(texts: list[LegalText]) -> SafeString:
    """'I accept the terms (version 2, Fri 20 Nov) and the privacy notice (…)', with links to these very versions."""
    return format_html(
        "<span>I accept {}</span>",
        format_html_join(
            " and ",
            'the <a href="{}" target="_blank">{}<span class="sr"> (opens a new tab)</span></a> (version {}, {})',
            (
                (one.get_absolute_url(), one.get_kind_display().lower(), one.version, day(one.published_at))
                for one in texts
            ),
        ),
    )


class SourceField(TextField):
    """As long as terms are: more than other fields take."""

    def to_python(self, value: Any) -> str:
        return visible(value or "")[: MAX_SOURCE_LENGTH + 1].strip()


class LegalTextForm(PageForm):
    """The operator's words, in Markdown."""

    change = LineField(
        "What is new",
        aside="optional",
        needed=False,
        most=MAX_CHANGE_LENGTH,
        hint="One sentence. People read it when they are asked to accept this version.",
    )
    source = SourceField(
        "Text", rows=24, hint="Markdown: # for a heading, - for a list, **bold**, [words](https://address)."
    )

"""Forms as pages show them: Django's own, with every field through one template, `web/_field.html`.

They read and clean, and decide nothing: what is wrong with what was typed, an action says, and `add_error` shows it
beside the field. What the browser holds people to meanwhile (`needed`, `least`, `most`) is no check.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from anam.web.drafts import take_draft
from anam.words import visible

MAX_TYPED = 20_000


class FieldRenderer(TemplatesSetting):
    """Fields and what they are filled in with, from our templates first."""

    field_template_name = "web/_field.html"


class PageForm(forms.Form):
    """A form of one of our pages: its fields have their names for ids.

    One that is `quiet` stands below a summary of what is wrong, and announces it no second time.
    """

    quiet = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    @classmethod
    def read(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """What was sent; on a page that is only looked at, what was typed there before the session ended."""
        if request.method == "POST":
            return cls(request.POST, request.FILES, **kwargs)
        return cls(initial={**kwargs.pop("initial", {}), **take_draft(request).dict()}, **kwargs)

    def mark(self, name: str) -> None:
        """Something is wrong with this field, and the page says elsewhere what."""
        self.fields[name].widget.attrs["aria-invalid"] = "true"

    def show_wrong(self, wrong: Mapping[str, str]) -> None:
        """Beside each of its fields what is wrong with it; names of no field are passed over."""
        self.is_valid()
        for name, words in wrong.items():
            if name in self.fields:
                self.add_error(name, words)

    @property
    def typed(self) -> dict[str, Any]:
        """What was sent, cleaned, by field."""
        self.is_valid()
        return self.cleaned_data


class LineField(forms.CharField):
    """A line of text: as far as it can be seen, with one space for many.

    `aside` stands in brackets beside the label; `attrs` are more attributes of what it is filled in with.
    """

    widget: type[forms.Widget] = forms.TextInput

    def __init__(
        self,
        label: str = "",
        *,
        most: int = 0,
        least: int = 0,
        needed: bool = True,
        hint: str = "",
        aside: str = "",
        widget: forms.Widget | None = None,
        attrs: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(required=False, label=label, help_text=hint, widget=widget)
        asked = {"required": needed, "minlength": least or False, "maxlength": most or False}  # False: left out
        self.widget.attrs |= {**asked, **(attrs or {})}
        self.aside = aside

    def to_python(self, value: Any) -> str:
        return " ".join(visible(value or "")[:MAX_TYPED].split())

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.to_python(data)


class TextField(LineField):
    """Text of several lines; with `counted`, the page counts its characters."""

    widget: type[forms.Widget] = forms.Textarea

    def __init__(self, label: str = "", *, rows: int = 4, counted: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.widget.attrs |= {"rows": rows, "cols": False}
        self.counted = counted

    def to_python(self, value: Any) -> str:
        return visible(value or "")[:MAX_TYPED].strip()


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class UploadField(forms.FileField):
    """A file, or where it is `multiple` several. What they hold, whoever takes them looks at."""

    def __init__(self, label: str, *, accept: str, hint: str = "", aside: str = "", multiple: bool = False) -> None:
        attrs = {"accept": accept, "multiple": multiple, "required": not aside}
        widget = FilesInput(attrs=attrs) if multiple else forms.FileInput(attrs=attrs)
        super().__init__(required=False, label=label, help_text=hint, widget=widget)
        self.aside = aside


class ChoiceField(LineField):
    """One of some things, from a list. That it is one of them, the action checks."""

    def __init__(self, label: str = "", *, choices: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, widget=kwargs.pop("widget", forms.Select)(choices=choices), **kwargs)


class ChoicesField(LineField):
    """Some of some things. That they are some of them, the action checks."""

    def __init__(self, label: str = "", *, choices: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, widget=CheckBoxes(choices=choices), **{"needed": False, **kwargs})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [visible(one) for one in value or []]


class CheckBoxes(forms.CheckboxSelectMultiple):
    """Boxes to tick, one below the other."""

    template_name = "web/_check_boxes.html"


class RadioButtons(forms.RadioSelect):
    """Radio buttons side by side."""

    template_name = "web/_radio_buttons.html"

"""The form of an address, in the shape of its country."""

from dataclasses import asdict
from typing import Any, Self

from django import forms
from django.http import HttpRequest, QueryDict

from anam.postal.address import Address
from anam.postal.countries import country_named, is_country, names_of_countries
from anam.postal.shapes import Shape, shape_of
from anam.refusals import Refused
from anam.web.forms import ChoiceField, LineField, PageForm

# What browsers fill in by themselves.
_FILLED_IN = {
    "name": "name",
    "company": "organization",
    "line1": "address-line1",
    "line2": "address-line2",
    "city": "address-level2",
    "region": "address-level1",
    "postal_code": "postal-code",
}
_MOST = {"postal_code": 20, "phone": 40}


class AddressForm(PageForm):
    """Fields in the order of the country that is chosen in it.

    `shape` says for which country the fields stood there when it was sent: where another one is chosen, the form is to
    be shown again in its shape, with what was typed, and nothing is kept yet.
    """

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        self.warnings: dict[str, str] = {}
        typed = self.data if self.is_bound else self.initial
        shape = shape_of(country)
        kept = [name for name in _FILLED_IN if name not in shape.fields and str(typed.get(name, ""))]
        self.fields["country"] = self._country_field()
        for name in (*shape.fields, *kept):  # what was kept of other fields is not lost unseen
            self.fields[name] = _field(shape, name, str(typed.get(name, "")))
        self.fields["phone"] = LineField(
            "Phone", needed=False, most=_MOST["phone"], aside="for the carrier", attrs={"autocomplete": "tel"}
        )

    def _country_field(self) -> ChoiceField:
        names = names_of_countries()
        choices = list(names.items())
        asks_again = {"hx-post": "", "hx-trigger": "change", "hx-target": "#address-shape", "hx-swap": "innerHTML"}
        attrs = {"autocomplete": "country", **asks_again}
        field = ChoiceField("Country", choices=choices, attrs=attrs)
        field.initial = self.country
        return field

    @classmethod
    def of(cls, request: HttpRequest, *, kept: Address | None, country: str) -> Self:
        """What was sent; on a page that is only looked at, the address that is `kept`, or an empty one there."""
        if request.method == "POST":
            chosen = request.POST.get("country", "").upper()
            return cls(_reshaped(request.POST), country=chosen if is_country(chosen) else country)
        country = kept.country if kept else country
        return cls(initial=asdict(kept) if kept else {}, country=country)

    @property
    def country_code(self) -> str:
        """Of the country whose fields it has; `country` is the field in which it is chosen."""
        return self.country

    @property
    def country_name(self) -> str:
        return country_named(self.country)

    @property
    def changes_shape(self) -> bool:
        """Whether another country was chosen than the one whose fields were shown."""
        return self.is_bound and self.data.get("shape") != self.country

    @property
    def is_confirmed(self) -> bool:
        """Whether the box *My address is right* was ticked."""
        return self.data.get("confirmed") == "yes"

    @property
    def address(self) -> Address:
        """As it was typed. Raises Refused where the country is none."""
        sent = self.data.get("country", "").upper()
        if not is_country(sent):
            raise Refused.because("no_such_country", "Choose a country.")
        return Address.read({**self.typed, "country": self.country})

    @property
    def body(self) -> list[forms.BoundField]:
        """All but the country."""
        return [self[name] for name in self.fields if name != "country"]

    def show_doubts(self) -> None:
        """Beside each field what seems wrong with it; with that, the box *My address is right* stands below."""
        self.warnings = self.address.doubts
        self.show_wrong(self.warnings)


def _reshaped(sent: QueryDict) -> QueryDict:
    """What was sent; where another country was chosen, without what was of the one before alone."""
    if not sent.get("shape") or sent.get("country", "").upper() == sent["shape"]:
        return sent
    left = sent.copy()
    for name in ("region", "postal_code"):
        left.pop(name, None)
    return left


def _field(shape: Shape, name: str, typed: str) -> LineField:
    needed, label = name in shape.required, shape.labels[name]
    attrs = {"autocomplete": _FILLED_IN[name], "dir": "auto"}
    aside = "" if needed or name in ("name", "line1") else "optional"
    if name == "region" and shape.regions:
        choices = [("", "Choose"), *shape.regions]
        if typed and typed not in dict(shape.regions):
            choices.append((typed, typed))
        return ChoiceField(label, choices=choices, needed=False, aside=aside, attrs=attrs)
    return LineField(label, needed=False, most=_MOST.get(name, 120), aside=aside, attrs=attrs)

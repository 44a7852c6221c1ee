"""The maker's own page of where they ship to."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from anam.catalog.actions.set_shipping_rate import set_shipping_rate
from anam.catalog.models import ShippingRate, Storefront
from anam.catalog.shipping import ELSEWHERE
from anam.currencies import as_typed, minor_units
from anam.postal.countries import country_named, names_of_countries
from anam.refusals import Refusal, Refused
from anam.web.forms import ChoiceField, LineField, PageForm
from anam.web.handling import handles
from anam.web.requests import MakerRequest, maker_required

_ELSEWHERE = "else"  # in the form, where an empty choice is none


class RateForm(PageForm):
    """A country, and what shipping costs there at most, in `currency`."""

    country = ChoiceField("Country")
    shipping = LineField("Shipping at most", most=20, attrs={"inputmode": "decimal", "class": "short"})

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose"), (_ELSEWHERE, "Everywhere else"), *names_of_countries().items()]
        self.fields["country"].widget.choices = choices
        self.fields["shipping"].help_text = f"In {currency}, for one order: what buyers are told. 0 is free."


def _show(request: MakerRequest, *, refused: Refusal | None = None, status: int = 200) -> HttpResponse:
    front = Storefront.objects.get(maker=request.maker)
    form = RateForm.read(request, currency=front.currency)
    if refused:
        form.show_wrong({"country" if refused.code == "no_such_country" else "shipping": refused.message})
    rates = [
        {
            "country": rate.country or _ELSEWHERE,
            "name": country_named(rate.country) if rate.country else "Everywhere else",
            "shipping": rate.shipping,
            "typed": as_typed(rate.shipping, front.currency),
        }
        for rate in ShippingRate.objects.filter(maker=request.maker)
    ]
    rates.sort(key=lambda rate: (rate["country"] == _ELSEWHERE, rate["name"]))
    shown = {
        "front": front,
        "form": form,
        "rates": rates,
        "everywhere": any(rate["country"] == _ELSEWHERE for rate in rates),
    }
    return render(request, "catalog/shipping.html", shown, status=status)


@maker_required
@handles(refused=_show, status=422)
def shipping(request: MakerRequest) -> HttpResponse:
    """Where the maker ships to; sent to, it adds a country, or changes what it costs there."""
    if request.method != "POST":
        return _show(request)
    front = Storefront.objects.get(maker=request.maker)
    country, cost = _country(request), request.POST.get("shipping", "").strip()
    if country is None:
        raise Refused.because("no_such_country", "Choose a country.")
    set_shipping_rate(request.maker, country=country, shipping=_read(cost, front.currency))
    messages.success(request, f"You ship to {country_named(country) if country else 'everywhere else'}.")
    return redirect("portal-shipping")


@maker_required
@handles(refused="portal-shipping")
def remove(request: MakerRequest) -> HttpResponse:
    """Not there any more."""
    if request.method == "POST" and (country := _country(request)) is not None:
        set_shipping_rate(request.maker, country=country, shipping=None)
    return redirect("portal-shipping")


def _country(request: MakerRequest) -> str | None:
    sent = request.POST.get("country", "")
    return ELSEWHERE if sent == _ELSEWHERE else sent or None


def _read(typed: str, currency: str) -> int:
    """What was typed, in minor units; -1 where it is no sum."""
    read = minor_units(typed, currency)
    return -1 if read is None else read

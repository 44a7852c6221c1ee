"""All components on one page, from the templates and classes of the screens; in the demo alone."""

from datetime import timedelta
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anam.clock import database_now
from anam.postal.address import Address
from anam.postal.forms import AddressForm
from anam.web.forms import ChoiceField, LineField, PageForm, RadioButtons, TextField
from anam.web.templatetags.anam import GLAZES

GROUNDS = ["paper", "sheet", "raised", "sunk", "ink", "soft", "rule", "edge"]
ACTS = ["kelp", "kelp-pressed", "ochre", "ochre-wash", "brick", "brick-wash", "red", "slate", "slate-wash"]
ON_THEM = ["on-kelp", "on-brick", "on-red"]
# Makers by whose names every glaze is shown.
MAKERS = ["byrne", "weaves", "glass", "north", "olive", "paper", "reed", "salt", "tallow", "umber", "wick", "yarn"]


ADDRESSES = [
    Address(
        name="Ines Duarte",
        company="Harbor & Pine",
        line1="14 Wharf Street",
        city="Portland",
        region="ME",
        postal_code="04101",
        country="US",
        phone="+1 207 555 0142",
    ),
    Address(name="山本 花子", line1="本町 4-5-6", city="金沢市", region="石川県", postal_code="920-0853", country="JP"),
    Address(
        name="مريم الحسن", company="دار الفخار", line1="شارع الكورنيش 7", city="أبو ظبي", region="AZ", country="AE"
    ),
    Address(city="Galway", country="IE"),
]


class SampleForm(PageForm):
    """Every kind of field."""

    carrier = LineField("Carrier", hint="As the buyer knows it.")
    message = TextField("Message to Ines: what happened?", most=1000, counted=True)
    zone = ChoiceField("Time zone", choices=[("", "Use the file’s time zone"), ("Europe/Dublin", "Dublin")])
    stock = ChoiceField(
        "Mug: 56 on the shelf", widget=RadioButtons, choices=[("back", "Return 24 (56 → 80)"), ("zero", "Set to 0")]
    )
    only_read = forms.BooleanField(required=False, label="It may only read")


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page; outside the demo there is none."""
    if not settings.DEMO:
        raise Http404
    now = database_now()
    form = SampleForm({"carrier": "An Post", "message": "Glaze", "stock": "back"})
    form.add_error("message", "Finish the sentence: why can’t you fulfil it?")
    shown = {
        "now": now,
        "form": form,
        "reasons": ["Out of stock", "Discontinued", "Cannot make it in time"],
        "orders": _orders(now),
        "history": [(Sample(at=now - timedelta(hours=hours)), words) for hours, words in _HISTORY],
        "deadline": now + timedelta(hours=5, minutes=10),
        "makers": [Sample(slug=slug) for slug in MAKERS],
        "glazes": GLAZES,
        "addresses": ADDRESSES,
        "address_form": _address_form(),
        "tokens": [*GROUNDS, *ACTS, *ON_THEM],
    }
    return render(request, "demo/styleguide.html", shown)


def _address_form() -> AddressForm:
    """An address in which something seems wrong."""
    form = AddressForm({**vars(ADDRESSES[0]), "postal_code": "9", "shape": "US"}, country="US")
    form.show_doubts()
    return form


_HISTORY = [
    (0, "Waiting for support"),
    (1, "You told Ines"),
    (24, "We reminded you: 24 hours left"),
    (72, "Ines placed the order"),
]


def _orders(now: Any) -> list[Sample]:
    """An order of every urgency, one that is done, and one with more words than there is room for."""
    long = "The Lighthouse Keepers’ Museum, Gift Shop and Tea Room at the End of the Pier"
    return [
        _order("BYR-1044", "Kestrel Books & Paper", "Vase, bud", 30100, decline_by=now + timedelta(minutes=11)),
        _order(
            "BYR-1047", "Harbor & Pine", "Mug, oatmeal", 53400, decline_by=now + timedelta(hours=5), contacted_at=now
        ),
        _order("BYR-1051", long, "Breakfast set for two in oatmeal and sea green", 68800),
        _order("BYR-1041", "Maison Lune", "Plate", 38600, decline_by=now - timedelta(hours=2)),
        _order("BYR-1032", "Saltmarsh General", "Bowl", 41250, status="shipped", get_status_display="Shipped"),
    ]


def _order(number: str, buyer: str, title: str, due: int, **more: Any) -> Sample:
    now = database_now()
    lines = [Sample(quantity=24, title=title)]
    facts = {
        "number": number,
        "name": buyer,
        "maker": Sample(slug="byrne"),
        "shown_lines": lines,
        "status": "placed",
        "decline_by": now + timedelta(hours=51),
        "placed_at": now,
        "due": due,
        "currency": "USD",
        "page_for": lambda side: "#rows",
        **more,
    }
    return Sample(**facts)

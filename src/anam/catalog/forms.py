"""What a maker types of a product and of their storefront: read, and measured."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import HiddenInput

from anam.catalog.models import MAX_LEAD_TIME, Product, Storefront
from anam.catalog.product_data import ProductData, product_version, storefront_version
from anam.catalog.stock import MAX_STOCK
from anam.currencies import as_typed, minor_units
from anam.web.forms import ChoiceField, LineField, PageForm, RadioButtons, TextField
from anam.words import money

MAX_TITLE, MAX_DESCRIPTION, MAX_SKU = 255, 5_000, 100
MAX_TAGLINE, MAX_STORY = 160, 10_000
MAX_AMOUNT = 10**9  # minor units
COUNTED, MADE_TO_ORDER = "counted", "made"
OPEN, CLOSED = "open", "closed"


def _number(typed: str, *, most: int) -> int | None:
    """A whole number from 0 to `most`; None where it is none."""
    plain = typed.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 and int(plain) <= most else None


class OwnForm(PageForm):
    """One of a maker's own things, in `currency`. `shown` is the mark of what the form showed (D7)."""

    shown = LineField(needed=False, widget=HiddenInput())

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def show_again(self, now: Mapping[str, str]) -> list[tuple[str, str]]:
        """Show what was typed beside what is there `now`: the answer is that, by label, wherever it differs.

        Sent once more, it takes the place of that.
        """
        sent = dict(self.data.items())
        for name in ("shown", *self.left_alone()):
            sent[name] = now[name]
        self.data = sent
        fields = [field for field in self.visible_fields() if field.value() != field.field.to_python(now[field.name])]
        return [(str(field.label), self.in_words(field.name, now)) for field in fields]

    def left_alone(self) -> Sequence[str]:
        """Fields that nobody has touched, and which follow what there is now."""
        return ()

    def in_words(self, name: str, now: Mapping[str, str]) -> str:
        """What a field says `now`, for people."""
        choices = dict(getattr(self.fields[name].widget, "choices", ()))
        return str(choices.get(now[name], now[name])) or "nothing"

    def no_longer_than(self, name: str, most: int) -> str:
        """What was typed there; what an import brought may be longer, as long as it is left as it is."""
        typed: str = self.cleaned_data[name]
        if len(typed) > most and typed != self.fields[name].to_python(self.initial.get(name)):
            raise ValidationError(f"That has {len(typed):,} characters; {most:,} at most.")
        return typed

    def amount(self, name: str) -> int:
        """What was typed there, in minor units."""
        typed: str = self.cleaned_data[name]
        minor = minor_units(typed, self.currency)
        if minor is None or minor < 0:
            example = as_typed(1450, self.currency)
            raise ValidationError(f"“{typed[:40]}” is no sum of {self.currency}. Write {example}, say.")
        if minor > MAX_AMOUNT:
            raise ValidationError(f"That is more than {money(MAX_AMOUNT, self.currency)}.")
        return minor


class ProductForm(OwnForm):
    """A product: what it is, what one costs, and how many there are."""

    title = LineField("Title", most=MAX_TITLE)
    description = TextField("Description", most=MAX_DESCRIPTION, needed=False, aside="optional")
    sku = LineField("SKU", most=MAX_SKU, hint="Your own short name for it; each product has another.")
    price = LineField("Price", most=20, attrs={"inputmode": "decimal", "class": "short"})
    kind = ChoiceField("Stock", choices=[(COUNTED, "Counted"), (MADE_TO_ORDER, "Made to order")], widget=RadioButtons)
    stock = LineField("Pieces in stock", most=9, needed=False, attrs={"inputmode": "numeric", "class": "short"})
    stock_shown = LineField(needed=False, widget=HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].help_text = f"Of one piece, in {self.currency}."

    @staticmethod
    def as_shown(product: Product, currency: str) -> dict[str, str]:
        """The fields for `product` as it is now."""
        stock = "" if product.stock is None else str(product.stock)
        return {
            "title": product.title,
            "description": product.description,
            "sku": product.sku,
            "price": as_typed(product.unit_price, currency),
            "kind": COUNTED if product.tracked else MADE_TO_ORDER,
            "stock": stock,
            "stock_shown": stock,
            "shown": product_version(product),
        }

    def left_alone(self) -> Sequence[str]:
        """The stock, where it is what the form showed: orders change it while somebody types."""
        sent, before = self.data, self.data.get("stock_shown", "")
        if sent.get("kind") == (COUNTED if before else MADE_TO_ORDER) and (not before or sent.get("stock") == before):
            return ("kind", "stock", "stock_shown")
        return ("stock_shown",)

    def clean_title(self) -> str:
        if not self.cleaned_data["title"]:
            raise ValidationError("Give it a title: it is what shops look for.")
        return self.no_longer_than("title", MAX_TITLE)

    def clean_description(self) -> str:
        return self.no_longer_than("description", MAX_DESCRIPTION)

    def clean_sku(self) -> str:
        if not self.cleaned_data["sku"]:
            raise ValidationError("Give it a SKU: it stands on orders and packing slips.")
        return self.no_longer_than("sku", MAX_SKU)

    def clean_price(self) -> int:
        if not self.cleaned_data["price"]:
            raise ValidationError("Say what one piece costs.")
        price = self.amount("price")
        if not price:
            raise ValidationError("A price is more than zero.")
        return price

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind not in (COUNTED, MADE_TO_ORDER):
            raise ValidationError("Say whether it is counted or made to order.")
        return kind

    def clean_stock(self) -> int | None:
        typed: str = self.cleaned_data["stock"]
        if self.cleaned_data.get("kind") != COUNTED:
            return None
        if not typed:
            raise ValidationError("Say how many there are; or choose Made to order.")
        stock = _number(typed, most=MAX_STOCK)
        if stock is None:
            raise ValidationError(f"“{typed[:40]}” is no number of pieces: 0 to {MAX_STOCK:,}.")
        return stock

    @property
    def product(self) -> ProductData:
        """What was sent, once it is valid."""
        sent = self.cleaned_data
        return ProductData(sent["title"], sent["description"], sent["sku"], sent["price"], sent["stock"])

    @property
    def base_stock(self) -> int | None:
        """How many the form showed; None where it showed none, which is made to order."""
        return _number(self.cleaned_data["stock_shown"], most=10**9 - 1)


class StorefrontForm(OwnForm):
    """A storefront: its words, and the terms that a maker sells on."""

    tagline = LineField("Tagline", most=MAX_TAGLINE, needed=False, aside="optional", hint="Stands below your name.")
    story = TextField("Story", most=MAX_STORY, needed=False, aside="optional", rows=6)
    order_minimum = LineField("Order minimum", most=20, attrs={"inputmode": "decimal", "class": "short"})
    lead_time = LineField(
        "Lead time", most=4, hint="In days, until an order ships.", attrs={"inputmode": "numeric", "class": "short"}
    )
    state = ChoiceField("Orders", choices=[(OPEN, "Open"), (CLOSED, "Closed")], widget=RadioButtons)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order_minimum"].help_text = f"Of goods, in {self.currency}. 0 takes an order of any size."
        self.fields["state"].help_text = (
            "While you are closed nobody sees your storefront or orders from it. Orders that were placed go on, with "
            "their time to decline."
        )

    @staticmethod
    def as_shown(front: Storefront) -> dict[str, str]:
        """The fields for `front` as it is now."""
        return {
            "tagline": front.tagline,
            "story": front.story,
            "order_minimum": as_typed(front.order_minimum, front.currency),
            "lead_time": str(front.lead_time_days),
            "state": OPEN if front.open else CLOSED,
            "shown": storefront_version(front),
        }

    def clean_tagline(self) -> str:
        return self.no_longer_than("tagline", MAX_TAGLINE)

    def clean_story(self) -> str:
        return self.no_longer_than("story", MAX_STORY)

    def clean_order_minimum(self) -> int:
        if not self.cleaned_data["order_minimum"]:
            raise ValidationError("Say the least that an order comes to; 0 takes any.")
        return self.amount("order_minimum")

    def clean_lead_time(self) -> int:
        days = _number(self.cleaned_data["lead_time"], most=MAX_LEAD_TIME)
        if not days:
            raise ValidationError(f"Say in how many days an order ships: 1 to {MAX_LEAD_TIME}.")
        return days

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"]
        if state not in (OPEN, CLOSED):
            raise ValidationError("Say whether you take orders.")
        return state

    @property
    def columns(self) -> dict[str, Any]:
        """What was sent, once it is valid, by the columns of a storefront."""
        sent = self.cleaned_data
        return {
            "tagline": sent["tagline"],
            "story": sent["story"],
            "order_minimum": sent["order_minimum"],
            "lead_time_days": sent["lead_time"],
            "open": sent["state"] == OPEN,
        }

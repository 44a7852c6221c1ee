"""What a maker types of a product."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import HiddenInput

from anam.catalog.models import MAX_DESCRIPTION, MAX_GROUP_LENGTH, MAX_LEAD_TIME, MAX_OF_ONE, Kind, Product
from anam.catalog.options import as_lines, read_lines
from anam.catalog.own_form import OwnForm, whole_number
from anam.catalog.product_data import ProductData, product_version
from anam.catalog.stock import MAX_STOCK
from anam.currencies import as_typed
from anam.web.forms import ChoiceField, LineField, RadioButtons, TextField

MAX_TITLE, MAX_SKU = 255, 100
COUNTED, MADE_TO_ORDER = "counted", "made"
_DIGITS = {"inputmode": "numeric", "class": "short"}


class ProductForm(OwnForm):
    """A product: what it is, what one costs, and how many there are."""

    title = LineField("Title", most=MAX_TITLE)
    description = TextField("Description", most=MAX_DESCRIPTION, needed=False, aside="optional")
    sku = LineField("SKU", most=MAX_SKU, hint="Your own short name for it; each product has another.")
    price = LineField("Price", most=20, attrs={"inputmode": "decimal", "class": "short"})
    kind = ChoiceField("Stock", choices=[(COUNTED, "Counted"), (MADE_TO_ORDER, "Made to order")], widget=RadioButtons)
    stock = LineField("Pieces in stock", most=9, needed=False, attrs={"inputmode": "numeric", "class": "short"})
    stock_shown = LineField(needed=False, widget=HiddenInput())
    craft = ChoiceField("Kind", choices=[("", "None of these"), *Kind.choices], needed=False)
    lead_time = LineField("Lead time", most=4, needed=False, aside="optional", attrs=_DIGITS)
    minimum = LineField("Minimum", most=4, attrs=_DIGITS, hint="The fewest pieces that a shop orders.")
    step = LineField("Step", most=4, attrs=_DIGITS, hint="6 sells by the half dozen: 6, 12, 18 …")
    group = LineField("Variant of", most=MAX_GROUP_LENGTH, needed=False, aside="optional")
    options = TextField("How it differs", needed=False, aside="optional", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].help_text = f"Of one piece, in {self.currency}."
        self.fields["lead_time"].help_text = "In days, until an order ships; empty: as your storefront says."
        self.fields["group"].help_text = "Your products with the same words here are variants of one thing."
        self.fields["options"].help_text = "One option a line, as in “Glaze: Oatmeal”."

    @classmethod
    def as_variant(cls, product: Product, currency: str) -> dict[str, str]:
        """The fields for another variant of `product`: as that is, but for what is its own."""
        options = "\n".join(f"{name}: " for name in product.options)
        own = {"sku": "", "stock": "", "stock_shown": "", "shown": "", "options": options}
        return {**cls.as_shown(product, currency), **own, "group": product.group or product.title[:MAX_GROUP_LENGTH]}

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
            "craft": product.kind,
            "lead_time": str(product.lead_time_days or ""),
            "minimum": str(product.minimum),
            "step": str(product.step),
            "group": product.group,
            "options": as_lines(product.options),
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
        stock = whole_number(typed, most=MAX_STOCK)
        if stock is None:
            raise ValidationError(f"“{typed[:40]}” is no number of pieces: 0 to {MAX_STOCK:,}.")
        return stock

    def clean_craft(self) -> str:
        craft: str = self.cleaned_data["craft"]
        if craft not in ("", *Kind.values):
            raise ValidationError("Choose one of these kinds.")
        return craft

    def clean_lead_time(self) -> int | None:
        typed: str = self.cleaned_data["lead_time"]
        days = whole_number(typed, most=MAX_LEAD_TIME)
        if typed and not days:
            raise ValidationError(f"“{typed[:40]}” is no number of days: 1 to {MAX_LEAD_TIME}, or nothing.")
        return days

    def clean_minimum(self) -> int:
        return self._pieces("minimum")

    def clean_step(self) -> int:
        step = self._pieces("step")
        least = self.cleaned_data.get("minimum", step)
        if least % step:
            below = least // step * step
            fitting = f"{below} or {below + step}" if below else str(step)
            raise ValidationError(f"The minimum is no multiple of {step}: make it {fitting}.")
        return step

    def _pieces(self, name: str) -> int:
        """What was typed there; nothing is 1."""
        typed: str = self.cleaned_data[name]
        pieces = whole_number(typed, most=MAX_OF_ONE) if typed else 1
        if not pieces:
            raise ValidationError(f"“{typed[:40]}” is no number of pieces: 1 to {MAX_OF_ONE:,}.")
        return pieces

    def clean_group(self) -> str:
        return self.no_longer_than("group", MAX_GROUP_LENGTH)

    def clean_options(self) -> dict[str, str]:
        try:
            return read_lines(self.cleaned_data["options"])
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None

    @property
    def product(self) -> ProductData:
        """What was sent, once it is valid."""
        sent = self.cleaned_data
        return ProductData(
            title=sent["title"],
            description=sent["description"],
            sku=sent["sku"],
            unit_price=sent["price"],
            stock=sent["stock"],
            group=sent["group"],
            options=sent["options"],
            kind=sent["craft"],
            lead_time_days=sent["lead_time"],
            minimum=sent["minimum"],
            step=sent["step"],
        )

    @property
    def base_stock(self) -> int | None:
        """How many the form showed; None where it showed none, which is made to order."""
        return whole_number(self.cleaned_data["stock_shown"], most=10**9 - 1)

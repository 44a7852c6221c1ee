"""The bodies of calls: read and typed here, judged by the actions."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StrictBool

from anam.api.shapes.fields import Asked, Currency, GivenMoment, GivenMoney, Said
from anam.catalog.actions.import_pictures import MAX_URL_LENGTH
from anam.catalog.models import MAX_DESCRIPTION, MAX_GROUP_LENGTH, MAX_LEAD_TIME, MAX_OF_ONE, Kind
from anam.catalog.options import MAX_OPTION_NAME, MAX_OPTION_VALUE, MAX_OPTIONS
from anam.catalog.sent_pictures import MAX_OF_A_PRODUCT
from anam.catalog.stock import MAX_STOCK
from anam.orders.models.order import MAX_CARRIER, MAX_TRACKING
from anam.words import visible

LONG = 20_000
Slug = Annotated[str, Field(min_length=1, max_length=80, examples=["byrne-ceramics"])]


def _no_folder(number: str) -> str:
    if number in (".", ".."):
        raise ValueError("an address would take it for a folder")
    return number


Number = Annotated[
    str,
    AfterValidator(_no_folder),
    Field(
        pattern=r"^[!-.0-~]([ -.0-~]{0,38}[!-.0-~])?$",
        examples=["A-1001"],
        description="1 to 40 visible ASCII characters without a slash; unique in the whole marketplace.",
    ),
]
EmailContent = Annotated[str, Field(max_length=LONG)]
Stock = Literal["return", "zero", "keep"]


def example(**given: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [given]})


class NewLine(Asked):
    """One product of an order, as it was ordered."""

    sku: Annotated[str, Field(max_length=255)] = ""
    """Where the maker has a product of this SKU, its stock is held; else the line is not counted."""
    title: Annotated[Said, Field(min_length=1, max_length=1100)]
    quantity: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    unit_price: GivenMoney
    discount: GivenMoney = 0
    tax: GivenMoney = 0
    """Of this line alone, where you know them; the order's own include them. A part that goes takes its own along."""


AddressText = Annotated[str, Field(max_length=255)]


class NewShipTo(Asked):
    """Where it is sent. What seems wrong is kept as it came, and marked; only a country that is none is refused."""

    name: AddressText = ""
    company: AddressText = ""
    line1: AddressText = ""
    line2: AddressText = ""
    city: AddressText = ""
    region: AddressText = ""
    """Its code or its name."""
    postal_code: AddressText = ""
    country: Annotated[str, Field(min_length=2, max_length=2, examples=["US"])]
    """ISO 3166 alpha-2"""
    phone: AddressText = ""


class NewOrder(Asked):
    model_config = example(
        number="A-1001",
        maker="byrne-ceramics",
        buyer="harbor-and-pine",
        placed_at="2025-11-20T10:00:00Z",
        currency="USD",
        shipping=1200,
        payment="authorised",
        lines=[{"sku": "MUG-01", "title": "Mug, oatmeal", "quantity": 6, "unit_price": 1450}],
    )
    number: Number
    maker: Slug
    buyer: Slug
    placed_at: GivenMoment | None = None
    """Not in the future; without it the order is placed now. The decline window counts from it."""
    currency: Currency
    shipping: GivenMoney = 0
    shipping_is_exact: StrictBool = True
    """false: the buyer was told that it costs at most that, and what it costs is said when the order ships."""
    tax: GivenMoney = 0
    discount: GivenMoney = 0
    """Taken off the goods."""
    payment: Literal["authorised", "captured", "none"] = "none"
    holder_name: Annotated[str, Field(max_length=60)] = ""
    """Where the money is: `Shopify`, `invoice`; without it, "another system". Anam moves none of it."""
    holder: Literal["external", "sandbox"] = "external"
    """`sandbox` is a demo's: in production it is refused."""
    reference: Annotated[str, Field(max_length=120)] = ""
    """What the other system calls it."""
    ship_to: NewShipTo | None = None
    lines: Annotated[list[NewLine], Field(min_length=1, max_length=500)]


class PartOfALine(Asked):
    id: Annotated[int, Field(strict=True, ge=1, lt=2**63)]
    quantity: Annotated[int, Field(strict=True, ge=1, le=2_147_483_647)]


class Decline(Asked):
    model_config = example(
        reason="out_of_stock", explanation="I am so sorry: the last ones broke in the kiln this morning."
    )
    reason: Annotated[str, Field(max_length=40)]
    """The key of a reason, as `GET …/decline` lists them."""
    explanation: EmailContent
    """What the buyer will read: 10 to 1,000 characters; some reasons ask for more."""
    note: EmailContent | None = None
    """For support alone; the buyer never reads it."""
    lines: Annotated[list[PartOfALine], Field(min_length=1, max_length=500)] | None = None
    """Only a part of the order; without it, all that is left."""
    restock: StrictBool | dict[str, Stock] | None = None
    """true: goods in hand go back to the stock. false: the stock stays as it is. Or for each line id: return, zero
    or keep. Without it, or for lines not named, the reason decides."""
    announced: Annotated[str, Field(max_length=64)] | None = None
    """`preview.announced` of `GET …/decline`: where something has changed since, nothing is done."""


class Cancel(Decline):
    model_config = example(
        reason="duplicate_or_fraud", explanation="You ordered the same twice within a minute: we keep the first order."
    )


class DoneElsewhere(Asked):
    """The proof of what was done outside Anam. Not for the buyer."""

    reference: Annotated[str, Field(max_length=200)]
    """Under which it can be found: 1 to 120 characters."""
    at: GivenMoment | None = None
    """When it was done; without it, now."""


class GiveBack(Asked):
    model_config = example(
        reason="damaged", words="One mug came broken: we are sorry, and give you its money back.", amount=1450
    )
    reason: Literal["damaged", "lost", "returned", "goodwill", "other"]
    words: EmailContent
    """What the buyer and the maker will read: 10 to 1,000 characters."""
    note: EmailContent | None = None
    """For support alone."""
    amount: GivenMoney | None = None
    """How much, at most what is left; without it, what `lines` came to, with their discount and tax."""
    lines: Annotated[list[PartOfALine], Field(min_length=1, max_length=500)] | None = None
    """What it is for: of no line more than what is left of it."""
    restock: StrictBool | dict[str, Literal["return", "keep"]] | None = None
    """true: the goods go back to the stock. false: the stock stays as it is. Or for each line id: return or keep.
    Without it, what was `returned` goes back, and all else stays."""
    done: DoneElsewhere | None = None
    """It was given back already, outside Anam: that is recorded, of whatever order, and nobody is asked to do it."""
    announced: Annotated[str, Field(max_length=64)] | None = None
    """`preview.announced` of `GET …/refund`: where something has changed since, nothing is done."""


class Correct(Asked):
    model_config = example(words="The bank sent it back: the account was closed.", still_due=True)
    words: EmailContent
    """What was wrong with the record: 10 to 300 characters. Whoever was told of it reads them."""
    still_due: StrictBool = True
    """It is to be done all the same. false withdraws a record that nobody had asked for (`done` of a refund)."""


class AskReturn(Asked):
    model_config = example(words="Two of the mugs have a crack below the handle.", lines=[{"id": 4711, "quantity": 2}])
    words: EmailContent
    """Why it goes back: 10 to 1,000 characters. Support, the buyer and the maker read it."""
    lines: Annotated[list[PartOfALine], Field(min_length=1, max_length=500)]


class ReturnWords(Asked):
    model_config = example(words="Byrne Ceramics, 4 Kiln Lane, Bristol. Wrap them well, please.")
    words: EmailContent
    """10 to 1,000 characters: the buyer and the maker read them."""


class SendBack(Asked):
    model_config = example(carrier="An Post", tracking="AP-654321")
    carrier: Annotated[Said, Field(min_length=1, max_length=MAX_CARRIER)]
    tracking: Annotated[str, Field(max_length=MAX_TRACKING)] = ""


class CameBack(Asked):
    model_config = example(lines=[{"id": 4711, "quantity": 2}], restock=False)
    lines: Annotated[list[PartOfALine], Field(min_length=1, max_length=500)]
    restock: StrictBool | dict[str, Literal["return", "keep"]] | None = None
    """Whether the goods go to the stock once they are refunded: all (as without it), none, or by line id."""


class Message(Asked):
    model_config = example(message="Hello, I am sorry: my kiln is broken, and I cannot make your order in time.")
    message: EmailContent


class Shipment(Asked):
    model_config = example(carrier="An Post", tracking="AP-123456", shipping=940)
    carrier: Annotated[Said, Field(min_length=1, max_length=MAX_CARRIER)]
    tracking: Annotated[str, Field(max_length=MAX_TRACKING)] = ""
    shipping: GivenMoney | None = None
    """What the shipping costs, at most what was announced. Needed where `totals.shipping_is_exact` is false."""


class Confirm(Asked):
    model_config = example(operation=17, outcome="done", amount=9900, reference="re_1Q2W3E")
    operation: Annotated[int, Field(strict=True, ge=1, lt=2**63)]
    """The `id` of one of `payment.operations`."""
    outcome: Literal["done", "refused"]
    amount: GivenMoney
    """What the operation says; of a smaller sum, which only support may give, the rest stays due as another one."""
    reference: Annotated[str, Field(max_length=120)] = ""
    """Under which it can be found where the money is: the proof. Needed for `done`; a buyer never reads it."""
    at: GivenMoment | None = None
    """When it was done, not in the future; now, without it."""
    words: Annotated[str, Field(max_length=300)] = ""
    """Why it was refused; needed then."""
    captured: StrictBool = False
    """Of a void that was refused: the money was captured meanwhile, and so is to be refunded."""


class NewCase(Asked):
    model_config = example(
        kind="tell_buyer",
        message="They have never written to me.",
        reason="too_late",
        explanation="I am so sorry: my kiln is down until spring.",
    )
    kind: Literal["tell_buyer", "late_decline", "complaint"]
    """The first two are a maker's: support tells the buyer and declines the order. Which of them it is, the decline
    window decides. The last is a buyer's."""
    message: EmailContent
    """What support must know."""
    reason: Annotated[str, Field(max_length=40)] | None = None
    """Of a maker's: the key of a reason; `other` where there is none."""
    explanation: EmailContent | None = None
    """Of a maker's: what the buyer will read; the message, where there is none."""


class Resolve(Asked):
    model_config = example(
        outcome="declined", told_how="phone", message="Telephoned Ines: she is sorry, and knows of another maker."
    )
    outcome: Literal["declined", "refused", "handed_back"]
    told_how: Literal["email", "phone", "other"] | None = None
    """How the buyer was told; needed for `declined`."""
    message: EmailContent
    """For `declined`: the e-mail to the buyer (`email`), or what was said, for the record. Else: what the maker
    reads."""


class NewConversation(Asked):
    model_config = example(maker="byrne-ceramics", message="Do you make the mugs in blue?")
    maker: Slug
    message: EmailContent
    order: Annotated[str, Field(max_length=40)] | None = None
    """The number of an order that it is about."""


def _one_line(text: str) -> str:
    line = " ".join(visible(text).split())
    if not line:
        raise ValueError("it must say something")
    return line


Title = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=255)]
# Plain text of several lines, as the product's page shows it.
Description = Annotated[str, AfterValidator(lambda text: visible(text).strip()), Field(max_length=MAX_DESCRIPTION)]
Price = Annotated[int, Field(strict=True, ge=1, le=10**9, description="Of one piece, in minor units.")]
Pieces = Annotated[int, Field(strict=True, ge=0, le=MAX_STOCK)]
Steps = Annotated[int, Field(strict=True, ge=1, le=MAX_OF_ONE)]
Days = Annotated[int, Field(strict=True, ge=1, le=MAX_LEAD_TIME)]
GroupWords = Annotated[str, Field(max_length=MAX_GROUP_LENGTH)]
OptionName = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=MAX_OPTION_NAME)]
OptionValue = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=MAX_OPTION_VALUE)]
OptionsGiven = Annotated[dict[OptionName, OptionValue], Field(max_length=MAX_OPTIONS)]
PictureUrl = Annotated[str, Field(pattern=r"^https://[!-~]+$", max_length=MAX_URL_LENGTH)]
PictureUrls = Annotated[list[PictureUrl], Field(max_length=MAX_OF_A_PRODUCT)]


class PutProduct(Asked):
    """A product as a whole. What is left out is as it is of a new one; but `archived` and `description` stay then."""

    model_config = example(
        title="Mug, oatmeal",
        description="Thrown in Kilrush, glazed twice.\n\nHolds 300 ml.",
        unit_price=1450,
        stock=48,
        group="Mug",
        options={"Glaze": "Oatmeal"},
        kind="ceramics",
        minimum=6,
        step=6,
    )
    title: Title
    description: Description = Field(default_factory=str)
    """Plain text, in which an empty line begins a paragraph. Left out, it stays as it is."""
    unit_price: Price
    stock: Pieces | None = None
    """What is available, without what orders have reserved. null, or left out: made to order."""
    group: GroupWords = ""
    options: OptionsGiven = {}
    kind: Kind | None = None
    lead_time_days: Days | None = None
    minimum: Steps = 1
    """A multiple of `step`."""
    step: Steps = 1
    archived: StrictBool = False
    """Left out, what is archived stays so: nothing comes back on sale unasked."""
    picture_urls: PictureUrls = []
    """Fetched later, from public addresses only, where the product has no pictures yet."""


STAYS: Any = Field(default_factory=lambda: None)  # of which the description says no default: left out, nothing is set


class PatchProduct(Asked):
    """What of a product is to be otherwise. What is left out stays."""

    model_config = example(unit_price=1550, stock=40)
    title: Title = STAYS
    description: Description = STAYS
    """Plain text, in which an empty line begins a paragraph."""
    unit_price: Price = STAYS
    stock: Pieces | None = STAYS
    """What is available, without what orders have reserved. null: made to order."""
    group: GroupWords = STAYS
    options: OptionsGiven = STAYS
    kind: Kind | None = STAYS
    lead_time_days: Days | None = STAYS
    minimum: Steps = STAYS
    """A multiple of `step`."""
    step: Steps = STAYS
    archived: StrictBool = STAYS
    picture_urls: PictureUrls = Field(default_factory=list)
    """Fetched later, from public addresses only, where the product has no pictures yet."""

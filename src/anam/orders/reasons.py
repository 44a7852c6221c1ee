"""The reasons that a marketplace begins with. Support edits the rows; these are only their first words.

Each: key, label, how the buyer hears it, whose fault, counts against the maker, may concern a part, what stock does,
suggestion.
"""

from typing import NamedTuple


class First(NamedTuple):
    key: str
    label: str
    for_buyer: str
    fault: str
    counts: bool
    part_of_an_order: bool
    stock: str
    suggestion: str
    least_words: int = 10
    for_makers: bool = True


FIRST_REASONS = (
    First(
        "out_of_stock",
        "Out of stock",
        "out of stock",
        "maker",
        True,
        True,
        "zero",
        "Say when it will be back, if you know.",
    ),
    First(
        "discontinued", "Discontinued", "discontinued", "maker", True, True, "zero", "Name what comes closest to it."
    ),
    First(
        "too_late",
        "Cannot make it in time",
        "it cannot be made in time",
        "maker",
        True,
        True,
        "return",
        "Offer the date that you could keep.",
    ),
    First(
        "capacity",
        "Materials or capacity short",
        "materials or hands are short",
        "maker",
        True,
        True,
        "return",
        "Say what is short, and until when.",
    ),
    First(
        "price_wrong",
        "Price listed wrongly",
        "the price was listed wrongly",
        "maker",
        True,
        True,
        "return",
        "Name the right price; they may order again.",
    ),
    First(
        "cannot_ship",
        "Cannot ship there",
        "it cannot be shipped to you",
        "maker",
        False,
        False,
        "return",
        "Name a stockist or carrier near them, if you can.",
    ),
    First(
        "exclusive_stockist",
        "Exclusive stockist nearby",
        "a shop near you sells it exclusively",
        "nobody",
        False,
        False,
        "return",
        "Say which products they could still carry.",
    ),
    First(
        "below_minimum",
        "Below the order minimum",
        "it is below the maker’s minimum",
        "buyer",
        False,
        False,
        "return",
        "Name your minimum; they may order again.",
    ),
    First(
        "damaged",
        "Damaged in the workshop",
        "it was damaged in the workshop",
        "maker",
        True,
        True,
        "keep",
        "Say what broke and when new ones will be ready.",
    ),
    First(
        "duplicate_or_fraud",
        "Duplicate or suspected fraud",
        "the order could not be confirmed",
        "buyer",
        False,
        False,
        "return",
        "Keep to the facts; tell support more below.",
    ),
    First(
        "buyer_asked",
        "The buyer asked for it",
        "you asked for it",
        "buyer",
        False,
        True,
        "return",
        "Thank them for telling you.",
    ),
    First(
        "other",
        "Other",
        "",
        "maker",
        True,
        True,
        "return",
        "Tell them in your own words: 30 characters or more.",
        30,
    ),
    First("payment_failed", "The payment failed", "the payment failed", "buyer", False, False, "return", "", 0, False),
    First(
        "cancelled_elsewhere",
        "Cancelled in the other system",
        "it was cancelled where it was placed",
        "nobody",
        False,
        False,
        "return",
        "",
        0,
        False,
    ),
)

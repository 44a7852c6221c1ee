"""Which kind of craft a product is, from what another system calls its type or category."""

import re

from anam.catalog.models import Kind

# Words that begin so say the kind, in any of them; the first that fits, in this order.
_WORDS: dict[Kind, str] = {
    Kind.CANDLES_AND_SOAP: "candle soap bath wax",
    Kind.JEWELLERY: "jewel necklace bracelet earring brooch pendant",
    Kind.CERAMICS: "ceramic pottery stoneware porcelain earthenware",
    Kind.TEXTILES: "textile fabric cloth linen wool weav knit quilt apparel blanket cushion rug scarf",
    Kind.GLASS: "glass",
    Kind.LEATHER: "leather",
    Kind.PAPER: "paper stationery card print book",
    Kind.WOOD: "wood",
    Kind.METAL: "metal copper brass iron silver",
    Kind.FOOD: "food drink beverage chocolate tea coffee honey jam",
}
_FINDS = {kind: re.compile(rf"\b(?:{words.replace(' ', '|')})", re.IGNORECASE) for kind, words in _WORDS.items()}


def kind_of(*told: str) -> str:
    """The kind that the first of `told` names that names one; "" where none does."""
    for words in told:
        for kind, finds in _FINDS.items():
            if finds.search(words):
                return kind.value
    return ""

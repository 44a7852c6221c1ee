"""What the makers of the demo sell. Prices in minor units of the maker's currency."""

from typing import Any, NamedTuple


class Good(NamedTuple):
    """A product; `counted` is how many there were in the beginning, None for what is made to order."""

    maker: str
    sku: str
    title: str
    unit_price: int
    counted: int | None
    description: str


GOODS = (
    Good("byrne-ceramics", "MUG-01", "Mug, oatmeal", 1450, 180,
         "Holds 300 ml. A thumb rest on the handle, a rim that is kind to lips."),
    Good("byrne-ceramics", "MUG-02", "Mug, sea green", 1450, 120,
         "The same mug in the glaze of a November sea. No two are quite alike."),
    Good("byrne-ceramics", "BWL-03", "Bowl, large", 3300, None,
         "For bread dough, salad or oranges. 28 cm across, made to order."),
    Good("byrne-ceramics", "PLT-02", "Dinner plate, speckled", 2400, 90,
         "26 cm, flat enough for a steak, deep enough for its gravy."),
    Good("byrne-ceramics", "JUG-05", "Milk jug, half a litre", 2900, 32,
         "Pours without a drip. We have thrown a great many to be able to say so."),
    Good("byrne-ceramics", "VSE-07", "Bud vase, ash glaze", 1900, 26,
         "One stem, perhaps two. The ash comes from our own stove."),
    Good("byrne-ceramics", "SET-12",
         "Breakfast set for two in oatmeal and sea green: two mugs, two bowls, two plates and the little butter dish",
         11800, None,
         "Everything that a slow morning needs, packed in wood wool in one box."),
    Good("otto-weaves", "TWL-01", "Tea towel, undyed linen", 1600, 140,
         "50 × 70 cm. Stiff for a week, then soft for thirty years."),
    Good("otto-weaves", "BLK-02", "Blanket, grey herringbone", 14800, None,
         "Wool, 140 × 200 cm. Woven when ordered."),
    Good("otto-weaves", "RUN-03", "Table runner, blue stripe", 4200, 36,
         "Linen, 45 × 150 cm, with a hand-tied fringe."),
    Good("otto-weaves", "SCF-04", "Scarf, moss", 5600, 40, "Lambswool, 30 × 180 cm."),
    Good("tallow-and-wick", "TPR-10", "Taper candles, pair", 1100, 260, "Beeswax, 25 cm, burn for eight hours each."),
    Good("tallow-and-wick", "PLR-03", "Pillar candle, three inch", 1800, 90, "Burns for forty hours, and never drips."),
    Good("tallow-and-wick", "TIN-04", "Travel tin", 950, 150, "For power cuts and for baths."),
    Good("tallow-and-wick", "ADV-24", "Advent ring with four candles", 4600, None, "Ash wood and beeswax, to order."),
    Good("folded-hare", "NTB-A6", "Pocket notebook, hare", 900, 220, "A6, 64 pages, sewn, lies flat."),
    Good("folded-hare", "NTB-A5", "Notebook, tall grass", 1500, 160, "A5, 96 pages, sewn, lies flat."),
    Good("folded-hare", "BOX-02", "Letter box, indigo", 3800, None, "For letters that one keeps."),
    Good("folded-hare", "CRD-12", "Twelve cards and envelopes", 1700, 75, "Wood block print, three colours."),
    Good("grain-and-gouge", "SPN-01", "Cooking spoon, cherry", 1400, 110, "30 cm. Left-handed on request."),
    Good("grain-and-gouge", "BRD-02", "Bread board, ash", 3900, 34, "40 × 25 cm, oiled with walnut."),
    Good("grain-and-gouge", "BWL-09", "Turned bowl, sycamore", 6400, None, "About 25 cm: the tree has its say."),
    Good("savon-mirabelle", "SVN-OL", "Olive soap, 200 g", 650, 400,
         "Dried for six weeks. Good for hands and for wool."),
    Good("savon-mirabelle", "SVN-LV", "Lavender soap, 100 g", 480, 320,
         "With lavender from the plateau, and not much."),
    Good("savon-mirabelle", "SVN-SH", "Shaving soap in a tin", 1250, 60, "Foams with any brush and any water."),
    Good("lantern-glass", "TMB-06", "Six tumblers, bottle green", 5400, 48, "Recycled glass, a little bubbled."),
    Good("lantern-glass", "LNT-01", "Hanging lantern, amber", 8900, None, "35 cm, with a brass hook. Blown to order."),
    Good("lantern-glass", "CRF-02", "Water carafe, clear", 4700, 30, "One litre, with a cup that is its lid."),
    Good("saddlers-yard", "BLT-01", "Belt, chestnut", 4800, 80, "Oak-tanned, 3.5 cm wide, brass buckle."),
    Good("saddlers-yard", "KEY-03", "Key strap", 1200, 200, "Made of what the belts leave over."),
    Good("saddlers-yard", "BAG-08", "Satchel, small", 16500, None, "For a book, a bottle and a cardigan. To order."),
)  # fmt: skip

KINDS = {
    "byrne-ceramics": "ceramics",
    "otto-weaves": "textiles",
    "tallow-and-wick": "candles_and_soap",
    "folded-hare": "paper",
    "grain-and-gouge": "wood",
    "savon-mirabelle": "candles_and_soap",
    "lantern-glass": "glass",
    "saddlers-yard": "leather",
}
_SOAP = "Soap by the bar"

# By maker and SKU: what is one of a group, and what is sold in more than one piece.
VARIANTS: dict[tuple[str, str], dict[str, Any]] = {
    ("byrne-ceramics", "MUG-01"): {"group": "Mug", "options": {"Glaze": "Oatmeal"}},
    ("byrne-ceramics", "MUG-02"): {"group": "Mug", "options": {"Glaze": "Sea green"}},
    ("folded-hare", "NTB-A6"): {"group": "Notebook", "options": {"Size": "A6", "Print": "Hare"}},
    ("folded-hare", "NTB-A5"): {"group": "Notebook", "options": {"Size": "A5", "Print": "Tall grass"}},
    ("savon-mirabelle", "SVN-OL"): {"group": _SOAP, "options": {"Scent": "Olive, 200 g"}, "minimum": 12, "step": 4},
    ("savon-mirabelle", "SVN-LV"): {"group": _SOAP, "options": {"Scent": "Lavender, 100 g"}, "minimum": 10, "step": 10},
    ("tallow-and-wick", "TPR-10"): {"minimum": 6, "step": 6},
    ("byrne-ceramics", "BWL-03"): {"lead_time_days": 21},
    ("lantern-glass", "LNT-01"): {"lead_time_days": 30},
}

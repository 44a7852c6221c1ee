"""Who lives in the demo: eight makers, six buyers, their people and Sam of support."""

from typing import NamedTuple

PASSWORD = "demo"  # noqa: S105 - for everybody here, and on no other database
MARK = "maker@demo.test"  # where this person is, the demo has been


class Shop(NamedTuple):
    """A maker, and the terms they sell on. Money in minor units of `currency`."""

    slug: str
    name: str
    prefix: str
    place: str
    country: str
    time_zone: str
    currency: str
    order_minimum: int
    shipping: int
    lead_time_days: int
    tagline: str
    story: str


class Stockist(NamedTuple):
    """A buyer, and the card that they pay with."""

    slug: str
    name: str
    place: str
    country: str
    time_zone: str
    card: str


class Person(NamedTuple):
    """Somebody who signs in; `party` is the slug of a maker or a buyer, "support" for support."""

    email: str
    name: str
    party: str
    role: str
    time_zone: str
    phone: str = ""


SHOPS = (
    Shop(
        "byrne-ceramics", "Byrne Ceramics", "BYR", "Galway", "IE", "Europe/Dublin", "USD", 15000, 4200, 14,
        "Stoneware for every day, thrown and glazed by the sea.",
        "Hanna Byrne learned to throw from her grandmother, who made crocks for half of Connemara. Today three of us "
        "work in an old boat shed at the edge of Galway. We dig a part of our clay ourselves, mix every glaze by hand, "
        "and fire on Tuesdays and Fridays, when the wind lets us.\n\nOur pots are meant to be used: they go into the "
        "oven, the dishwasher and, by and by, to the children.",
    ),
    Shop(
        "otto-weaves", "Otto Weaves", "OTW", "Borås", "SE", "Europe/Stockholm", "USD", 20000, 2800, 21,
        "Linen and wool from one loom and one weaver.",
        "Otto Lindqvist weaves on a loom from 1911 that came with the house. Flax from the next valley, wool from two "
        "farms that he can name sheep by sheep. Four metres are a good day.",
    ),
    Shop(
        "tallow-and-wick", "Tallow & Wick", "TAW", "Burlington VT", "US", "America/New_York", "USD", 12000, 1800, 7,
        "Beeswax candles that smell of honey, and of nothing else.",
        "June and Abel Carver keep forty hives on three hillsides. What the bees can spare becomes candles, dipped "
        "twenty-two times and hung to cool in the old creamery.",
    ),
    Shop(
        "folded-hare", "The Folded Hare", "FLD", "Kyoto", "JP", "Asia/Tokyo", "USD", 10000, 2200, 10,
        "Notebooks and boxes of hand-made paper.",
        "Mika Arai prints with wood blocks that she cuts in winter and folds all summer. Her paper comes from a "
        "village where six families still make it, by cold water, in the months when nobody would want to.",
    ),
    Shop(
        "grain-and-gouge", "Grain & Gouge", "GRG", "Hereford", "GB", "Europe/London", "GBP", 15000, 1500, 18,
        "Spoons, boards and bowls from trees that fell by themselves.",
        "Wilf Hartley fetches storm-felled ash, cherry and sycamore with a borrowed horse, and turns them green. Each "
        "piece says on its foot which tree it was, and where that tree stood.",
    ),
    Shop(
        "savon-mirabelle", "Savon Mirabelle", "SVM", "Marseille", "FR", "Europe/Paris", "EUR", 9000, 1200, 5,
        "Olive oil soap, cut by wire and dried for six weeks.",
        "Claire Fabre stirs by eye, as her uncle did, in a copper kettle that holds three hundred bars. No colour, no "
        "palm oil, no hurry.",
    ),
    Shop(
        "lantern-glass", "Lantern Glass", "LNG", "Santa Fe NM", "US", "America/Denver", "USD", 25000, 3600, 20,
        "Blown glass for light and for water.",
        "Rosa Quintana and her brother blow everything from bottles that the town brings them in crates. The furnace "
        "has not been cold since March 2014.",
    ),
    Shop(
        "saddlers-yard", "Saddler's Yard", "SDY", "León", "MX", "America/Mexico_City", "USD", 18000, 2400, 15,
        "Belts, straps and small bags in oak-tanned leather.",
        "Four generations of saddlers. When the horses left, Ignacio Robles kept the tools and changed what they make. "
        "Every stitch is a saddle stitch, and every piece is mended free of charge, for ever.",
    ),
)  # fmt: skip

STOCKISTS = (
    Stockist("harbor-and-pine", "Harbor & Pine", "Portland ME", "US", "America/New_York", "4417"),
    Stockist("north-quay", "North Quay", "Bristol", "GB", "Europe/London", "9020"),
    Stockist("saltmarsh-general", "Saltmarsh General", "Beaufort SC", "US", "America/New_York", "1186"),
    Stockist("kestrel-books", "Kestrel Books & Paper", "Hay-on-Wye", "GB", "Europe/London", "7753"),
    Stockist("maison-lune", "Maison Lune", "Lyon", "FR", "Europe/Paris", "3068"),
    Stockist(
        "lighthouse-museum-shop",
        "The Worshipful Company of Lighthouse Keepers' Museum Shop and Reading Room",
        "Astoria OR", "US", "America/Los_Angeles", "6649",
    ),
)  # fmt: skip

PEOPLE = (
    Person("maker@demo.test", "Hanna Byrne", "byrne-ceramics", "owner", "Europe/Dublin", "+353 91 555 0142"),
    Person("ravi@demo.test", "Ravi Menon", "byrne-ceramics", "administrator", "Europe/Dublin"),
    Person("rival@demo.test", "Otto Lindqvist", "otto-weaves", "owner", "Europe/Stockholm"),
    Person("buyer@demo.test", "Ines Almeida", "harbor-and-pine", "owner", "America/New_York", "+1 207 555 0119"),
    Person("buyer2@demo.test", "Tom Okafor", "north-quay", "owner", "Europe/London", "+44 117 496 0187"),
    Person("support@demo.test", "Sam Whitlock", "support", "lead", "America/New_York"),
    Person("nora@demo.test", "Nora Achebe", "support", "lead", "Europe/London"),
    Person("ben@demo.test", "Ben Sato", "support", "agent", "Asia/Tokyo"),
    Person("june@demo.test", "June Carver", "tallow-and-wick", "owner", "America/New_York"),
    Person("mika@demo.test", "Mika Arai", "folded-hare", "owner", "Asia/Tokyo"),
    Person("wilf@demo.test", "Wilf Hartley", "grain-and-gouge", "owner", "Europe/London"),
    Person("claire@demo.test", "Claire Fabre", "savon-mirabelle", "owner", "Europe/Paris"),
    Person("rosa@demo.test", "Rosa Quintana", "lantern-glass", "owner", "America/Denver"),
    Person("ignacio@demo.test", "Ignacio Robles", "saddlers-yard", "owner", "America/Mexico_City"),
    Person("delia@demo.test", "Delia Prentiss", "saltmarsh-general", "owner", "America/New_York"),
    Person("gwen@demo.test", "Gwen Pritchard", "kestrel-books", "owner", "Europe/London"),
    Person("luc@demo.test", "Luc Bernard", "maison-lune", "owner", "Europe/Paris"),
    Person("astrid@demo.test", "Astrid Halvorsen", "lighthouse-museum-shop", "owner", "America/Los_Angeles"),
)

# What `anam demo` prints: whom to sign in as, and what there is to see as them.
SIGN_INS = (
    ("maker@demo.test", "Hanna Byrne", "owner of Byrne Ceramics"),
    ("ravi@demo.test", "Ravi Menon", "administrator of Byrne Ceramics"),
    ("rival@demo.test", "Otto Lindqvist", "owner of Otto Weaves, a rival"),
    ("buyer@demo.test", "Ines Almeida", "buys for Harbor & Pine, has written to Byrne Ceramics"),
    ("buyer2@demo.test", "Tom Okafor", "buys for North Quay, has never written to them"),
    ("support@demo.test", "Sam Whitlock", "leads support"),
)


def how_to_sign_in(url: str) -> str:
    """What whoever starts the demo reads."""
    people = [f"  {email:<18}  {name:<15}  {what}" for email, name, what in SIGN_INS]
    return "\n".join([f"\nSign in at {url} with the password “{PASSWORD}” as\n", *people])

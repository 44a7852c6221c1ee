"""The demo's pictures: of each product by its SKU, and each maker's cover; drawn, and kept like those of makers."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from PIL import Image

from anam.catalog.actions.prepare_picture import made_of
from anam.catalog.models import Product, ShopPicture, Storefront
from anam.decoding.products import written_anew
from anam.demo.drawing import Colour, Sheet
from anam.demo.looks import (
    AMBER,
    ASH,
    BLUE,
    CARD,
    CHESTNUT,
    CLEAR,
    DUSK,
    GREEN,
    GREY,
    INK,
    LAVENDER,
    LIME,
    LINEN,
    MIST,
    MOSS,
    OATMEAL,
    OLIVE,
    ROSE,
    SAND,
    SEA,
    WAX,
    WHITE,
    WOOD,
    bowl,
    breakfast,
    candles,
    carafe,
    cloth,
    glass,
    jug,
    lantern,
    mug,
    plate,
    ring,
    satchel,
    slab,
    spoon,
    strap,
    tin,
    vase,
)
from anam.media.pictures import keep
from anam.people.models import Maker

SIX = (
    (0.28, 0.6, 0.66),
    (0.5, 0.58, 0.66),
    (0.72, 0.6, 0.66),
    (0.25, 0.84, 0.74),
    (0.5, 0.86, 0.74),
    (0.75, 0.84, 0.74),
)
# By SKU: the wall behind it, and how it is drawn.
LOOKS: dict[str, tuple[Colour, Callable[[Sheet], None]]] = {
    "MUG-01": (LIME, lambda s: mug(s, OATMEAL)),
    "MUG-02": (MIST, lambda s: mug(s, SEA)),
    "BWL-03": (SAND, lambda s: bowl(s, WHITE)),
    "PLT-02": (ROSE, lambda s: plate(s, OATMEAL)),
    "JUG-05": (MIST, lambda s: jug(s, WHITE)),
    "VSE-07": (LIME, lambda s: vase(s, ASH)),
    "SET-12": (SAND, breakfast),
    "TWL-01": (MIST, lambda s: cloth(s, LINEN, (176, 160, 130))),
    "BLK-02": (SAND, lambda s: cloth(s, GREY, (196, 192, 186), "herringbone")),
    "RUN-03": (LIME, lambda s: cloth(s, WHITE, BLUE, "fringe")),
    "SCF-04": (ROSE, lambda s: cloth(s, MOSS, (150, 158, 104), "fringe")),
    "TPR-10": (DUSK, lambda s: candles(s, WAX, ((0.42, 0.03, 0.52), (0.58, 0.03, 0.48)))),
    "PLR-03": (ROSE, lambda s: candles(s, WAX, ((0.5, 0.14, 0.36),))),
    "TIN-04": (MIST, lambda s: tin(s, (150, 156, 158))),
    "ADV-24": (DUSK, lambda s: ring(s, WOOD)),
    "NTB-A6": (LIME, lambda s: slab(s, (74, 106, 100), "hare")),
    "NTB-A5": (ROSE, lambda s: slab(s, (92, 112, 66), "grass", size=(0.26, 0.34))),
    "BOX-02": (SAND, lambda s: slab(s, INK, "mark", size=(0.34, 0.22))),
    "CRD-12": (MIST, lambda s: slab(s, CARD, "sprig", 3, (0.2, 0.27))),
    "SPN-01": (LIME, lambda s: spoon(s, (168, 96, 62))),
    "BRD-02": (MIST, lambda s: slab(s, (214, 184, 140), "grain", size=(0.36, 0.23))),
    "BWL-09": (LIME, lambda s: bowl(s, (206, 170, 122))),
    "SVN-OL": (ROSE, lambda s: slab(s, OLIVE, "mark", 2, (0.24, 0.16))),
    "SVN-LV": (LIME, lambda s: slab(s, LAVENDER, "sprig", 1, (0.23, 0.16))),
    "SVN-SH": (SAND, lambda s: tin(s, (172, 176, 176), WHITE)),
    "TMB-06": (LIME, lambda s: glass(s, GREEN, SIX)),
    "LNT-01": (DUSK, lambda s: lantern(s, AMBER)),
    "CRF-02": (MIST, lambda s: carafe(s, CLEAR)),
    "BLT-01": (SAND, lambda s: strap(s, CHESTNUT)),
    "KEY-03": (LIME, lambda s: strap(s, (150, 92, 54), buckle=False)),
    "BAG-08": (ROSE, lambda s: satchel(s, CHESTNUT)),
}

# On a cover stand so many of a maker's things, before one wall.
_ON_A_COVER = 3


def hang_pictures(products: Iterable[Product], makers: Iterable[Maker]) -> None:
    """Draw, keep and show a picture of each product, and a cover for each maker; they are ready at once."""
    shown, shops = list(products), list(makers)
    with ThreadPoolExecutor(os.cpu_count()) as drawers:
        faces = list(drawers.map(lambda one: _kept(drawn(one.sku).written()), shown))
        covers = list(drawers.map(lambda one: _kept(_cover(one, shown)), shops))
    for product, key in zip(shown, faces, strict=True):
        product.face = key
    Product.objects.bulk_update(shown, ["face"])
    for maker, key in zip(shops, covers, strict=True):
        Storefront.objects.filter(maker=maker).update(cover=key)
    ShopPicture.objects.bulk_create(
        [
            *(_row(one.maker, key, product=one, alt=one.title) for one, key in zip(shown, faces, strict=True)),
            *(_row(one, key) for one, key in zip(shops, covers, strict=True)),
        ]
    )


def _row(maker: Maker, key: str, *, product: Product | None = None, alt: str = "") -> ShopPicture:
    return ShopPicture(maker=maker, product=product, alt=alt, key=key, state=ShopPicture.State.READY)


def drawn(sku: str, ground: Colour | None = None) -> Sheet:
    """The picture of a product, before its own wall or another's."""
    own, look = LOOKS[sku]
    sheet = Sheet(sku, ground or own)
    look(sheet)
    return sheet


def _cover(maker: Maker, products: list[Product]) -> bytes:
    """Some of what they sell, side by side; the wall is the first one's."""
    skus = [one.sku for one in products if one.maker_id == maker.pk][:_ON_A_COVER]
    ground = LOOKS[skus[0]][0]
    squares = [Image.open(BytesIO(drawn(sku, ground).written())) for sku in skus]
    side, out = squares[0].height, BytesIO()
    cover = Image.new("RGB", (side * len(squares), side))
    for place, square in enumerate(squares):
        cover.paste(square, (place * side, 0))
    cover.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _kept(drawn: bytes) -> str:
    return keep(made_of(*written_anew(drawn)))

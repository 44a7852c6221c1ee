"""Pictures of products, for the tests."""

from io import BytesIO
from typing import Any

from PIL import Image

from anam.catalog.actions.add_pictures import add_pictures
from anam.catalog.actions.prepare_picture import prepare_picture
from anam.catalog.models import Product, ShopPicture
from anam.catalog.sent_pictures import SentPicture


def drawn(colour: Any, size: tuple[int, int] = (300, 200)) -> SentPicture:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return SentPicture(out.getvalue(), f"{colour}.png")


def added(product: Product, *colours: str, ready: bool = True) -> list[ShopPicture]:
    """Pictures of those colours, as a maker adds them; and made ready, as the worker does."""
    made = add_pictures([drawn(colour) for colour in colours], maker=product.maker, product=product)
    for one in made if ready else ():
        prepare_picture(one.pk)
        one.refresh_from_db()
    return made

"""A picture as a page asks for it: in the size that its place needs, with that place kept free until it is there."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from anam.media.pictures import address, measure, widths
from anam.media.sizes import SQUARES, WIDTHS

THUMB = 48


@dataclass(frozen=True)
class Slot:
    """How wide a picture is shown there, for the browser's choice of a file, and which is the largest it needs."""

    sizes: str
    widest: int


SLOTS = {
    # Two, three and four in a row; a telephone with three pixels for one does well with the 480.
    "card": Slot("(min-width: 960px) 260px, (min-width: 720px) 30vw, 45vw", WIDTHS[0]),
    # A product's own page: the first picture, and two in a row of the others.
    "product": Slot("(min-width: 960px) 560px, 66vw", WIDTHS[1]),
    "detail": Slot("(min-width: 960px) 272px, 45vw", WIDTHS[0]),
    "maker": Slot("(min-width: 720px) 300px, 90vw", WIDTHS[1]),
    # On a telephone the 960 is as sharp as anybody sees, at a third of the weight.
    "cover": Slot("(min-width: 1120px) 1072px, (min-width: 720px) 100vw, 66vw", WIDTHS[-1]),
}


def thumb(key: str) -> SafeString:
    """The square beside a line, a row or a name. What it shows stands beside it in words."""
    small, large = (address(key, f"{side}.webp") for side in SQUARES)
    return format_html(
        '<img src="{}" srcset="{} 3x" width="{}" height="{}" alt="" loading="lazy" decoding="async">',
        small,
        large,
        THUMB,
        THUMB,
    )


def absolute(key: str, name: str) -> str:
    """Where a file of a picture is for whoever is on no page of this site: a program, a mail."""
    return f"{settings.SITE_URL}{address(key, name)}"


def picture(key: str, *, place: str, alt: str, lazy: bool) -> SafeString:
    """A picture in one of SLOTS; one that is seen at once is not `lazy`."""
    where = SLOTS[place]
    width, height = measure(key)
    files = [("192.webp", SQUARES[-1])] if place == "card" else []
    files += [(f"{one}.webp", min(one, width)) for one in widths(key) if one <= where.widest]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} decoding="async">',
        address(key, files[-1][0]),
        ", ".join(f"{address(key, name)} {wide}w" for name, wide in files),
        where.sizes,
        width,
        height,
        alt,
        SafeString('loading="lazy"' if lazy else 'fetchpriority="high"'),
    )

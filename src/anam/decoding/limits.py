"""Which pictures are taken. Whoever asks this loads no Pillow: that is for the process that decodes them."""

from dataclasses import dataclass

FORMATS = ("JPEG", "PNG", "WEBP")
# Of what begins as an ISO file does: what iPhones write, and its relatives.
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True)
class PictureLimits:
    """A photograph is decoded at a fraction of its size, everything else whole."""

    bytes: int
    pixels: int
    pixels_of_a_photograph: int


# With a message: of JPEGs, those in several passes are decoded whole.
MESSAGE = PictureLimits(bytes=5 * 1024**2, pixels=16_000_000, pixels_of_a_photograph=50_000_000)
# Its photographs are what telephones make: 48 and 50 million, a little more at times.
PRODUCT = PictureLimits(bytes=20 * 1024**2, pixels=25_000_000, pixels_of_a_photograph=64_000_000)
# As it is kept with a message.
MAX_SIDE_LENGTH = 2400
SMALL_SIDE = 320


def is_heic(content: bytes) -> bool:
    """Whether it begins as a HEIC or an AVIF does: nothing of ours decodes that."""
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS

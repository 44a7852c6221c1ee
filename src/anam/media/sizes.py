"""The files that each picture of a product has, by name: the process that writes them knows nothing else of ours."""

# Pixels. Lists show squares; all else is whole, and as wide as this at most.
SQUARES = (96, 192)
WIDTHS = (480, 960, 1600)
MAX_HEIGHT = 2400
# Not every mail program reads WebP.
FOR_EMAIL = "192.jpg"
FILE = r"(?:(?:96|192|480|960|1600)\.webp|192\.jpg)"


def widths_up_to(widest: int) -> list[int]:
    """Those that a picture so wide has beside its squares: one at least, and none twice as wide as itself."""
    return [width for place, width in enumerate(WIDTHS) if place == 0 or WIDTHS[place - 1] < widest]

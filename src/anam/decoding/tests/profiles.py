"""Colour profiles for the tests, written byte by byte: Pillow makes no other than sRGB, and nobody's may be copied."""

import struct
from io import BytesIO
from typing import Any

from PIL import Image

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
GAMMA = 2.2
_D50 = (0.9642, 1.0, 0.8249)
# The red, green and blue of each, as XYZ under D50.
ADOBE_RGB: Matrix = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
DISPLAY_P3: Matrix = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))


def of_rgb(primaries: Matrix) -> bytes:
    """A profile of these primaries, with one curve for all."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(GAMMA * 256))
    colours = {name: _xyz(*one) for name, one in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)}
    return _profile(b"RGB ", b"XYZ ", {b"wtpt": _xyz(*_D50), **colours, b"rTRC": curve, b"gTRC": curve, b"bTRC": curve})


def of_print() -> bytes:
    """A profile of four inks, duller than light: a table of the sixteen ways to print some of them in full."""
    table = b""
    for number in range(16):
        cyan, magenta, yellow, black = (number >> shift & 1 for shift in (3, 2, 1, 0))
        light = 0.0 if black else 95 - 35 * cyan - 45 * magenta - 6 * yellow
        red = 0 if black else -30 * cyan + 70 * magenta - 5 * yellow
        yellowish = 0 if black else -45 * cyan - 5 * magenta + 85 * yellow
        table += struct.pack(
            ">3H", round(max(light, 0) * 652.8), round((red + 128) * 256), round((yellowish + 128) * 256)
        )
    ends = struct.pack(">2H", 0, 65535)
    identity = b"".join(struct.pack(">i", 65536 * (place % 4 == 0)) for place in range(9))
    head = b"mft2" + bytes(4) + bytes([4, 3, 2, 0]) + identity + struct.pack(">2H", 2, 2)
    return _profile(b"CMYK", b"Lab ", {b"A2B0": head + ends * 4 + table + ends * 3}, kind=b"prtr")


def picture_in(profile: bytes, colour: Any, *, mode: str = "RGB", kind: str = "JPEG") -> bytes:
    """A picture of one colour, whose numbers mean what `profile` says."""
    out = BytesIO()
    Image.new(mode, (64, 64), colour).save(out, kind, icc_profile=profile, quality=100)
    return out.getvalue()


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _profile(space: bytes, into: bytes, tags: dict[bytes, bytes], *, kind: bytes = b"mntr") -> bytes:
    words = b"desc" + bytes(4) + struct.pack(">I", 5) + b"Test\0" + bytes(78)
    tags = {b"desc": words, b"cprt": b"text" + bytes(4) + b"None\0", **tags}
    index, data, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        index += name + struct.pack(">2I", at + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    size = at + len(data)
    white = b"".join(struct.pack(">i", round(value * 65536)) for value in _D50)
    head = (
        struct.pack(">I", size) + bytes(4) + struct.pack(">I", 0x02400000) + kind + space + into + bytes(12) + b"acsp"
    )
    return (head + bytes(28) + white).ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + data

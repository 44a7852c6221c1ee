"""A picture is what its pixels say: whatever else its file held is gone."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from anam.helpcenter.pictures import NoPicture, shown
from anam.helpcenter.tests.site import picture

SCRIPT = b"<script>alert(1)</script>"


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def with_exif() -> bytes:
    made, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = SCRIPT.decode()
    Image.new("RGB", (40, 20), "green").save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_what_a_camera_wrote_into_it_is_gone_and_it_stands_upright() -> None:
    made = shown(with_exif())
    assert SCRIPT not in made.content
    assert not opened(made.content).getexif()
    assert (made.width, made.height, made.kind) == (20, 40, "image/jpeg")


def test_a_second_file_behind_the_picture_is_gone() -> None:
    made = shown(picture() + SCRIPT)
    assert SCRIPT not in made.content
    assert opened(made.content).getpixel((0, 0))[:3] == (0, 128, 0)  # type: ignore[index]


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("GIF", "png"), ("WEBP", "png"), ("JPEG", "jpg")])
def test_its_kind_is_found_by_looking_and_its_name_by_what_is_in_it(kind: str, ending: str) -> None:
    made = shown(picture(kind=kind))
    assert made.name.endswith(f".{ending}")
    assert made.name == shown(picture(kind=kind)).name
    assert made.name != shown(picture(41, kind=kind)).name


def bomb() -> bytes:
    """A PNG that says it has 60,000 × 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read"),
        (b"<svg xmlns='x'/>", "cannot be read"),
        (picture()[:40], "cannot be read"),
        (bomb(), "pixels"),
        (b"\x89PNG" + b"x" * 10_000_000, "larger than"),
        (b"BM" + b"\0" * 60, "cannot be read"),
    ],
)
def test_what_is_none_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(NoPicture, match=why):
        shown(content)

"""What becomes of bytes that somebody sends as a picture."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image

from anam.conversations.pictures import CleanPicture, cleaned
from anam.decoding.limits import MAX_SIDE_LENGTH, MESSAGE, SMALL_SIDE
from anam.decoding.tests.pictures import moving, photograph, picture
from anam.refusals import Refused


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def refusal(content: bytes, **options: object) -> str:
    with pytest.raises(Refused) as refused:
        cleaned(content, **options)  # type: ignore[arg-type]
    return refused.value.refusal.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_of_the_three_kinds_is_taken_and_stays_what_it_is(kind: str) -> None:
    clean = cleaned(picture(kind))
    assert clean.kind == f"image/{kind.lower()}"
    assert opened(clean.whole).format == opened(clean.small).format == kind
    assert (clean.width, clean.height) == opened(clean.whole).size == (60, 40)


def test_a_photograph_stands_upright_and_tells_nothing_besides() -> None:
    content = photograph()
    assert b"Secret Camera" in content
    assert Image.open(BytesIO(content)).getexif().get_ifd(0x8825)
    clean = cleaned(content)
    for bytes_ in (clean.whole, clean.small):
        image = opened(bytes_)
        assert image.size == (50, 80)
        assert not image.getexif()
        assert b"Secret Camera" not in bytes_
        assert b"taken at home" not in bytes_
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_one_can_see_through_stays_so(kind: str) -> None:
    clean = cleaned(picture(kind, mode="RGBA", colour=(0, 90, 60, 0)))
    assert opened(clean.whole).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(("mode", "colour"), [("L", 90), ("1", 1), ("P", 3), ("LA", (90, 10)), ("I;16", 40_000)])
def test_every_way_to_write_colours_is_read(mode: str, colour: object) -> None:
    assert cleaned(picture("PNG", mode=mode, colour=colour)).kind == "image/png"


def test_sixteen_bits_keep_their_brightness() -> None:
    grey = opened(cleaned(picture("PNG", mode="I;16", colour=128 * 256)).whole).getpixel((1, 1))
    assert grey == (128, 128, 128)


def test_printers_colours_are_read() -> None:
    assert opened(cleaned(picture("JPEG", mode="CMYK", colour=(0, 0, 0, 0))).whole).mode == "RGB"


def test_a_large_picture_is_made_as_large_as_a_page_can_use() -> None:
    clean = cleaned(picture(size=(5000, 2500)))
    assert (clean.width, clean.height) == (MAX_SIDE_LENGTH, MAX_SIDE_LENGTH // 2)
    assert (clean.small_width, clean.small_height) == (SMALL_SIDE, SMALL_SIDE // 2)


def test_a_picture_of_one_pixel_is_one() -> None:
    assert isinstance(cleaned(picture("PNG", size=(1, 1))), CleanPicture)
    assert cleaned(picture("PNG", size=(4000, 1))).small_height == 1


def padded(size: int) -> bytes:
    """A JPEG of exactly that many bytes: what follows its end is thrown away."""
    content = picture()
    return content + b"\x00" * (size - len(content))


def test_five_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    assert cleaned(padded(MESSAGE.bytes)).kind == "image/jpeg"
    assert refusal(padded(MESSAGE.bytes + 1)) == "picture_too_big"
    with pytest.raises(Refused, match=r"is too big: 5.1 MB of at most 5 MB"):
        cleaned(padded(MESSAGE.bytes + 1))
    assert refusal(picture(), size=MESSAGE.bytes + 1) == "picture_too_big"


@pytest.mark.parametrize(
    "content",
    [
        b"Dear Ines, this is no picture at all.",
        b"GIF89a" + b"\x00" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x00" * 500,
        b"MZ" + b"\x00" * 200,
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert refusal(content, name="“mug.jpg”") == "picture_no_picture"


def test_a_real_gif_and_a_real_bmp_are_refused() -> None:
    for kind in ("GIF", "BMP", "TIFF"):
        assert refusal(picture(kind)) == "picture_no_picture"


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "picture_empty"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_breaks_off_is_refused(kind: str) -> None:
    content = picture(kind, size=(400, 400), colour=(1, 2, 3))
    for share in (0.3, 0.6, 0.9):
        assert refusal(content[: int(len(content) * share)]) in ("picture_broken", "picture_no_picture")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind: str) -> None:
    assert refusal(moving(kind)) == "picture_moving"


def test_a_small_file_that_would_fill_the_memory_is_refused() -> None:
    assert refusal(picture("PNG", size=(20_000, 20_000), mode="1", colour=0)) == "picture_too_many_pixels"
    assert refusal(picture("PNG", size=(8_000, 8_000), mode="1", colour=0)) == "picture_too_many_pixels"


def test_a_picture_that_is_something_else_too_is_refused() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("run.js", "alert(1)")
    for more in (archive.getvalue(), b"<HTML><script>alert(1)</script>", b"%PDF-1.7", b"<?php echo 1;"):
        assert refusal(picture() + more) == "picture_two_things"
    assert refusal(picture(comment=b"<script>alert(1)</script>")) == "picture_two_things"


def test_noise_never_breaks_anything() -> None:
    content = bytearray(photograph())
    for place in range(0, len(content), 7):
        spoiled = bytes(content[:place]) + bytes([content[place] ^ 0xFF]) + bytes(content[place + 1 :])
        with suppress(Refused):
            assert opened(cleaned(spoiled).whole).size

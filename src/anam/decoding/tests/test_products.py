"""What becomes of a picture of a product: upright, in true colours, in several sizes, or refused."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from anam.decoding.lane import decoded
from anam.decoding.limits import PRODUCT
from anam.decoding.tests.pictures import moving, photograph, picture
from anam.decoding.tests.profiles import ADOBE_RGB, DISPLAY_P3, GAMMA, Matrix, of_print, of_rgb, picture_in
from anam.decoding.unusable import Unusable

TO_SRGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
SEA_GREEN = (120, 160, 135)


def made(content: bytes) -> dict[str, Image.Image]:
    """The files of a picture by name, opened."""
    [one] = decoded("product", [content], patience=None)
    assert not isinstance(one, Unusable), one.code
    facts, files = one
    found = {name: Image.open(BytesIO(file)) for name, file in zip(facts["names"], files, strict=True)}
    assert (facts["width"], facts["height"]) == list(found.values())[-2].size
    return found


def refused(content: bytes) -> str:
    [one] = decoded("product", [content], patience=None)
    assert isinstance(one, Unusable)
    return one.code


def colour(content: bytes) -> Any:
    return made(content)["480.webp"].convert("RGB").getpixel((30, 30))


def in_srgb(colour: tuple[int, int, int], primaries: Matrix) -> list[int]:
    """What a colour of that space is in sRGB, reckoned by its definition (of the light under D50)."""
    light = [(value / 255) ** GAMMA for value in colour]
    xyz = [sum(light[ink] * primaries[ink][place] for ink in range(3)) for place in range(3)]
    linear = [sum(row[place] * xyz[place] for place in range(3)) for row in TO_SRGB]
    curved = [12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in linear]
    return [round(255 * one) for one in curved]


def near(one: Any, other: Any, *, by: int = 4) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def test_it_comes_in_several_sizes_and_is_never_made_larger() -> None:
    files = made(picture(size=(2000, 1500)))
    assert {name: file.size for name, file in files.items()} == {
        "96.webp": (96, 96),
        "192.webp": (192, 192),
        "480.webp": (480, 360),
        "960.webp": (960, 720),
        "1600.webp": (1600, 1200),
        "192.jpg": (192, 192),
    }
    assert {file.format for file in files.values()} == {"WEBP", "JPEG"}
    assert [*made(picture(size=(300, 200)))] == ["96.webp", "192.webp", "480.webp", "192.jpg"]
    assert made(picture(size=(300, 200)))["480.webp"].size == (300, 200)
    assert made(picture(size=(1000, 9000)))["480.webp"].size == (267, 2400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_stands_upright_and_tells_nothing_besides(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Camera"
    files = made(picture(kind, size=(800, 500), exif=exif))
    assert files["480.webp"].size == (480, 768)
    for file in [*files.values(), *made(photograph()).values()]:
        assert not file.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & {*file.info}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_to_hold_a_telephone_is_known(orientation: int) -> None:
    upright = Image.new("RGB", (40, 60), "white")
    upright.paste("red", (0, 0, 20, 20))
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what a camera that is held so writes
    held = upright.transpose(Image.Transpose(turns[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = BytesIO()
    held.save(out, "PNG", exif=exif)
    shown = made(out.getvalue())["480.webp"].convert("RGB")
    assert shown.size == (40, 60)
    assert near(shown.getpixel((5, 5)), (255, 0, 0), by=12)
    assert near(shown.getpixel((35, 55)), (255, 255, 255), by=12)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_glaze_in_adobe_rgb_keeps_its_colour(kind: str) -> None:
    """The same light has other numbers in sRGB; without the profile it would be greyer."""
    shown = colour(picture_in(of_rgb(ADOBE_RGB), SEA_GREEN, kind=kind))
    assert near(shown, in_srgb(SEA_GREEN, ADOBE_RGB), by=3)
    assert not near(shown, SEA_GREEN, by=15)


def test_a_telephone_s_display_p3_keeps_its_colour() -> None:
    clay = (180, 100, 70)
    shown = colour(picture_in(of_rgb(DISPLAY_P3), clay))
    assert near(shown, in_srgb(clay, DISPLAY_P3), by=3)
    assert not near(shown, clay, by=8)


def test_what_printers_get_is_shown_as_their_inks_look() -> None:
    """CMYK by its profile; and without one, by the plain rule."""
    ink = (255, 0, 0, 0)
    by_profile = colour(picture_in(of_print(), ink, mode="CMYK"))
    out = BytesIO()
    Image.new("CMYK", (64, 64), ink).save(out, "JPEG", quality=100)
    assert near(colour(out.getvalue()), (0, 255, 255), by=6)
    assert by_profile[0] < 60  # cyan as light has it would be (0, 255, 255)
    assert 120 < by_profile[1] < 190
    assert by_profile[2] > 180


@pytest.mark.parametrize("profile", [b"no profile at all", of_print(), of_rgb(ADOBE_RGB)[:200]])
def test_a_profile_that_cannot_be_used_is_passed_over(profile: bytes) -> None:
    assert near(colour(picture_in(profile, SEA_GREEN)), SEA_GREEN)


def test_what_one_can_see_through_stands_on_white() -> None:
    clear = picture("PNG", mode="RGBA", colour=(0, 90, 60, 0))
    assert near(colour(clear), (255, 255, 255), by=1)
    seen = picture("PNG", mode="P", colour=0, transparency=0)
    assert near(colour(seen), (255, 255, 255), by=1)


@pytest.mark.parametrize(("mode", "shade"), [("L", 90), ("1", 1), ("P", 3), ("LA", (90, 255)), ("I;16", 40_000)])
def test_every_way_to_write_colours_is_read(mode: str, shade: object) -> None:
    assert made(picture("PNG", mode=mode, colour=shade, size=(700, 700)))["480.webp"].size == (480, 480)


def test_sixteen_bits_keep_their_brightness() -> None:
    assert near(colour(picture("PNG", mode="I;16", colour=0x8000)), (128, 128, 128))


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_of_48_million_pixels_passes(progressive: bool) -> None:
    content = picture(size=(8064, 6048), progressive=progressive)
    assert made(content)["1600.webp"].size == (1600, 1200)


def test_a_photograph_with_a_smaller_copy_of_itself_is_one_picture() -> None:
    out = BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (32, 24))])
    assert made(out.getvalue())["480.webp"].size == (64, 48)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(kind: str) -> None:
    assert refused(moving(kind)) == "picture_moving"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_kinds_are_refused_whatever_they_are_called(kind: str) -> None:
    assert refused(picture(kind)) == "picture_no_picture"


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_heic_is_refused_by_its_name(brand: bytes) -> None:
    assert refused(b"\0\0\0\x18ftyp" + brand + bytes(200)) == "picture_heic"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_was_cut_short_is_refused(kind: str) -> None:
    noise = Image.effect_noise((300, 300), 90)
    out = BytesIO()
    noise.convert("RGB").save(out, kind)
    assert refused(out.getvalue()[: len(out.getvalue()) * 2 // 3]) == "picture_broken"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(5001, 5000), (100_000, 100_000), (65_535, 65_535)])
def test_a_bomb_is_known_by_its_head(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > PRODUCT.pixels
    assert refused(bomb(*size)) == "picture_too_many_pixels"


def test_a_photograph_of_far_too_many_pixels_is_refused() -> None:
    assert PRODUCT.pixels_of_a_photograph < 8001 * 8000
    assert refused(picture(mode="L", colour=9, size=(8001, 8000), quality=10)) == "picture_too_many_pixels"


def test_a_hostile_file_ends_nobody_else() -> None:
    """Bytes at random, heads of pictures with nothing behind them: each is refused, and the next is decoded."""
    heads = [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\xff\xffWEBPVP8X", picture()[:40] + bytes(9)]
    for head in heads:
        assert refused(head + bytes(range(256))) in ("picture_no_picture", "picture_broken", "picture_too_many_pixels")
    assert made(picture())["480.webp"].size == (60, 40)

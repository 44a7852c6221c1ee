"""The accent: one colour of the marketplace's own for the filled button and the focus, legible in light and dark.

Contrast is WCAG's, of sRGB. Lightness is changed in OKLab, where a colour stays what it looks like (Ottosson, 2020).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

# The grounds of tokens.css on which the accent stands as text, and what is written on it.
LIGHT_GROUNDS, DARK_GROUNDS = ("#ffffff", "#faf7f1", "#f1ece2"), ("#171512", "#211e1a", "#2b2722")
ON_LIGHT, ON_DARK = "#ffffff", "#0f1f1b"
NEEDED = 4.5
NEEDED_IN_THE_DARK = 7.0  # nobody chose that one: it may be as legible as it can
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEPS = 1_000
_PRESSED = 0.07
type Lab = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """What an accent is in light and in dark, with what is written on it and what it is when pressed."""

    light: str
    dark: str
    light_pressed: str
    dark_pressed: str
    on_light: str = ON_LIGHT
    on_dark: str = ON_DARK


def read_colour(text: str) -> str:
    """'1F5F52', '#1f5f52' or '#fff' as '#rrggbb' in small letters; "" where it is no colour."""
    found = _COLOUR.fullmatch(text.strip())
    if not found:
        return ""
    digits = found[1].lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(2 * one for one in digits)


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrast_in_light(accent: str) -> float:
    """The least of the contrasts that an accent has in the light."""
    return min(contrast(accent, other) for other in (*LIGHT_GROUNDS, ON_LIGHT))


def contrast_in_dark(accent: str) -> float:
    return min(contrast(accent, other) for other in (*DARK_GROUNDS, ON_DARK))


def nearest_passing(accent: str) -> str:
    """`accent` itself where it is legible in the light; else the nearest darker one that is."""
    return _until(accent, passes=lambda one: contrast_in_light(one) >= NEEDED, towards=0.0)


def palette(accent: str) -> Palette:
    """Everything that is made of one accent: whatever it is, the pages stay legible."""
    light = nearest_passing(accent)
    dark = _until(light, passes=lambda one: contrast_in_dark(one) >= NEEDED_IN_THE_DARK, towards=1.0)
    return Palette(light, dark, _moved(light, -_PRESSED), _moved(dark, _PRESSED))


def _until(accent: str, *, passes: Callable[[str], bool], towards: float) -> str:
    lightness = _lab(accent)[0]
    for step in range(_STEPS + 1):
        tried = _moved(accent, (towards - lightness) * step / _STEPS) if step else accent
        if passes(tried):
            return tried
    return "#000000" if towards == 0.0 else "#ffffff"


def _moved(accent: str, by: float) -> str:
    lightness, a, b = _lab(accent)
    return _hex((min(max(lightness + by, 0.0), 1.0), a, b))


def _channels(colour: str) -> list[float]:
    """Red, green and blue, linear, from 0 to 1."""
    given = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in given]


def _luminance(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(colour: str) -> Lab:
    red, green, blue = _channels(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _hex(lab: Lab) -> str:
    """What a screen cannot show is cut off."""
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    seen = [12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in linear]
    return "#" + "".join(f"{round(255 * min(max(one, 0.0), 1.0)):02x}" for one in seen)

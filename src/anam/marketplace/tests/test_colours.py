"""Whatever accent is chosen, what is written on it and in it can be read, in light and dark (WCAG, 4.5 : 1)."""

import random
import re
from pathlib import Path

import pytest
from django.test import Client

from anam.marketplace import colours
from anam.marketplace.colours import (
    contrast,
    contrast_in_dark,
    contrast_in_light,
    nearest_passing,
    palette,
    read_colour,
)

TOKENS = (Path(__file__).parents[2] / "web/static/anam/tokens.css").read_text()
CHANCE = random.Random(7)  # noqa: S311 - colours
COLOURS = ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#808080"]
COLOURS += [f"#{CHANCE.randrange(1 << 24):06x}" for _ in range(60)]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("colour", COLOURS)
def test_the_offered_colour_passes_in_light_and_what_is_made_of_it_in_dark(colour: str) -> None:
    assert contrast_in_light(nearest_passing(colour)) >= 4.5
    assert contrast_in_dark(palette(colour).dark) >= 4.5


@pytest.mark.parametrize("colour", ["#1f5f52", "#0000ff", "#7a1f3d"])
def test_a_colour_that_passes_is_offered_as_it_is(colour: str) -> None:
    assert nearest_passing(colour) == colour == palette(colour).light


def test_one_without_contrast_keeps_what_it_looks_like() -> None:
    """Yellow becomes a dark yellow: red and green alike, and hardly any blue."""
    red, green, blue = (int(nearest_passing("#ffff00")[at : at + 2], 16) for at in (1, 3, 5))
    assert abs(red - green) < 16
    assert blue < 30


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1F5F52", "#1f5f52"), (" #fff ", "#ffffff"), ("green", ""), ("#12345", ""), ("#1234567", ""), ("", "")],
)
def test_what_is_typed_is_read_as_a_colour_or_not(typed: str, read: str) -> None:
    assert read_colour(typed) == read


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    def of(name: str) -> tuple[str, ...]:
        found = re.search(rf"--{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", TOKENS)
        assert found
        return found.groups()

    grounds = [of(name) for name in ("sheet", "paper", "sunk", "raised")]
    assert {light for light, _ in grounds} == {*colours.LIGHT_GROUNDS}
    assert {dark for _, dark in grounds} - {of("sunk")[1]} == {*colours.DARK_GROUNDS}
    assert of("on-kelp") == (colours.ON_LIGHT, colours.ON_DARK)


def test_it_is_served_as_a_style_sheet_that_browsers_keep(db: None) -> None:
    sheet = Client().get("/accent/1f5f52.css")
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet["Cache-Control"]
    assert "--kelp: light-dark(#1f5f52, " in sheet.content.decode()

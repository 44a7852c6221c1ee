"""A storefront on a phone: what can be pressed can be read."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from conftest import Cast

pytestmark = [pytest.mark.browser]
# How many lines the words of each button take, where they are one word.
_LINES = """
() => [...document.querySelectorAll('main button, main .button')].filter(one => one.offsetParent).map(one => {
  const words = [...one.childNodes].find(part => part.nodeType === 3 && part.textContent.trim());
  if (!words) return 1;
  const range = document.createRange();
  range.selectNodeContents(words);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
})
"""


@pytest.mark.parametrize("width", [1200, 360, 320])
def test_no_button_of_a_storefront_breaks_its_words(scenario: Cast, visit: Callable[..., Page], width: int) -> None:
    page = visit(scenario.ines, f"/m/{scenario.byrne.slug}/", viewport={"width": width, "height": 740})
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/storefront-{width}.png")
    lines = page.evaluate(_LINES)
    assert lines
    assert set(lines) == {1}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""A storefront on a phone: what can be pressed can be read."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from anam.catalog.actions.archive_product import archive_product
from anam.catalog.product_writing import Author
from anam.catalog.tests.factories import added
from conftest import Cast
from tests.browser.access import wrong_in_light_and_dark

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

_WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries().map(one => one.value)))
  .observe({ type: "layout-shift", buffered: true });
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


@pytest.mark.parametrize("width", [1280, 360])
def test_a_card_leads_to_its_product_where_nothing_moves_and_a_shop_adds_it(
    scenario: Cast, visit: Callable[..., Page], width: int
) -> None:
    """Wherever the card is pressed but at its form; on a phone the button stands above the fold."""
    added(scenario.mug, "tan", "teal", "sienna")
    page = visit(scenario.ines, f"/m/{scenario.byrne.slug}/", viewport={"width": width, "height": 740})
    page.add_init_script(_WATCH_SHIFTS)
    page.locator(".good", has_text="Mug, oatmeal").locator(".picture").click(force=True)
    page.wait_for_url(f"**{scenario.mug.get_absolute_url()}")
    page.wait_for_load_state("networkidle")
    page.mouse.wheel(0, 4000)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("shifts") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("scrollTo(0, 0)")
    button = page.get_by_role("button", name="Add Mug, oatmeal")
    box = button.bounding_box()
    assert box
    assert box["y"] + box["height"] < 740 - 56
    button.click()
    page.wait_for_url(f"**{scenario.mug.get_absolute_url()}")
    expect(page.get_by_text("Mug, oatmeal: 1 in your basket.")).to_be_visible()


def test_what_is_not_for_sale_any_more_says_so_to_everybody(scenario: Cast, visit: Callable[..., Page]) -> None:
    archive_product(scenario.mug, author=Author(scenario.hanna))
    page = visit(None, scenario.mug.get_absolute_url(), viewport={"width": 360, "height": 740})
    assert wrong_in_light_and_dark(page) == []
    page.get_by_role("link", name="See what they sell").click()
    page.wait_for_url(f"**/m/{scenario.byrne.slug}/")

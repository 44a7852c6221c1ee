"""Lists in a real browser: a row is one link, and keys go through them only while the list has the focus."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from conftest import Cast

pytestmark = [pytest.mark.browser]
# How many rows can be seen whole, above the bar below where there is one.
_WHOLE_ROWS = """
() => {
  const bar = document.querySelector(".nav").getBoundingClientRect();
  const end = bar.bottom >= innerHeight ? bar.top : innerHeight;
  return [...document.querySelectorAll(".rows .row")].filter(row => row.getBoundingClientRect().bottom <= end).length;
}
"""


def test_a_row_is_one_link_and_j_and_k_go_from_row_to_row(scenario: Cast, visit: Callable[..., Page]) -> None:
    first, second = scenario.order(placed=timedelta(hours=60)), scenario.order(placed=timedelta(hours=50))
    page = visit(scenario.hanna, "/portal/orders/")
    rows = page.locator(".rows a.name")
    page.keyboard.press("j")
    expect(rows.nth(1)).not_to_be_focused()
    rows.nth(0).focus()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("#q")).to_have_value("jk")
    page.locator(".row").nth(1).click(position={"x": 3, "y": 3})
    page.wait_for_url(f"**/portal/orders/{second.number}/")
    assert first.number != second.number


def test_on_a_phone_nothing_is_wider_than_the_screen_and_five_orders_are_above_the_fold(
    scenario: Cast, visit: Callable[..., Page]
) -> None:
    for _ in range(14):
        scenario.order()
    page = visit(scenario.hanna, "/portal/orders/", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(_WHOLE_ROWS) >= 5
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(_WHOLE_ROWS) >= 12


def test_the_tab_that_is_chosen_is_in_view_on_a_phone(scenario: Cast, visit: Callable[..., Page]) -> None:
    page = visit(scenario.hanna, "/portal/money/?period=all", viewport={"width": 360, "height": 740})
    expect(page.get_by_role("link", name="All", exact=True)).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0


def test_long_names_and_great_sums_stay_in_their_place(scenario: Cast, visit: Callable[..., Page]) -> None:
    """A word of sixty letters, a name that reads from the right, a sum in millions: nothing is wider than its page."""
    scenario.harbor.name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
    scenario.harbor.save()
    scenario.byrne.name = "Wolfeschlegelsteinhausenbergerdorff & Daughters, Stoneware"
    scenario.byrne.save()
    scenario.mug.title, scenario.mug.unit_price = "Platter " * 15, 123_456_789
    scenario.mug.save()
    number = scenario.order(lines=[(scenario.mug, 1)], told=True).number
    page = visit(scenario.hanna, "/portal/orders/")
    for path in ("/portal/orders/", f"/portal/orders/{number}/", "/portal/products/", "/portal/money/"):
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)

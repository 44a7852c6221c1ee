"""Lists in a real browser: a row is one link, and keys go through them only while the list has the focus."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from conftest import Cast

pytestmark = [pytest.mark.browser]


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
    whole = "() => [...document.querySelectorAll('.rows .row')].filter(r => r.getBoundingClientRect().bottom < {}).length"
    bar = "document.querySelector('.nav').getBoundingClientRect().top"
    assert page.evaluate(whole.format(bar)) >= 5
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(whole.format(900)) >= 12

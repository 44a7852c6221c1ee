"""Cancelling some items in the pop-up, in a browser: the effect follows what is typed, a double click is one (D7)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from anam.orders.models import Cancellation, Order
from conftest import Cast
from tests.races.factories import told_order

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
WORDS = "I am so sorry: two of the mugs broke in the kiln."


def declined(order: Order) -> dict[str, int]:
    return dict(order.lines.values_list("sku", "declined_quantity"))


def fill_in(page: Page, pieces: str) -> None:
    page.get_by_label("Some items").check()
    page.get_by_label("Mug, oatmeal").first.fill(pieces)
    page.get_by_label("Damaged in the workshop").check()
    page.get_by_label("Harbor & Pine will read").fill(WORDS)


def test_the_pop_up_cancels_some_items_and_shows_their_effect_while_they_are_typed(
    scenario: Cast, visit: Visit
) -> None:
    """D7, D11"""
    order = told_order(scenario)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/", viewport={"width": 360, "height": 740})
    page.get_by_role("link", name="Cancel Order").first.click()
    popup = page.locator("#popup")
    expect(popup).to_be_visible()
    expect(popup.get_by_label("Mug, oatmeal").first).to_be_hidden()  # the whole order is chosen: no numbers
    fill_in(page, "2")
    effects = page.locator("#effects")
    expect(effects).to_contain_text("$29.00 less is charged when it ships")
    page.get_by_label("Mug, oatmeal").first.fill("3")
    page.get_by_label("Mug, oatmeal").first.blur()
    expect(effects).to_contain_text("$43.50 less is charged when it ships")
    popup.get_by_role("button", name="Cancel order").dblclick()
    expect(page.locator("#popup")).to_be_hidden()
    expect(page.locator("body")).to_contain_text("3 × Mug, oatmeal")
    assert declined(order) == {"MUG-01": 3, "BWL-03": 0}
    assert Cancellation.objects.filter(order=order).count() == 1


def test_what_was_chosen_last_is_shown_however_late_an_earlier_answer_comes(scenario: Cast, visit: Visit) -> None:
    """D11"""
    order = told_order(scenario)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/decline/?what=part")
    kept: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if kept:
            route.continue_()
        else:
            kept.append(route)

    page.route("**/preview/**", hold_the_first)
    with page.expect_request("**/preview/**"):
        page.get_by_label("Damaged in the workshop").check()
    for pieces in ("2", "3"):
        page.get_by_label("Mug, oatmeal").first.fill(pieces)
        page.get_by_label("Mug, oatmeal").first.blur()
    kept[0].continue_()
    expect(page.locator("#effects")).to_contain_text("$43.50 less is charged when it ships")


def test_without_javascript_it_is_shown_first_and_then_done(scenario: Cast, visit: Visit) -> None:
    """D11"""
    order = told_order(scenario)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/decline/?what=part", java_script_enabled=False)
    fill_in(page, "2")
    page.get_by_role("button", name="Show what happens").click()
    expect(page.locator("#effects")).to_contain_text("$29.00 less is charged when it ships")
    page.get_by_role("button", name="Cancel order").click()
    assert declined(order) == {"MUG-01": 2, "BWL-03": 0}


def test_support_cancels_some_items_on_the_desk(scenario: Cast, visit: Visit) -> None:
    """D11"""
    order = told_order(scenario)
    page = visit(scenario.sam, f"/desk/orders/{order.number}/", viewport={"width": 360, "height": 740})
    page.get_by_role("link", name="Cancel Order").click()
    fill_in(page, "2")
    expect(page.locator("#effects")).to_contain_text("$29.00 less is charged when it ships")
    page.get_by_role("button", name="Cancel Order").dblclick()
    expect(page.locator("body")).to_contain_text("are being told")
    assert declined(order) == {"MUG-01": 2, "BWL-03": 0}
    assert Cancellation.objects.filter(order=order).count() == 1

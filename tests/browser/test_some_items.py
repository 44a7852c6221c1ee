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
    """On support's page: how many go."""
    page.get_by_label("Some items").check()
    page.get_by_label("Mug, oatmeal").first.fill(pieces)
    page.get_by_label("Damaged in the workshop").check()
    page.get_by_label("Message to Harbor & Pine").fill(WORDS)


def choose(page: Page) -> None:
    page.get_by_text("More reasons").click()
    page.locator("label.chip", has_text="Damaged in the workshop").click()


def send(page: Page, pieces: str) -> None:
    """How many of the first line can be sent; the rest goes."""
    field = page.locator(".send-line input[type=number]").first
    field.fill(pieces)
    field.blur()


def test_the_sheet_cancels_some_items_and_shows_their_effect_while_they_are_typed(scenario: Cast, visit: Visit) -> None:
    """D7, D11"""
    order = told_order(scenario)
    of = order.lines.get(sku="MUG-01").quantity
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/", viewport={"width": 360, "height": 740})
    page.get_by_role("link", name="Cancel Order…").click()
    sheet = page.locator("#popup")
    expect(sheet).to_be_visible()
    expect(sheet.locator(".send-line").first).to_be_hidden()  # the whole order is chosen: no numbers
    sheet.locator("label", has_text="Some items").click()
    choose(page)
    effects = page.locator("#effects")
    send(page, str(of - 2))
    expect(effects).to_contain_text("$29.00 less is charged when it ships")
    sheet.get_by_role("button", name="One less of Mug, oatmeal").click()
    expect(effects).to_contain_text("$43.50 less is charged when it ships")
    sheet.locator("#stock label", has_text="Leave at").first.click()
    sheet.get_by_label("Message to Harbor & Pine").fill(WORDS)
    expect(page.locator("#strip-short")).to_contain_text("$43.50 less is charged")
    sheet.get_by_role("button", name="Cancel Order").dblclick()
    expect(page.locator("#popup")).to_be_hidden()
    expect(page.locator("body")).to_contain_text("3 × Mug, oatmeal")
    assert declined(order) == {"MUG-01": 3, "BWL-03": 0}
    assert Cancellation.objects.filter(order=order).count() == 1


def test_what_was_chosen_last_is_shown_however_late_an_earlier_answer_comes(scenario: Cast, visit: Visit) -> None:
    """D11"""
    order = told_order(scenario)
    of = order.lines.get(sku="MUG-01").quantity
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/decline/?what=part")
    kept: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if kept:
            route.continue_()
        else:
            kept.append(route)

    page.route("**/preview/**", hold_the_first)
    with page.expect_request("**/preview/**"):
        choose(page)
    for pieces in (of - 2, of - 3):
        send(page, str(pieces))
    kept[0].continue_()
    expect(page.locator("#effects")).to_contain_text("$43.50 less is charged when it ships")


def test_without_javascript_it_is_shown_first_and_then_done(scenario: Cast, visit: Visit) -> None:
    """D11: and one less of a line is a button that sends."""
    order = told_order(scenario)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/decline/?what=part", java_script_enabled=False)
    choose(page)
    page.get_by_label("Message to Harbor & Pine").fill(WORDS)
    for _ in range(2):
        page.get_by_role("button", name="One less of Mug, oatmeal").click()
    page.locator("#stock label", has_text="Leave at").first.click()
    page.get_by_role("button", name="Show what will happen").last.click()
    expect(page.locator("#effects")).to_contain_text("$29.00 less is charged when it ships")
    page.get_by_role("button", name="Cancel Order").click()
    expect(page.locator("body")).to_contain_text("2 × Mug, oatmeal")
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

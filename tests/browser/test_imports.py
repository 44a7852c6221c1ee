"""Hanna brings in a file of hers: looked through, imported by the worker, with its progress on the page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from anam.imports.models import Import
from anam.imports.tests.export import RUG, order, written
from anam.orders.models import Order
from conftest import Cast
from tests.browser.ways import both_ways
from tests.conftest import wait_for

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]


@pytest.fixture
def file(scenario: Cast, tmp_path: Path) -> Path:
    """Two orders of hers, and one of a maker who is not she."""
    hers = {"Vendor": scenario.byrne.slug}
    return written(
        tmp_path,
        order("#1", hers, total="14.50"),
        order("#2", {**hers, "Lineitem quantity": "2"}, total="29.00"),
        order("#3", RUG, total="100.00"),
    )


@both_ways
def test_hanna_brings_in_her_orders(scenario: Cast, visit: Visit, file: Path, javascript: bool, width: int) -> None:
    """D1, D7"""
    page = visit(
        scenario.hanna, "/portal/orders/", java_script_enabled=javascript, viewport={"width": width, "height": 800}
    )
    page.get_by_role("button", name="More for orders").click()
    page.get_by_role("link", name="Import orders").click()
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Check file").click()
    look(page, javascript, "What would happen")
    expect(page.locator("main")).to_contain_text("2: 2 waiting for the maker")
    expect(page.locator("main")).to_contain_text("It belongs to another maker, “Otto Weaves”")
    assert not Order.objects.filter(maker=scenario.byrne).exists()
    page.get_by_role("button", name="Import 2 orders").click()
    look(page, javascript, "Done")
    assert Order.objects.filter(maker=scenario.byrne).count() == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="All of them, with line and reason").click()
    assert "Otto Weaves" in Path(download.value.path()).read_text()
    page.get_by_role("link", name="Open orders").click()
    expect(page.locator("ul.rows").first).to_contain_text("Mug, oatmeal")
    page.goto("/portal/import/")
    expect(page.locator(".rows")).to_contain_text("orders_export.csv")
    expect(page.locator(".rows")).to_contain_text("Done")


def look(page: Page, javascript: bool, heading: str) -> None:
    """With JavaScript the page comes to it by itself; without, one looks again."""
    there = page.get_by_role("heading", name=heading)
    if javascript:
        expect(there).to_be_visible(timeout=60_000)
        return

    def again() -> bool:
        if there.count():
            return True
        page.get_by_role("link", name="Refresh").click()
        return False

    wait_for(again, what=heading)


def test_a_double_click_is_one_import(scenario: Cast, visit: Visit, file: Path) -> None:
    """D7"""
    page = visit(scenario.hanna, "/portal/import/", java_script_enabled=False)
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Check file").dblclick()
    expect(page.get_by_role("heading", name="orders_export.csv")).to_be_visible()
    assert Import.objects.of_maker(scenario.byrne).count() == 1


def test_an_expired_session_keeps_what_was_chosen(scenario: Cast, visit: Visit, file: Path) -> None:
    page = visit(scenario.hanna, "/portal/import/")
    page.get_by_label("Source").select_option("Faire: orders of its API, as JSON")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Check file").click()
    page.get_by_label("Email").fill(scenario.hanna.email)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("main")).to_contain_text("Please choose the file once more")
    expect(page.get_by_label("Source")).to_have_value("order:faire-json")


def test_the_keyboard_is_enough(scenario: Cast, visit: Visit, file: Path) -> None:
    page = visit(scenario.hanna, "/portal/orders/")
    page.get_by_role("button", name="More for orders").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Import orders").focus()
    page.keyboard.press("Enter")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Check file").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What would happen")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()


def test_orders_are_taken_away_as_a_file(scenario: Cast, visit: Visit) -> None:
    order_of_hers = scenario.order()
    page = visit(scenario.hanna, "/portal/orders/")
    page.get_by_role("button", name="More for orders").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export orders (CSV)").click()
    assert order_of_hers.number in Path(download.value.path()).read_text()
    assert download.value.suggested_filename.startswith(f"orders-{scenario.byrne.slug}-")

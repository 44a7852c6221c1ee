"""The description of the API: an index, whose calls and shapes have addresses of their own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from conftest import Cast
from tests.browser.access import wrong_with

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]


def test_an_address_of_a_call_or_shape_unfolds_it(scenario: Cast, visit: Visit) -> None:
    page = visit(None, "/api/v1/docs", viewport={"width": 360, "height": 740})
    expect(page.locator("#get_order")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") < 5_000
    page.goto("/api/v1/docs#get_order")
    page.reload()
    expect(page.locator("#get_order")).to_be_in_viewport()
    page.locator("#get_order a[href^='#shape-']").first.click()
    expect(page.locator("[id^='shape-']:visible").first).to_be_in_viewport()
    assert wrong_with(page) == []

"""Every page of the path: axe finds nothing, nothing is wider than a phone, and the browser complains of nothing."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from playwright.sync_api import Browser, Page

from anam.orders.models import Order
from conftest import Cast, make_cast
from tests.browser.access import listen, wrong_in_light_and_dark, wrong_with
from tests.conftest import Live, speaking_to
from tests.pages import every_order, pages

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
WORDS = "I am so sorry: my kiln is down until spring."


@dataclass(frozen=True)
class Site:
    """Of all that these tests look at, and leave as it is."""

    cast: Cast
    orders: dict[str, Order]
    pages: dict[str, list[str]]


@pytest.fixture(scope="module")
def site(live: Live, django_db_setup: None, django_db_blocker: Any) -> Site:
    with django_db_blocker.unblock(), speaking_to(live):
        cast = make_cast(uuid.uuid4().hex[:8])
        orders = every_order(cast)
        return Site(cast, orders, pages(cast, orders))


@pytest.mark.parametrize("who", ["nobody", "hanna", "ines", "sam", "otto"])
def test_every_page_can_be_used_by_everybody(site: Site, visit: Visit, who: str) -> None:
    page = visit(getattr(site.cast, who, None), "/support/", viewport={"width": 360, "height": 740})
    complaints = listen(page)
    found = []
    for path in site.pages[who]:
        page.goto(path)
        found += wrong_in_light_and_dark(page)
    assert found == []
    assert [complaint for complaint in complaints if "404" not in complaint] == []


def test_a_word_that_is_too_pale_is_found_wherever_it_stands(chromium: Browser) -> None:
    """Whatever else on the page looks as it should, or is not shown: a test that cannot fail proves nothing."""
    page = chromium.new_page()
    plain, pale, hidden = "<p>Plain.</p>", "<p class='pale'>Pale.</p>", "<div hidden><p class='pale'>Pale.</p></div>"
    for body in (plain * 3 + pale, hidden + plain + pale * 2, plain + f"<section>{plain}{pale}</section>"):
        page.set_content(f"<html lang=en><title>T</title><style>.pale {{ color: #ccc }}</style><main><h1>T</h1>{body}")
        assert {problem.split(":")[0] for problem in wrong_with(page)} == {"color-contrast"}
    page.close()


def test_light_and_dark_are_the_same_page_in_other_colours() -> None:
    """So whatever has no say in colours is judged once, in the light."""
    sheets = "".join(file.read_text() for file in Path(apps.get_app_config("web").path, "static").rglob("*.css"))
    assert "light-dark(" in sheets
    assert "prefers-color-scheme" not in sheets


def test_the_pop_up_can_be_used_by_everybody(site: Site, visit: Visit) -> None:
    order = f"/portal/orders/{site.orders['told'].number}/"
    page = visit(site.cast.hanna, order, viewport={"width": 360, "height": 740})
    complaints = listen(page)
    page.get_by_role("link", name="Cancel Order…").click()
    sheet = page.locator("dialog[open]")
    sheet.locator("label.chip", has_text="Out of stock").click()
    sheet.locator("#stock label", has_text="Set to 0").first.click()
    sheet.locator("#strip-short", has_text="→0").wait_for()
    assert wrong_in_light_and_dark(page) == []
    sheet.get_by_role("button", name="Cancel Order").click()
    page.locator("dialog .wrong").first.wait_for()
    assert wrong_in_light_and_dark(page) == []
    assert [complaint for complaint in complaints if "422" not in complaint] == []

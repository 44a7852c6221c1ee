"""Every page of the path: axe finds nothing, nothing is wider than a phone, and the browser complains of nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from anam.orders.models import Order
from conftest import Cast
from tests.pages import every_order, pages

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
WORDS = "I am so sorry: my kiln is down until spring."


@pytest.fixture
def orders(scenario: Cast) -> dict[str, Order]:
    return every_order(scenario)


@pytest.mark.parametrize("who", ["nobody", "hanna", "ines", "sam", "otto"])
def test_every_page_can_be_used_by_everybody(scenario: Cast, orders: dict[str, Order], visit: Visit, who: str) -> None:
    page = visit(getattr(scenario, who, None), "/support/", viewport={"width": 360, "height": 740})
    complaints = listen(page)
    found = []
    for path in pages(scenario, orders)[who]:
        page.goto(path)
        found += wrong_in_light_and_dark(page)
    assert found == []
    assert [complaint for complaint in complaints if "404" not in complaint] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pop_up_can_be_used_by_everybody(
    scenario: Cast, orders: dict[str, Order], visit: Visit, scheme: str
) -> None:
    page = visit(
        scenario.hanna,
        f"/portal/orders/{orders['told'].number}/",
        color_scheme=scheme,
        viewport={"width": 360, "height": 740},
    )
    complaints = listen(page)
    page.get_by_role("link", name="Cancel Order").click()
    page.locator("dialog[open]").get_by_label("Out of stock").check()
    page.locator("#effects strong", has_text="→ 0").wait_for()
    assert wrong_with(page) == []
    page.locator("dialog").get_by_role("button", name="Cancel order").click()
    page.locator("dialog .wrong").first.wait_for()
    assert wrong_with(page) == []
    assert [complaint for complaint in complaints if "422" not in complaint] == []


def listen(page: Page) -> list[str]:
    """What the browser complains of from now on: scripts that fail, styles that the policy refuses."""
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def wrong_in_light_and_dark(page: Page) -> list[str]:
    """The colours change on the page that is there, as they do at dusk."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{page.url} ({scheme}): {problem}" for problem in wrong_with(page)]
    return found


def wrong_with(page: Page) -> list[str]:
    """What axe finds, and whether the page must be scrolled sideways."""
    results: Any = Axe().run(page).response
    found = [
        f"{violation['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:160]}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("wider than the phone")
    return found

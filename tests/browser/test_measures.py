"""What a phone pays for a page, and whether what stands on it stays where it is: the key screens, measured.

Run with -s it prints the figures.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Request, Route, expect

from anam.orders.models import Order
from conftest import Cast
from tests.pages import every_order

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
MAX_KB = 60
# Every shift counts: also those within half a second of a press, which browsers forgive.
_WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    const of = entry.sources.map(({ node }) => node && (node.outerHTML || node.data || "").slice(0, 90));
    window.shifts.push([entry.value, entry.hadRecentInput, ...of]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Weight:
    """The bytes of a page and of all that it needs, without pictures: as they come over the wire, and unpacked."""

    wire: Counter[str] = field(default_factory=Counter)
    unpacked: Counter[str] = field(default_factory=Counter)

    def add(self, request: Request) -> None:
        if request.resource_type != "image":
            sizes = request.sizes()
            self.wire[request.resource_type] += sizes["responseBodySize"] + sizes["responseHeadersSize"]
            answer = request.response()
            if answer and answer.status == 200:
                self.unpacked[request.resource_type] += len(answer.body())


@pytest.fixture
def orders(scenario: Cast) -> dict[str, Order]:
    return every_order(scenario)


def screens(scenario: Cast, orders: dict[str, Order]) -> dict[str, tuple[object, str]]:
    """The twelve that people see most: who looks, and where. The sheet is looked at in both of its acts below."""
    return {
        "front door": (None, "/"),
        "storefront": (scenario.ines, f"/m/{scenario.byrne.slug}/"),
        "checkout": (scenario.ines, "/checkout/"),
        "Orders": (scenario.hanna, "/portal/orders/"),
        "Editing Order view": (scenario.hanna, f"/portal/orders/{orders['fresh'].number}/"),
        "sheet, act 1": (scenario.hanna, f"/portal/orders/{orders['fresh'].number}/?cancel"),
        "sheet, act 2": (scenario.hanna, f"/portal/orders/{orders['told'].number}/?cancel"),
        "the buyer's order, declined": (scenario.ines, f"/orders/{orders['declined'].number}/"),
        "Message Center": (scenario.hanna, f"/portal/messages/{scenario.conversation_id}/"),  # type: ignore[attr-defined]
        "Support Center": (None, "/support/"),
        "article": (None, "/support/declining-an-order/"),
        "desk": (scenario.sam, "/desk/"),
    }


@pytest.mark.parametrize("width", [360, 1280])
def test_no_key_screen_weighs_more_than_60_kb_and_nothing_on_it_moves(
    scenario: Cast, orders: dict[str, Order], visit: Visit, width: int
) -> None:
    """Without pictures, with an empty cache, over the wire; nothing moves from the first paint on."""
    heavy, moved = {}, {}
    for name, (person, path) in screens(scenario, orders).items():
        page = visit(person, "/healthz", viewport={"width": width, "height": 800})
        page.add_init_script(_WATCH_SHIFTS)
        finished: list[Request] = []
        page.on("requestfinished", lambda request, finished=finished: finished.append(request))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        weight = Weight()
        for request in finished:
            weight.add(request)
        wire, unpacked = sum(weight.wire.values()) / 1000, sum(weight.unpacked.values()) / 1000
        print(f"{width} {name}: {wire:.1f} kB, unpacked {unpacked:.1f} kB, {dict(weight.wire)}")  # noqa: T201
        if wire > MAX_KB:
            heavy[name] = wire
        if shifts := page.evaluate("shifts"):
            moved[name] = shifts
        page.context.close()
    assert (heavy, moved) == ({}, {})


def slow_previews(page: Page) -> None:
    """They come when the press is long over, so that a browser forgives no move."""

    def later(route: Route) -> None:
        time.sleep(0.7)
        route.continue_()

    page.route("**/decline/preview/", later)
    page.route("**/contact/preview/", later)


@pytest.mark.parametrize("size", [{"width": 360, "height": 740}, {"width": 1280, "height": 800}])
def test_what_the_server_answers_moves_nothing_in_the_sheet(
    scenario: Cast, orders: dict[str, Order], visit: Visit, size: dict[str, int]
) -> None:
    """The message that is begun from the reason, and the strip: half a second after the press, nothing jumps."""
    page = visit(scenario.hanna, "/healthz", viewport=size)
    page.add_init_script(_WATCH_SHIFTS)
    slow_previews(page)
    page.goto(f"/portal/orders/{orders['fresh'].number}/?cancel")
    with page.expect_response("**/preview/**"):
        page.locator("dialog label.chip", has_text="Out of stock").click()
    page.wait_for_timeout(300)
    assert [shift for shift in page.evaluate("shifts") if not shift[1]] == []
    page.goto(f"/portal/orders/{orders['told'].number}/?cancel")
    with page.expect_response("**/preview/**"):
        page.locator("dialog label.chip", has_text="Out of stock").click()
    page.locator("dialog #stock label", has_text="Leave at").first.wait_for()
    with page.expect_response("**/preview/**"):
        page.locator("dialog #stock label", has_text="Set to 0").first.click()
    page.locator("#strip-short", has_text="→0").wait_for()
    page.wait_for_timeout(300)
    assert [shift for shift in page.evaluate("shifts") if not shift[1]] == []


def test_seven_orders_are_a_page_of_less_than_900_px_on_a_phone(scenario: Cast, visit: Visit) -> None:
    """They were 3,331; and at 360 the first of them begins in the upper third."""
    for _ in range(7):
        scenario.order()
    page = visit(scenario.hanna, "/portal/orders/", viewport=PHONE)
    expect(page.locator(".rows .row")).to_have_count(7)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": 360, "height": 740})
    first = page.locator(".rows .row").first.bounding_box()
    assert first
    print(f"seven orders at 390: {height} px; the first at 360: {first['y']:.0f} to {first['y'] + first['height']:.0f}")  # noqa: T201
    assert height < 900
    assert first["y"] < 740 / 3

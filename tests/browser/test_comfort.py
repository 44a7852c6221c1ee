"""Who zooms to 200 %, asks for colours of their own, or writes from right to left: key screens and the decline."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from anam.orders.models import Order
from conftest import Cast
from tests.browser.access import listen, wrong_with
from tests.browser.test_measures import screens
from tests.pages import every_order

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
# 1280 by 800 at 200 %.
ZOOMED = {"width": 640, "height": 400}
MAKER, BUYER = "כלי חרס של חנה", "مكتبة النور"
# Texts in which a name from right to left stands among other words without an element of its own: the punctuation and
# numbers beside it would change places.
_NOT_ISOLATED = r"""
() => {
  const rtl = /[\u0590-\u08ff]/, ltr = /[A-Za-z0-9]/, found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data, parent = walker.currentNode.parentElement;
    if (!rtl.test(text) || !parent.checkVisibility()) continue;
    const alone = !ltr.test(text.replace(/\u2068[^\u2069]*\u2069/g, ""));
    const blocks = ["block", "flex", "grid", "list-item", "table-cell", "inline-block", "inline-flex", "inline-grid"];
    const own = blocks.includes(getComputedStyle(parent).display) && parent.childNodes.length === 1;
    const isolated = parent.closest("bdi, [dir=auto], blockquote, textarea, option") !== null;
    if (!(isolated || (alone && own) || !rtl.test(text.replace(/\u2068[^\u2069]*\u2069/g, "")))) {
      found.push(parent.outerHTML.replace(/\s+/g, " ").slice(0, 160));
    }
  }
  return found;
}
"""


@pytest.fixture
def orders(scenario: Cast) -> dict[str, Order]:
    return every_order(scenario)


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: into the folder that PICTURES names."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")


def in_view(target: Locator) -> bool:
    """Whether all of it can be seen, and pressed in its middle."""
    return bool(
        target.evaluate(
            """element => {
              const box = element.getBoundingClientRect();
              const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth && element.contains(at);
            }"""
        )
    )


def test_at_200_percent_nothing_is_cut_off_and_the_sheet_keeps_its_foot(
    scenario: Cast, orders: dict[str, Order], visit: Visit
) -> None:
    for person in {None, scenario.hanna, scenario.ines, scenario.sam}:
        page = visit(person, "/healthz", viewport=ZOOMED, device_scale_factor=2)
        for who, path in screens(scenario, orders).values():
            if who is person or who == person:
                page.goto(path)
                assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"], path
    page = visit(
        scenario.hanna, f"/portal/orders/{orders['fresh'].number}/?cancel", viewport=ZOOMED, device_scale_factor=2
    )
    for act, button in (("fresh", "Send message"), ("told", "Cancel Order")):
        page.goto(f"/portal/orders/{orders[act].number}/?cancel")
        sheet = page.locator("dialog[open]")
        for one in (sheet.get_by_role("button", name=button), sheet.get_by_role("link", name="Keep order")):
            assert in_view(one)
        chip = sheet.locator("label.chip", has_text="Out of stock")
        chip.click()
        body = sheet.locator(".sheet-body")
        picture(page, f"zoomed-{act}")
        assert body.evaluate("element => element.clientHeight") >= 160, "room for what is asked"


def test_in_colours_of_their_own_what_is_chosen_and_focused_is_seen(
    scenario: Cast, orders: dict[str, Order], visit: Visit
) -> None:
    page = visit(
        scenario.hanna,
        f"/portal/orders/{orders['told'].number}/?cancel",
        forced_colors="active",
        viewport={"width": 390, "height": 844},
    )
    complaints = listen(page)
    sheet = page.locator("dialog[open]")
    sheet.locator("label.chip", has_text="Out of stock").click()
    sheet.locator("#stock label", has_text="Leave at").first.click()
    expect(page.locator("#strip-short")).to_contain_text("released")
    looks = (
        "element => { const style = getComputedStyle(element);"
        " return [style.backgroundColor, style.color, style.borderColor, style.borderWidth]; }"
    )
    chips = sheet.locator("label.chip > span")
    chosen, other = chips.nth(0).evaluate(looks), chips.nth(1).evaluate(looks)
    assert chosen != other
    segments = sheet.locator("#stock label > span")
    assert segments.nth(2).evaluate(looks) != segments.nth(0).evaluate(looks)
    danger = sheet.get_by_role("button", name="Cancel Order")
    assert danger.evaluate("element => getComputedStyle(element).borderStyle") != "none"
    danger.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    focus = danger.evaluate(
        "element => { const s = getComputedStyle(element); return [s.outlineStyle, s.outlineWidth] }"
    )
    assert focus == ["solid", "2px"]
    picture(page, "forced")
    assert wrong_with(page) == []
    assert complaints == []


def test_names_from_right_to_left_move_no_number_and_no_full_stop(
    scenario: Cast, orders: dict[str, Order], visit: Visit
) -> None:
    scenario.byrne.name, scenario.harbor.name = MAKER, BUYER
    scenario.byrne.save()
    scenario.harbor.save()
    found = {}
    for name, (person, path) in screens(scenario, orders).items():
        page = visit(person, path, viewport={"width": 390, "height": 844})
        picture(page, f"right-to-left-{name}")
        if wrong := page.evaluate(_NOT_ISOLATED):
            found[name] = wrong
        page.context.close()
    assert not found, "\n".join(f"{name}: {one}" for name, ones in found.items() for one in ones)

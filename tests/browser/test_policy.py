"""Sam changes the policy on the desk; Hanna's pop-up keeps the words of the day an order was placed (D13)."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from anam.policy.actions.change_policy import change_policy
from anam.policy.actions.retire_reason import retire_reason
from anam.policy.actions.reword_reason import reword_reason
from anam.policy.models import SETTABLE, Policy, Reason, current_policy
from anam.policy.parsing import columns_of
from conftest import Cast
from tests.browser.access import listen, wrong_with
from tests.browser.ways import both_ways

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]


@pytest.fixture
def scenario(scenario: Cast) -> Iterator[Cast]:
    """The policy is the whole marketplace's: afterwards it says again what it said."""
    before = current_policy()
    reasons = {one.key: columns_of(one) for one in Reason.objects.in_force(before.pk)}
    yield scenario
    now = current_policy()
    changed = {name: getattr(before, name) for name in SETTABLE if getattr(before, name) != getattr(now, name)}
    if changed:
        change_policy(by=None, why="As before", **changed)
    for one in Reason.objects.in_force(current_policy().pk):
        if one.key not in reasons:
            retire_reason(one.key, by=None, why="As before")
        elif columns_of(one) != reasons[one.key]:
            reword_reason(one.key, by=None, why="As before", **reasons[one.key])


@both_ways
def test_sam_changes_the_window_for_orders_to_come(scenario: Cast, visit: Visit, javascript: bool, width: int) -> None:
    """D13"""
    before = scenario.order()
    page = visit(scenario.sam, "/desk/", java_script_enabled=javascript, viewport={"width": width, "height": 800})
    page.get_by_role("button", name="More for the desk").click()
    page.get_by_role("link", name="Policy", exact=True).click()
    expect(page.locator("main")).to_contain_text("A maker may decline for 72 hours")
    page.get_by_role("link", name="Edit policy").click()
    page.get_by_label("Decline window, in hours").fill("96")
    page.get_by_label("Makers may write first").select_option("on")
    page.get_by_label("Why").fill("The posts are slow before Christmas")
    page.get_by_role("button", name="Show what will change").click()
    expect(page.get_by_role("heading", name="Is this the change?")).to_be_visible()
    expect(page.locator(".box")).to_contain_text("72 → 96")
    expect(page.locator(".box")).to_contain_text("Only orders placed from now on follow it.")
    if javascript:
        assert wrong_with(page) == []
    page.get_by_role("button", name="Change the policy").click()
    expect(page.get_by_role("status")).to_contain_text("The policy is changed")
    expect(page.locator("main")).to_contain_text("A maker may decline for 96 hours")
    expect(page.locator(".history li").first).to_contain_text("Sam: “The posts are slow before Christmas”")
    before.refresh_from_db()
    after = scenario.order()
    assert [(one.decline_by - one.placed_at).total_seconds() / 3600 for one in (before, after)] == [72, 96]
    page.goto("/support/declining-an-order/")
    expect(page.locator("main")).to_contain_text("96 hours")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_pop_up_keeps_the_words_of_the_order(scenario: Cast, visit: Visit, javascript: bool) -> None:
    """D13"""
    before = scenario.order(told=True)
    sam = visit(scenario.sam, "/desk/policy/", java_script_enabled=javascript)
    sam.get_by_role("link", name="Edit “Cannot make it in time”").click()
    sam.get_by_label("Label").fill("Late")
    sam.get_by_label("Fewest characters of the explanation").fill("40")
    sam.get_by_label("Why").fill("Shorter")
    sam.get_by_role("button", name="Save").click()
    expect(sam.get_by_role("status")).to_contain_text("“Late” is saved")
    after = scenario.order(told=True)
    hanna = visit(scenario.hanna, f"/portal/orders/{before.number}/decline/", java_script_enabled=javascript)
    expect(hanna.get_by_label("Cannot make it in time")).to_be_visible()
    expect(hanna.locator("#least-words")).not_to_contain_text("40 characters")
    hanna.goto(f"/portal/orders/{after.number}/decline/")
    expect(hanna.get_by_label("Cannot make it in time")).to_have_count(0)
    expect(hanna.locator("#least-words")).to_contain_text("At least 40 characters for “Late”.")
    hanna.locator("label.chip", has_text="Late").click()
    hanna.locator("#explanation").fill("Sorry, my kiln is down.")
    hanna.locator("#stock label", has_text="Return 6").click()
    if not javascript:
        hanna.get_by_role("button", name="Show what will happen").last.click()  # red only where the effect is shown
    hanna.get_by_role("button", name="Cancel Order", exact=True).click()
    expect(hanna.locator("main, dialog[open]").first).to_contain_text("at least 40 characters")


def test_the_keyboard_is_enough(scenario: Cast, visit: Visit) -> None:
    page = visit(scenario.sam, "/desk/policy/add-reason/")
    page.get_by_label("Label").focus()
    page.keyboard.type("Flood in the workshop")
    page.keyboard.press("Tab")
    page.keyboard.type("the workshop was flooded")
    page.get_by_label("Why").focus()
    page.keyboard.type("It rains")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("“Flood in the workshop” is added")
    page.get_by_role("link", name="Retire “Flood in the workshop”").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why").focus()
    page.keyboard.type("It has stopped")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("“Flood in the workshop” is retired")
    expect(page.get_by_role("link", name="Begin again with “Flood in the workshop”")).to_be_visible()


def test_who_comes_second_keeps_what_they_typed(scenario: Cast, visit: Visit) -> None:
    """D7"""
    page = visit(scenario.sam, "/desk/policy/numbers/", viewport={"width": 360, "height": 740})
    complaints = listen(page)
    page.get_by_label("Decline window, in hours").fill("48")
    page.get_by_label("Why").fill("Mine")
    change_policy(by=None, why="We are five now", support_answer_hours=12)
    page.get_by_role("button", name="Show what will change").click()
    expect(page.get_by_role("alert")).to_contain_text("48 → 12 (“We are five now”)")
    expect(page.get_by_label("Decline window, in hours")).to_have_value("48")
    expect(page.get_by_label("Support’s time to answer a case, in hours")).to_have_value("12")
    assert wrong_with(page) == []
    page.get_by_label("Decline window, in hours").fill("lots")
    page.get_by_role("button", name="Show what will change").click()
    expect(page.get_by_role("alert")).to_contain_text("“lots” will not do")
    assert wrong_with(page) == []
    assert [one for one in complaints if "409" not in one and "422" not in one] == []


def test_a_double_click_is_one_version(scenario: Cast, visit: Visit) -> None:
    """D7"""
    page = visit(scenario.sam, "/desk/policy/reasons/damaged/", java_script_enabled=False)
    versions = Policy.objects.count()
    page.get_by_label("Label").fill("Broken in the workshop")
    page.get_by_label("Why").fill("Plainer")
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_role("status").first).to_contain_text("“Broken in the workshop” is saved")
    assert Policy.objects.count() == versions + 1

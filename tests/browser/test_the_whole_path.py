"""Hanna declines an order, from the list to the voided payment; Otto sees nothing of it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.mail.models import Email
from anam.orders.models import Order
from conftest import Cast
from tests.conftest import wait_for

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
WORDS = "I am so sorry: my kiln is down until spring, and I cannot make these in time."


def ines_wrote(cast: Cast) -> None:
    write_as_buyer("Do you make these in blue?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1200, 360])
def test_hanna_tells_ines_and_cancels(scenario: Cast, visit: Visit, javascript: bool, width: int) -> None:
    """D3, D5, D7, D8, D10, D11"""
    ines_wrote(scenario)
    order = scenario.order()
    page = visit(
        scenario.hanna, "/portal/orders/", java_script_enabled=javascript, viewport={"width": width, "height": 800}
    )
    page.locator(f"a[href*='{order.number}']").first.click()
    page.get_by_role("link", name="Cancel Order…").click()
    sheet = page.locator("dialog[open]") if javascript else page.locator("main")
    expect(sheet.get_by_role("heading", name=f"Can’t fulfil {order.number}")).to_be_visible()
    sheet.locator("label.chip", has_text="Cannot make it in time").click()
    if not javascript:
        sheet.get_by_role("button", name="Begin message").last.click()
    sheet.get_by_label("Message to Harbor & Pine: what happened?").fill(WORDS)
    sheet.get_by_role("button", name="Send message").click()
    expect(sheet).to_contain_text("Harbor & Pine was told today at")
    assert Order.objects.get(pk=order.pk).status == "placed"
    expect(sheet.get_by_label("Message to Harbor & Pine, with the cancellation")).to_have_value(WORDS)
    sheet.locator("#stock label", has_text="Return 6").click()
    if not javascript:
        sheet.get_by_role("button", name="Show what will happen").last.click()
    expect(sheet.locator("#effects")).to_contain_text("94 → 100")
    sheet.get_by_text("Note to support").first.click()
    sheet.get_by_label("Note to support").fill("My kiln again.")
    expect(sheet.locator("#effects")).to_contain_text("$165.00 was authorised on card ending 4242 and will be released")
    sheet.get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_role("heading", name="This order is declined")).to_be_visible()

    wait_for(lambda: Order.objects.get(pk=order.pk).payment.status == "voided")
    page.reload()
    expect(page.locator("#done")).to_contain_text("was released. Nothing was charged.")
    to_ines = wait_for(lambda: Email.objects.filter(to=scenario.ines.email, subject__contains="cannot fulfil").first())
    assert WORDS in to_ines.text
    assert "My kiln again" not in to_ines.text + to_ines.html
    assert Email.objects.filter(to=scenario.ines.email, subject__contains="cannot fulfil").count() == 1


def test_ines_sees_what_happened_to_her_money(scenario: Cast, visit: Visit) -> None:
    """D10"""
    ines_wrote(scenario)
    order = scenario.order(told=True)
    hanna = visit(scenario.hanna, f"/portal/orders/{order.number}/decline/")
    hanna.locator("label.chip", has_text="Out of stock").click()
    hanna.locator("#stock label", has_text="Set to 0").click()
    hanna.get_by_label("Message to Harbor & Pine").fill(WORDS)
    expect(hanna.locator("#strip-short")).to_contain_text("94→0")
    hanna.get_by_role("button", name="Cancel Order").click()
    expect(hanna.locator("#done")).to_be_visible()
    ines = visit(scenario.ines, f"/orders/{order.number}/")
    expect(ines.locator("#done")).to_contain_text(WORDS)
    expect(ines.locator("main")).to_contain_text("What you can do next")
    ines.goto("/notices/")
    expect(ines.locator("main")).to_contain_text("Hanna cancelled this order: out of stock.")


def test_otto_sees_nothing(scenario: Cast, visit: Visit) -> None:
    """D1"""
    order = scenario.order()
    page = visit(scenario.otto, "/portal/orders/")
    expect(page.locator("main")).to_contain_text("No orders yet")
    for path in ("", "decline/", "contact/"):
        answer = page.goto(f"/portal/orders/{order.number}/{path}")
        assert answer is not None
        assert answer.status == 404


def test_a_double_click_cancels_once(scenario: Cast, visit: Visit) -> None:
    """D7"""
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/decline/", java_script_enabled=False)
    page.get_by_text("More reasons").click()
    page.locator("label.chip", has_text="Damaged in the workshop").click()
    page.locator("#stock label", has_text="Leave at 94").click()
    page.get_by_label("Message to Harbor & Pine").fill(WORDS)
    page.get_by_role("button", name="Show what will happen").last.click()
    page.get_by_role("button", name="Cancel Order").dblclick()
    expect(page.locator("main")).to_contain_text(re.compile("This order is declined|cancelled this order on"))
    assert Order.objects.get(pk=order.pk).entries.filter(kind="declined").count() == 1


def test_typed_words_survive_an_expired_session(scenario: Cast, visit: Visit) -> None:
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    page.get_by_role("link", name="Cancel Order…").click()
    sheet = page.locator("dialog")
    sheet.get_by_text("More reasons").click()
    sheet.locator("label.chip", has_text="Other").click()
    sheet.locator("#stock label", has_text="Return 6").click()
    expect(sheet.locator("#strip-short")).to_contain_text("94→100")
    sheet.get_by_label("Message to Harbor & Pine").fill(WORDS)
    page.context.clear_cookies(name="sessionid")
    sheet.get_by_role("button", name="Cancel Order").click()
    page.get_by_label("Email").fill(scenario.hanna.email)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Message to Harbor & Pine")).to_have_value(WORDS)
    expect(page.get_by_label("Other")).to_be_checked()
    page.get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_role("heading", name="This order is declined")).to_be_visible()


def test_the_keyboard_is_enough(scenario: Cast, visit: Visit) -> None:
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    page.get_by_role("link", name="Cancel Order…").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)

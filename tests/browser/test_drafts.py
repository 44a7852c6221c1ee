"""What is typed is kept from the first letter: no Escape, no reload, no way back and no end of a session loses it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.orders.models import Order
from conftest import Cast

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
WORDS = "I am so sorry: the kiln is broken until spring."


def open_pop_up(page: Page) -> None:
    page.get_by_role("link", name="Cancel Order…").click()
    expect(page.locator("dialog[open] #explanation")).to_be_visible()


def choose(page: Page, reason: str) -> None:
    """One of the reasons that stand behind More."""
    page.get_by_text("More reasons").click()
    page.locator("label.chip", has_text=reason).click()


def type_in(page: Page, label: str, words: str) -> None:
    """Key by key, with no pause at the end."""
    page.get_by_label(label).click()
    page.keyboard.type(words)


def test_escape_pressed_three_times_loses_no_word(scenario: Cast, visit: Visit) -> None:
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    asked: list[str] = []
    page.on("dialog", lambda question: (asked.append(question.message), question.dismiss()))
    open_pop_up(page)
    choose(page, "Other")
    type_in(page, "Message to Harbor & Pine", WORDS)
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#kept-for-later")).to_contain_text("What you wrote is kept")
    assert not asked
    open_pop_up(page)
    expect(page.locator("#explanation")).to_have_value(WORDS)
    expect(page.locator("dialog").get_by_label("Other")).to_be_checked()


def test_a_letter_a_reload_and_the_way_back_lose_nothing_until_it_is_sent(scenario: Cast, visit: Visit) -> None:
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/decline/")
    type_in(page, "Message to Harbor & Pine", "I")
    page.reload()
    expect(page.locator("#explanation")).to_have_value("I")
    page.get_by_text("Note to support").first.click()
    type_in(page, "Note to support", "The kiln.")
    page.goto("/portal/orders/")
    page.go_back()
    expect(page.locator("#explanation")).to_have_value("I")
    expect(page.locator("#note")).to_have_value("The kiln.")
    choose(page, "Other")
    page.get_by_label("Message to Harbor & Pine").fill(WORDS)
    page.locator("#stock label", has_text="Return 6").click()
    expect(page.locator("#strip-short")).to_contain_text("94→100")
    page.get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_role("heading", name="This order is declined")).to_be_visible()
    assert Order.objects.get(pk=order.pk).status == "declined"


def test_what_is_typed_after_the_session_has_ended_is_there_after_signing_in_again(
    scenario: Cast, visit: Visit
) -> None:
    order = scenario.order(placed=timedelta(hours=80))
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    page.get_by_role("link", name="Ask support…").click()
    expect(page.locator("#explanation")).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    type_in(page, "Message to Harbor & Pine", WORDS)
    expect(page.locator(".draft-state")).to_have_text("Kept as your draft.")
    page.goto(f"/portal/orders/{order.number}/decline/")
    page.get_by_label("Email").fill(scenario.hanna.email)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#explanation")).to_have_value(WORDS)


def test_what_a_buyer_asks_for_and_what_they_write_is_kept_for_them_alone(scenario: Cast, visit: Visit) -> None:
    order = scenario.order()
    write_as_buyer("Do you make these in blue?", buyer=scenario.harbor, maker=scenario.byrne, by=scenario.ines)
    ines = visit(scenario.ines, f"/orders/{order.number}/request/")
    area = ines.locator("form textarea").first
    area.click()
    ines.keyboard.type(WORDS)
    ines.reload()
    expect(ines.locator("form textarea").first).to_have_value(WORDS)
    hanna = visit(scenario.hanna, f"/portal/orders/{order.number}/contact/")
    type_in(hanna, "Your message about order", "Dear Ines")
    expect(hanna.locator(".draft-state")).to_contain_text("Kept as your draft.")
    hanna.reload()
    assert "Dear Ines" in hanna.get_by_label("Your message about order").input_value()
    assert WORDS not in hanna.content()


def test_what_support_types_into_a_case_is_there_again(scenario: Cast, visit: Visit) -> None:
    order = scenario.order(placed=timedelta(hours=80))
    hanna = visit(scenario.hanna, f"/portal/orders/{order.number}/decline/")
    choose(hanna, "Other")
    hanna.get_by_label("Message to Harbor & Pine").fill(WORDS)
    hanna.locator("#stock label", has_text="Return 6").click()
    hanna.get_by_role("button", name="Ask support").click()
    expect(hanna.get_by_role("heading", name="Waiting for support")).to_be_visible()
    sam = visit(scenario.sam, f"/desk/cases/{order.cases.get().pk}/")
    sam.get_by_text("Add internal note").click()
    type_in(sam, "Internal note", "She was in tears.")
    sam.reload()
    expect(sam.locator("#note")).to_have_value("She was in tears.")
    expect(sam.locator("#note")).to_be_visible()

"""Ines asks to cancel an order or for less of it; Hanna agrees or says why not; Sam answers where nobody did."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from anam.cases.models import Case
from anam.mail.models import Email
from anam.orders.models import Order
from anam.orders.tests.request_factories import cancellation_request, let_answer_time_end
from anam.payments.models import Payment
from conftest import Cast
from tests.browser.ways import both_ways
from tests.conftest import wait_for

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
WHY = "We ordered them twice by mistake."


@both_ways
def test_ines_asks_for_less_and_hanna_agrees(scenario: Cast, visit: Visit, javascript: bool, width: int) -> None:
    """D7, D8, D10, D11"""
    order = scenario.order(payment="captured")
    how = {"java_script_enabled": javascript, "viewport": {"width": width, "height": 800}}
    ines = visit(scenario.ines, f"/orders/{order.number}/", **how)
    ines.get_by_role("link", name="Cancel or change this order").click()
    ines.get_by_label("Mug, oatmeal").fill("2")
    part = ines.get_by_label("Remove items")
    if javascript:
        expect(part).to_be_checked()
    else:
        part.check()
    ines.get_by_label("Why").fill(WHY)
    ines.get_by_role("button", name="Send request").click()
    expect(ines.locator("#request")).to_contain_text("You asked to remove 2 × Mug, oatmeal")

    hanna = visit(scenario.hanna, "/portal/orders/", **how)
    expect(hanna.get_by_role("region", name="Answer first")).to_contain_text("Buyer request")
    hanna.get_by_role("link", name=order.number).first.click()
    asked = hanna.locator("#request")
    expect(asked).to_contain_text(WHY)
    expect(asked).to_contain_text("$29.00 of the $165.00 that was charged on card ending 4242 will be refunded.")
    expect(asked).to_contain_text("94 → 96")
    asked.get_by_role("button", name="Agree: remove it").click()
    expect(hanna.locator("main")).to_contain_text("2 removed, 4 to make")
    expect(hanna.locator(".sums")).to_contain_text("$136.00")
    scenario.mug.refresh_from_db()
    assert scenario.mug.stock == 96

    wait_for(lambda: Payment.objects.get(order=order).refunded == 2900, what="the part to be refunded")
    ines.reload()
    expect(ines.locator("#request")).to_contain_text("Hanna agreed on")
    expect(ines.locator("main")).to_contain_text("$29.00 of it was refunded.")
    to_ines = wait_for(lambda: Email.objects.filter(to=scenario.ines.email, subject__contains="smaller now").first())
    assert "The order comes to $136.00 now." in to_ines.text


@pytest.mark.parametrize("javascript", [True, False])
def test_hanna_says_no_and_why_from_the_keyboard(scenario: Cast, visit: Visit, javascript: bool) -> None:
    """D7, D10"""
    order = cancellation_request(scenario)
    how = {"java_script_enabled": javascript, "viewport": {"width": 360, "height": 740}}
    hanna = visit(scenario.hanna, f"/portal/orders/{order.number}/", **how)
    hanna.get_by_text("Keep the order as it is").focus()
    hanna.keyboard.press("Enter")
    hanna.keyboard.press("Tab")
    expect(hanna.get_by_label("Why not")).to_be_focused()
    hanna.keyboard.type("They are in the kiln already.")
    hanna.keyboard.press("Tab")
    hanna.keyboard.press("Enter")
    expect(hanna.locator("main")).to_contain_text("Harbor & Pine is told why the order stands.")
    expect(hanna.locator("#request")).to_have_count(0)
    ines = visit(scenario.ines, f"/orders/{order.number}/", **how)
    expect(ines.locator("#request")).to_contain_text("They are in the kiln already.")
    assert Order.objects.get(pk=order.pk).status == "placed"


def test_ines_asks_from_the_keyboard_and_takes_it_back(scenario: Cast, visit: Visit) -> None:
    order = scenario.order()
    ines = visit(scenario.ines, f"/orders/{order.number}/request/")
    ines.get_by_label("Cancel the whole order").focus()
    ines.keyboard.press("Space")
    for _ in range(4):  # the other choice is one of the same group: the two numbers, then why
        ines.keyboard.press("Tab")
        if ines.get_by_label("Why").evaluate("area => area === document.activeElement"):
            break
    ines.keyboard.type(WHY)
    ines.keyboard.press("Tab")
    ines.keyboard.press("Enter")
    expect(ines.locator("#request")).to_contain_text("You asked to cancel this order")
    ines.get_by_role("button", name="Withdraw request").click()
    expect(ines.locator("#request")).to_contain_text("Ines withdrew it on")


def test_what_is_asked_while_another_choice_is_made_is_not_guessed(scenario: Cast, visit: Visit) -> None:
    """Without JavaScript the numbers choose nothing: the page asks, and keeps what was typed."""
    order = scenario.order()
    ines = visit(scenario.ines, f"/orders/{order.number}/request/", java_script_enabled=False)
    ines.get_by_label("Cancel the whole order").check()
    ines.get_by_label("Mug, oatmeal").fill("2")
    ines.get_by_label("Why").fill(WHY)
    ines.get_by_role("button", name="Send request").click()
    expect(ines.get_by_role("alert")).to_contain_text("You chose the whole order, and said how many to remove.")
    expect(ines.get_by_label("Mug, oatmeal")).to_have_value("2")
    expect(ines.get_by_label("Why")).to_have_value(WHY)
    assert not order.requests.exists()


def test_sam_answers_what_hanna_did_not(scenario: Cast, visit: Visit) -> None:
    """D6, D7"""
    order = cancellation_request(scenario)
    let_answer_time_end(order)
    case = Case.objects.get(order=order)
    sam = visit(scenario.sam, "/desk/")
    sam.goto(f"/desk/cases/{case.pk}/")
    expect(sam.locator("#request")).to_contain_text(WHY)
    sam.get_by_label("Message to Harbor & Pine").fill("We have asked them.")
    sam.get_by_role("button", name="Agree: cancel the order").click()
    expect(sam.locator("main")).to_contain_text("It is done, and both sides are being told.")
    ines = visit(scenario.ines, f"/orders/{order.number}/")
    expect(ines.get_by_role("heading", name="This order was cancelled")).to_be_visible()
    wait_for(lambda: Payment.objects.get(order=order).status == "voided", what="the money to be released")

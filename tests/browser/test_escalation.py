"""The escalation to support, as Hanna, Ines and Sam see it, each in a browser of their own, at the same time (D6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from anam.cases.models import Case
from anam.mail.models import Email
from anam.orders.models import Cancellation, Order
from conftest import Cast
from tests.browser.ways import both_ways
from tests.conftest import wait_for

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
WORDS = "I am so sorry: my kiln is down until spring, and I cannot make these in time."
NOTE = "Two fell over, and the third is mine."
LETTER = "Hello Ines, Byrne Ceramics cannot make your order, and could not write to you themselves. I am sorry."


def ask(hanna: Page, order: Order, *, button: str, javascript: bool = True) -> None:
    """Hanna fills in the pop-up that asks support."""
    hanna.goto(f"/portal/orders/{order.number}/")
    hanna.locator("#cannot-fulfil").get_by_role("link", name=button).first.click()
    popup = hanna.locator("dialog[open]") if javascript else hanna.locator("main")
    expect(popup.get_by_role("heading", name=f"Ask support to cancel order {order.number}")).to_be_visible()
    expect(popup).to_contain_text("Until then nothing changes")
    popup.get_by_label("Cannot make it in time").check()
    popup.get_by_label("Harbor & Pine will read").fill(WORDS)
    popup.get_by_label("Only support will read").fill(NOTE)
    popup.get_by_role("button", name="Ask support").click()
    expect(hanna.get_by_role("heading", name="Waiting for support")).to_be_visible()


@both_ways
def test_a_buyer_who_never_wrote_is_told_by_sam_and_the_order_is_declined_for_hanna(
    scenario: Cast, visit: Visit, javascript: bool, width: int
) -> None:
    """D3, D4, D6, D8, D10"""
    order = scenario.order()
    options = {"java_script_enabled": javascript, "viewport": {"width": width, "height": 800}}
    hanna = visit(scenario.hanna, "/portal/orders/", **options)
    ines = visit(scenario.ines, f"/orders/{order.number}/", **options)
    sam = visit(scenario.sam, "/desk/", **options)
    ask(hanna, order, button="Ask support to tell them", javascript=javascript)
    case = Case.objects.get(order=order)

    ines.reload()
    expect(ines.locator("main")).not_to_contain_text("support")
    expect(ines.locator(".status")).to_have_text("Waiting for the maker")

    sam.goto(f"/desk/?q={order.number}")
    sam.get_by_role("link", name=f"Case {case.pk}").click()
    expect(sam.locator("#escalation")).to_contain_text(NOTE)
    expect(sam.locator("#escalation")).to_contain_text("in time")
    sam.get_by_role("button", name="Take it").click()
    expect(sam.locator(".whose")).to_contain_text("This case is yours.")
    sam.get_by_label("By e-mail, from here").check()
    sam.get_by_label("What you tell them, or told them").fill(LETTER)
    expect(sam.locator("#escalation .effects")).to_contain_text("will be released")
    sam.get_by_role("button", name="They are told: cancel the order").click()
    expect(sam.locator(".status").first).to_contain_text("Declined for the maker · Sam")

    ines.reload()
    expect(ines.locator("#done")).to_contain_text(WORDS)
    expect(ines.locator("main")).to_contain_text("Sam of support told you about this order, by e-mail.")
    expect(ines.locator("main")).not_to_contain_text(NOTE)
    hanna.reload()
    expect(hanna.get_by_role("heading", name="This order is declined")).to_be_visible()
    expect(hanna.locator("#done")).to_contain_text(NOTE)
    to_ines = wait_for(lambda: Email.objects.filter(to=scenario.ines.email, subject__contains="cannot fulfil").first())
    assert LETTER in " ".join(to_ines.text.split())
    assert NOTE not in to_ines.text + to_ines.html
    wait_for(lambda: Order.objects.get(pk=order.pk).payment.status == "voided")
    assert Cancellation.objects.get(order=order).on_behalf_of == "maker"


def test_too_late_support_refuses_and_hanna_reads_what_to_do_now(scenario: Cast, visit: Visit) -> None:
    """D2, D6"""
    order = scenario.order(placed=timedelta(hours=80), told=True)
    hanna = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    sam = visit(scenario.sam, "/desk/")
    expect(hanna.locator("#cannot-fulfil")).to_contain_text("The 72 hours ended on")
    ask(hanna, order, button="Ask support to cancel it")
    sam.goto(f"/desk/cases/{Case.objects.get(order=order).pk}/")
    expect(sam.locator("#escalation")).to_contain_text("after the window had ended")
    sam.get_by_text("Do not cancel it").click()
    sam.get_by_label("What Byrne Ceramics will read").first.fill("Ines takes them late: please make them after all.")
    sam.get_by_role("button", name="Refuse, and tell the maker").click()
    expect(sam.locator("main")).to_contain_text("You refused, and the maker is being told why.")
    hanna.reload()
    expect(hanna.locator("#support")).to_contain_text("Ines takes them late: please make them after all.")
    expect(hanna.locator("#support")).to_contain_text("What you can do now")
    hanna.get_by_role("button", name="Accept the order").click()
    expect(hanna.locator("main")).to_contain_text("You accepted the order.")


def test_ravi_ships_while_sam_is_writing_and_sam_reads_what_happened(scenario: Cast, visit: Visit) -> None:
    """D6, D7: Ravi's page is from before Hanna asked; the loser is told in words."""
    order = scenario.order()
    hanna = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    hanna.get_by_role("button", name="Accept the order").click()
    ravi = visit(scenario.ravi, f"/portal/orders/{order.number}/")
    ask(hanna, order, button="Ask support to tell them")
    case = Case.objects.get(order=order)
    sam = visit(scenario.sam, f"/desk/cases/{case.pk}/")
    sam.get_by_label("By telephone").check()
    sam.get_by_label("What you tell them, or told them").fill("I telephoned, and Ines took it well.")
    ravi.get_by_label("Carrier").fill("An Post")
    ravi.get_by_role("button", name="Ship the order").click()
    expect(ravi.locator("main")).to_contain_text("You shipped the order.")
    sam.get_by_role("button", name="They are told: cancel the order").click()
    expect(sam.locator("main")).to_contain_text("Ravi shipped the order.")
    assert not Cancellation.objects.filter(order=order).exists()


def test_two_agents_reach_for_the_same_case_and_one_gets_it(scenario: Cast, visit: Visit) -> None:
    """D7"""
    order = scenario.order()
    hanna = visit(scenario.hanna, "/portal/orders/")
    ask(hanna, order, button="Ask support to tell them")
    path = f"/desk/cases/{Case.objects.get(order=order).pk}/"
    scenario.ravi.maker_member.delete()
    type(scenario.ravi).objects.filter(pk=scenario.ravi.pk).update(is_support=True)
    sam, ravi = visit(scenario.sam, path), visit(scenario.ravi, path)
    sam.get_by_role("button", name="Take it").click()
    ravi.get_by_role("button", name="Take it").click()
    expect(sam.locator(".whose")).to_contain_text("This case is yours.")
    expect(ravi.get_by_role("alert")).to_contain_text("Sam has this case now. Look at it again.")
    ravi.get_by_role("button", name="Take it over").click()
    expect(ravi.locator(".whose")).to_contain_text("This case is yours.")


def test_ines_has_a_problem_and_gets_her_answer_where_she_asked(scenario: Cast, visit: Visit) -> None:
    """D10"""
    order = scenario.order()
    ines = visit(scenario.ines, f"/orders/{order.number}/", viewport={"width": 360, "height": 740})
    ines.get_by_role("link", name="Something is wrong with this order").click()
    ines.get_by_label("What is wrong").fill("Nobody answers me, and my shelves are empty.")
    ines.get_by_role("button", name="Tell support").click()
    expect(ines.locator("main")).to_contain_text("support answers by")
    sam = visit(scenario.sam, f"/desk/?q={order.number}")
    sam.get_by_role("link", name=f"Case {Case.objects.get(order=order).pk}").click()
    sam.get_by_text("Write to them").click()
    sam.get_by_role("radio", name="Harbor & Pine").check()
    sam.get_by_label("Your letter").fill("Hello Ines, I have telephoned Hanna: she answers today.")
    sam.get_by_role("button", name="Send it").click()
    expect(sam.locator("main")).to_contain_text("It is on its way")
    ines.reload()
    expect(ines.locator("main")).to_contain_text("I have telephoned Hanna")
    ines.get_by_label("Write to support").fill("Thank you, she has.")
    ines.get_by_role("button", name="Send it to support").click()
    sam.reload()
    expect(sam.locator("#said")).to_contain_text("Thank you, she has.")

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


def ask(hanna: Page, order: Order, *, link: str = "Cancel Order…", javascript: bool = True) -> None:
    """Hanna fills in the sheet, which asks support where she cannot tell the buyer, or is too late."""
    hanna.goto(f"/portal/orders/{order.number}/")
    hanna.locator(".acts").get_by_role("link", name=link).click()
    sheet = hanna.locator("dialog[open]") if javascript else hanna.locator("main")
    expect(sheet.get_by_role("heading", name=f"Can’t fulfil {order.number}")).to_be_visible()
    expect(sheet).to_contain_text("Until then nothing changes")
    sheet.locator("label.chip", has_text="Cannot make it in time").click()
    if javascript:
        hanna.wait_for_load_state("networkidle")  # what it shows anew may move what is pressed next
    sheet.locator("#stock label", has_text="Return 6").click()
    sheet.get_by_label("Message to Harbor & Pine").fill(WORDS)
    sheet.get_by_label("Note to support").fill(NOTE)
    if not javascript:
        sheet.get_by_role("button", name="Show what will happen").last.click()
    sheet.get_by_role("button", name="Ask support").click()
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
    ask(hanna, order, javascript=javascript)
    case = Case.objects.get(order=order)

    ines.reload()
    expect(ines.locator("main")).not_to_contain_text("support")
    expect(ines.locator(".order-head .pill")).to_have_text("Waiting for the maker")

    sam.goto(f"/desk/?q={order.number}")
    sam.get_by_role("link", name=f"Case {case.pk}").click()
    sam.wait_for_url(f"**/desk/cases/{case.pk}/*")
    expect(sam.locator("#escalation")).to_contain_text(NOTE)
    expect(sam.locator("#escalation")).to_contain_text("in time")
    sam.get_by_role("button", name="Assign to me").click()
    expect(sam.locator(".whose")).to_contain_text("Assignee: You")
    expect(sam.get_by_label("How are they told?")).to_be_hidden()
    sam.get_by_label("Tell and cancel").check()
    sam.get_by_label("Email", exact=True).check()
    sam.get_by_label("Email to Harbor & Pine").fill(LETTER)
    expect(sam.locator("#escalation .will-happen")).to_contain_text("will be released")
    sam.get_by_role("button", name="Send email and cancel").click()
    expect(sam.locator(".case-state .pill")).to_contain_text("Declined for the maker · Sam")

    ines.reload()
    expect(ines.locator("#done")).to_contain_text(WORDS)
    expect(ines.locator("main")).to_contain_text("Sam of support told you about this order, by email.")
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
    expect(hanna.locator(".deadline")).to_contain_text("Decline deadline passed")
    ask(hanna, order, link="Ask support…")
    sam.goto(f"/desk/cases/{Case.objects.get(order=order).pk}/")
    expect(sam.locator("#escalation")).to_contain_text("Asked after the deadline")
    sam.get_by_label("Refuse request").check()
    sam.get_by_label("Message to Byrne Ceramics").first.fill("Ines takes them late: please make them after all.")
    sam.get_by_role("button", name="Refuse and notify").click()
    expect(sam.locator("main")).to_contain_text("Request refused. The maker is being told why.")
    hanna.reload()
    expect(hanna.locator("#support")).to_contain_text("Ines takes them late: please make them after all.")
    expect(hanna.locator("#support")).to_contain_text("What you can do now")
    hanna.get_by_role("button", name="Accept order").click()
    expect(hanna.locator("main")).to_contain_text("You accepted the order.")


def test_ravi_ships_while_sam_is_writing_and_sam_reads_what_happened(scenario: Cast, visit: Visit) -> None:
    """D6, D7: Ravi's page is from before Hanna asked; the loser is told in words."""
    order = scenario.order()
    hanna = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    hanna.get_by_role("button", name="Accept order").click()
    ravi = visit(scenario.ravi, f"/portal/orders/{order.number}/")
    ask(hanna, order)
    case = Case.objects.get(order=order)
    sam = visit(scenario.sam, f"/desk/cases/{case.pk}/")
    sam.get_by_label("Tell and cancel").check()
    sam.get_by_label("Phone", exact=True).check()
    sam.get_by_label("What you said").fill("I telephoned, and Ines took it well.")
    ravi.get_by_label("Carrier").fill("An Post")
    ravi.get_by_role("button", name="Mark as shipped").click()
    expect(ravi.locator("main")).to_contain_text("You shipped the order.")
    sam.get_by_role("button", name="Record call and cancel").click()
    expect(sam.locator("main")).to_contain_text("Ravi shipped the order.")
    assert not Cancellation.objects.filter(order=order).exists()


def test_two_agents_reach_for_the_same_case_and_one_gets_it(scenario: Cast, visit: Visit) -> None:
    """D7"""
    order = scenario.order()
    hanna = visit(scenario.hanna, "/portal/orders/")
    ask(hanna, order)
    path = f"/desk/cases/{Case.objects.get(order=order).pk}/"
    scenario.ravi.maker_member.delete()
    type(scenario.ravi).objects.filter(pk=scenario.ravi.pk).update(is_support=True)
    sam, ravi = visit(scenario.sam, path), visit(scenario.ravi, path)
    sam.get_by_role("button", name="Assign to me").click()
    ravi.get_by_role("button", name="Assign to me").click()
    expect(sam.locator(".whose")).to_contain_text("Assignee: You")
    expect(ravi.get_by_role("alert")).to_contain_text("Sam has this case now. Look at it again.")
    ravi.get_by_role("button", name="Reassign to me").click()
    expect(ravi.locator(".whose")).to_contain_text("Assignee: You")


def test_ines_has_a_problem_and_gets_her_answer_where_she_asked(scenario: Cast, visit: Visit) -> None:
    """D10"""
    order = scenario.order()
    ines = visit(scenario.ines, f"/orders/{order.number}/", viewport={"width": 360, "height": 740})
    ines.get_by_role("link", name="Report a problem").click()
    ines.get_by_label("What is wrong").fill("Nobody answers me, and my shelves are empty.")
    ines.get_by_role("button", name="Tell support").click()
    expect(ines.locator("main")).to_contain_text("support answers by")
    sam = visit(scenario.sam, f"/desk/?q={order.number}")
    sam.get_by_role("link", name=f"Case {Case.objects.get(order=order).pk}").click()
    sam.wait_for_url("**/desk/cases/**")
    sam.get_by_role("radio", name="Harbor & Pine").check()
    sam.get_by_label("Message", exact=True).fill("Hello Ines, I have telephoned Hanna: she answers today.")
    sam.get_by_role("button", name="Send", exact=True).click()
    expect(sam.locator("main")).to_contain_text("Sent. Answers come back to this case.")
    ines.reload()
    expect(ines.locator("main")).to_contain_text("I have telephoned Hanna")
    ines.get_by_label("Write to support").fill("Thank you, she has.")
    ines.get_by_role("button", name="Send it to support").click()
    expect(ines.locator("main")).to_contain_text("Thank you, she has.")
    sam.reload()
    expect(sam.locator("#said")).to_contain_text("Thank you, she has.")

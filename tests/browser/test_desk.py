"""Support's desk at a desk and on a phone: the list, the case beside it, and the keys of the list."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from anam.cases.models import Case
from anam.people.models import Buyer
from anam.support.actions.complain import complain
from conftest import Cast
from tests.browser.access import listen, wrong_with

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
BROKEN = ("Two bowls came in pieces.", "The glaze has run on every mug.")


@pytest.fixture
def cases(scenario: Cast) -> list[Case]:
    """Two cases of orders of their own, the first the more urgent."""
    return [complain(scenario.order().number, buyer=scenario.harbor, by=scenario.ines, words=said) for said in BROKEN]


def shop_of(cases: list[Case]) -> str:
    """A name that no other case is found by, so that the list is theirs alone however many others there are."""
    (buyer,) = {case.buyer for case in cases}
    Buyer.objects.filter(pk=buyer.pk).update(name=buyer.slug)
    for case in cases:  # what it is found by is written with it
        Case.objects.filter(pk=case.pk).update(buyer=buyer)
    return str(buyer.slug)


def desk_of(order: str) -> str:
    return f"/desk/?q={order}"


def test_at_a_desk_the_first_case_stands_beside_the_list(scenario: Cast, visit: Visit, cases: list[Case]) -> None:
    first = cases[0]
    page = visit(scenario.sam, desk_of(str(first.order)), viewport={"width": 1280, "height": 800})
    complaints = listen(page)
    expect(page.locator("#case")).to_contain_text(BROKEN[0])
    expect(page.locator(".desk-list [aria-current=true]")).to_contain_text(str(first.order))
    of_one_line = "names => names.every(name => name.offsetHeight <= name.parentElement.offsetHeight)"
    assert page.locator(".desk-list a.name").evaluate_all(of_one_line), "a row's words stand over another row's"
    page.locator(".desk-list").get_by_role("link", name=f"Case {first.pk}").click()
    page.wait_for_url(f"**/desk/cases/{first.pk}/**")
    expect(page.locator(".desk-list")).to_be_visible()
    expect(page.locator("#case")).to_contain_text(BROKEN[0])
    assert wrong_with(page) == []
    assert complaints == []


def test_on_a_phone_a_case_is_a_page_of_its_own(scenario: Cast, visit: Visit, cases: list[Case]) -> None:
    page = visit(scenario.sam, desk_of(str(cases[0].order)), viewport={"width": 360, "height": 740})
    expect(page.locator("#case")).to_be_hidden()
    page.get_by_role("link", name=f"Case {cases[0].pk}").click()
    expect(page.locator("#case")).to_contain_text(BROKEN[0])
    expect(page.locator(".desk-list")).to_be_hidden()
    page.locator("#case").get_by_role("link", name="Desk").click()
    expect(page.locator(".desk-list")).to_be_visible()


def test_the_keys_work_only_while_the_list_has_the_focus(scenario: Cast, visit: Visit, cases: list[Case]) -> None:
    """WCAG 2.1.4"""
    desk = f"/desk/?q={shop_of(cases)}"
    page = visit(scenario.sam, desk, viewport={"width": 1280, "height": 800})
    page.keyboard.press("a")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.url.endswith(desk)
    first, second = (page.locator(".desk-list").get_by_role("link", name=f"Case {case.pk}") for case in cases)
    first.focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    first.focus()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("a")
    page.wait_for_url(f"**/desk/cases/{cases[0].pk}/**")
    expect(page.locator(".whose")).to_contain_text("Assignee: You")
    assert Case.objects.get(pk=cases[0].pk).assigned_to == scenario.sam
    assert Case.objects.get(pk=cases[1].pk).assigned_to is None

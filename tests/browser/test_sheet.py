"""The sheet in a browser: how many taps and texts a decline takes, its keyboard, and that nothing covers its foot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from anam.catalog.stock import count
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Message
from anam.mail.models import Email
from anam.orders.models import Order
from conftest import Cast
from tests.browser.access import listen, wrong_in_light_and_dark
from tests.conftest import wait_for

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
BLANK = "The oatmeal glaze crawled in the last firing. New mugs are ready on 19 December."
PHONE = {"width": 360, "height": 740}


class Hand:
    """One finger: it counts what it presses, and how many texts it writes."""

    def __init__(self) -> None:
        self.taps = self.texts = 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def write(self, page: Page, words: str) -> None:
        page.keyboard.insert_text(words)
        self.texts += 1


def ines_wrote(cast: Cast, words: str = "Do you make these in blue?") -> None:
    write_as_buyer(words, buyer=cast.harbor, maker=cast.byrne, by=cast.ines)


def new_order(cast: Cast, *, stock: int) -> tuple[Order, str]:
    """An order, and the address of *Cancel Order…* in the email that tells its maker of it."""
    order = cast.order(lines=[(cast.mug, 6)])
    count(cast.mug.pk, stock=stock)
    email = wait_for(lambda: Email.objects.filter(to=cast.hanna.email, subject__contains=order.number).first())
    (link,) = [line for line in email.text.splitlines() if line.endswith("?cancel")]
    return order, link.split("8000", 1)[-1] if "8000" in link else "/" + link.split("/", 3)[-1]


@contextmanager
def counted(name: str, *, most: int) -> Iterator[Hand]:
    hand = Hand()
    yield hand
    print(f"{name}: {hand.taps} taps, {hand.texts} text")  # noqa: T201 - a figure
    assert (hand.taps <= most, hand.texts <= 1) == (True, True), (hand.taps, hand.texts)


@pytest.mark.parametrize("stock", [0, 56])
def test_from_the_email_a_decline_is_five_taps_and_one_text(scenario: Cast, visit: Visit, stock: int) -> None:
    """D3, D9: six where the stock must be asked. The first tap is the link of the email."""
    ines_wrote(scenario)
    order, link = new_order(scenario, stock=stock)
    page = visit(scenario.hanna, "/portal/orders/", viewport=PHONE)
    with counted(f"two acts, {stock} on the shelf", most=6 if stock else 5) as hand:
        page.goto(link)
        hand.taps += 1
        sheet = page.locator("dialog[open]")
        hand.tap(sheet.locator("label.chip", has_text="Out of stock"))
        hand.tap(sheet.get_by_label("Message to Harbor & Pine: what happened?"))
        hand.write(page, BLANK)
        hand.tap(sheet.get_by_role("button", name="Send message"))
        expect(sheet).to_contain_text("2 of 2 · Cancel · Out of stock")
        assert Order.objects.get(pk=order.pk).status == "placed"
        if stock:
            hand.tap(sheet.locator("#stock label", has_text="Set to 0"))
            expect(sheet.locator("#strip-short")).to_contain_text("Mug, oatmeal 56→0")
        hand.tap(sheet.get_by_role("button", name="Cancel Order"))
        expect(page.get_by_role("heading", name="This order is declined")).to_be_focused()
    assert Order.objects.get(pk=order.pk).status == "declined"
    wait_for(lambda: Email.objects.filter(to=scenario.ines.email, subject__contains="cannot fulfil").exists())
    of_placing = f"Your order {order.number} from"
    assert Email.objects.filter(to=scenario.ines.email).exclude(subject__startswith=of_placing).count() == 1


def test_told_before_it_is_five_taps_and_one_text(scenario: Cast, visit: Visit) -> None:
    """The other path: the message was sent some time ago; with the stock asked."""
    ines_wrote(scenario)
    order, link = new_order(scenario, stock=56)
    told = visit(scenario.hanna, f"/portal/orders/{order.number}/contact/")
    told.get_by_label("Your message about order").fill(BLANK)
    told.get_by_role("button", name="Send message").click()
    page = visit(scenario.hanna, "/portal/orders/", viewport=PHONE)
    with counted("told before, 56 on the shelf", most=6) as hand:
        page.goto(link)
        hand.taps += 1
        sheet = page.locator("dialog[open]")
        hand.tap(sheet.locator("label.chip", has_text="Out of stock"))
        hand.tap(sheet.get_by_role("button", name="Use your message of"))
        expect(sheet.locator("#explanation")).to_have_value(BLANK)
        hand.tap(sheet.locator("#stock label", has_text="Return 6"))
        expect(sheet.locator("#strip-short")).to_contain_text("56→62")
        hand.tap(sheet.get_by_role("button", name="Cancel Order"))
        expect(page.get_by_role("heading", name="This order is declined")).to_be_focused()
    assert Order.objects.get(pk=order.pk).status == "declined"


def test_the_whole_decline_by_keyboard_alone(scenario: Cast, visit: Visit) -> None:
    ines_wrote(scenario)
    order = scenario.order(lines=[(scenario.mug, 6)])
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    page.get_by_role("link", name="Cancel Order…").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#popup-title")).to_be_focused()
    press_until(page, "input[name=reason]")
    page.keyboard.press("Space")
    expect(page.locator("#letter-opening")).to_contain_text("The reason: out of stock.")
    press_until(page, "#explanation")
    page.keyboard.type(BLANK)
    press_until(page, "button.primary")
    page.keyboard.press("Enter")
    expect(page.locator("#popup-title")).to_be_focused()
    expect(page.locator("#popup")).to_contain_text("2 of 2")
    press_until(page, "input[value=return]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#strip-short")).to_contain_text("94→0")
    expect(page.locator("#said")).to_contain_text("released, nothing charged")
    press_until(page, "button.danger")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This order is declined")).to_be_focused()


def press_until(page: Page, selector: str) -> None:
    """Tab, until what has the focus is that; nothing that has it is covered."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab.")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (640, 480), (1280, 800)])
def test_the_strip_and_the_buttons_are_always_in_view(scenario: Cast, visit: Visit, width: int, height: int) -> None:
    """D11: whatever is scrolled, and nothing covers them; they are at most 128 px on a phone."""
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/?cancel", viewport={"width": width, "height": height})
    for scrolled in (0, 10_000):
        page.locator(".sheet-body").evaluate("(body, top) => body.scrollTo(0, top)", scrolled)
        for part in ("#strip-short", "button.danger", "#popup-title"):
            assert page.locator(part).evaluate(
                "element => { const box = element.getBoundingClientRect();"
                " const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);"
                " return box.bottom <= innerHeight && element.contains(at); }"
            ), part


def test_both_acts_can_be_used_by_everybody(scenario: Cast, visit: Visit) -> None:
    ines_wrote(scenario)
    order = scenario.order()
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/?cancel", viewport=PHONE)
    complaints = listen(page)
    sheet = page.locator("dialog[open]")
    sheet.get_by_role("button", name="Send message").click()
    sheet.locator(".errors").wait_for()
    assert wrong_in_light_and_dark(page) == []
    sheet.locator("label.chip", has_text="Out of stock").click()
    sheet.locator("label", has_text="Some items").click()
    sheet.get_by_role("button", name="One less of Mug, oatmeal").click()
    expect(sheet.locator("#letter-opening")).to_contain_text("I can’t send 1 × Mug, oatmeal")
    assert wrong_in_light_and_dark(page) == []
    sheet.locator("#explanation").fill(BLANK)
    sheet.get_by_role("button", name="Send message").click()
    expect(sheet).to_contain_text("2 of 2")
    sheet.locator("#strip-short").click()
    assert wrong_in_light_and_dark(page) == []
    assert [complaint for complaint in complaints if "422" not in complaint] == []


def test_an_answer_that_came_between_the_acts_is_read_first(scenario: Cast, visit: Visit) -> None:
    ines_wrote(scenario)
    order = scenario.order(lines=[(scenario.mug, 6)])
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/?cancel")
    sheet = page.locator("dialog[open]")
    sheet.locator("label.chip", has_text="Discontinued").click()
    sheet.locator("#explanation").fill(BLANK)
    sheet.get_by_role("button", name="Send message").click()
    sheet.locator("#stock label", has_text="Leave at 94").click()
    expect(sheet.locator("#strip-short")).to_contain_text("Stock stays as it is")
    ines_wrote(scenario, "Two of them would do.")
    sheet.get_by_role("button", name="Cancel Order").click()
    expect(sheet.locator(".answer")).to_contain_text("Two of them would do.")
    assert Order.objects.get(pk=order.pk).status == "placed"
    sheet.get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_role("heading", name="This order is declined")).to_be_visible()


def test_without_javascript_each_page_shows_before_it_does(scenario: Cast, visit: Visit) -> None:
    """D3, D11: *Begin message*, then *Send message*; *Show what will happen*, then the red button."""
    ines_wrote(scenario)
    order = scenario.order(lines=[(scenario.mug, 6)])
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/?cancel", java_script_enabled=False, viewport=PHONE)
    expect(page.get_by_role("button", name="Send message")).to_be_hidden()
    page.locator("label.chip", has_text="Out of stock").click()
    page.get_by_role("button", name="Begin message").last.click()
    expect(page.locator("#letter-opening")).to_contain_text("The reason: out of stock.")
    page.locator("#explanation").fill(BLANK)
    page.get_by_role("button", name="Send message").click()
    assert Message.objects.filter(order=order).count() == 1
    expect(page.locator("#explanation")).to_have_value(BLANK)
    expect(page.get_by_role("button", name="Cancel Order")).to_be_hidden()
    page.locator("#stock label", has_text="Set to 0").click()
    page.get_by_role("button", name="Show what will happen").last.click()
    expect(page.locator("#strip-short")).to_contain_text("94→0")
    page.get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_role("heading", name="This order is declined")).to_be_visible()


def test_an_acceptance_is_undone_where_it_was_made(scenario: Cast, visit: Visit) -> None:
    order = scenario.order()
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/", viewport=PHONE, java_script_enabled=False)
    page.get_by_role("button", name="Accept order").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main")).to_contain_text("needs your answer again; nobody was told")
    assert Order.objects.get(pk=order.pk).status == "placed"


def test_what_is_chosen_while_a_preview_is_under_way_stands(scenario: Cast, visit: Visit) -> None:
    """D9, D11: the late answer is about what is not so any more; nothing is sent before the next one is shown."""
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/?cancel")
    held: list[Route] = []
    page.route("**/decline/preview/**", lambda route: held.append(route))
    page.locator("label.chip", has_text="Out of stock").click()
    _until(page, lambda: len(held) == 1)
    page.locator("#stock label", has_text="Return 6").click()
    held[0].continue_()
    _until(page, lambda: len(held) == 2)
    expect(page.locator("#stock input[value=return]")).to_be_checked()
    cancel = page.get_by_role("button", name="Cancel Order", exact=True)
    expect(cancel).to_be_disabled()
    cancel.click(force=True)
    held[1].continue_()
    expect(page.locator("#strip-short")).to_contain_text("94→100")
    expect(page.locator("#stock input[value=return]")).to_be_checked()
    expect(cancel).to_be_enabled()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert Order.objects.get(pk=order.pk).status == "placed"


def test_a_preview_that_never_comes_leaves_a_button_to_press(scenario: Cast, visit: Visit) -> None:
    """The server says what is wrong then: nothing that was not shown is done (D11)."""
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/?cancel")
    page.route("**/decline/preview/**", lambda route: route.abort())
    page.locator("label.chip", has_text="Out of stock").click()
    cancel = page.get_by_role("button", name="Cancel Order", exact=True)
    expect(cancel).to_be_enabled()
    cancel.click()
    expect(page.locator("#popup")).to_contain_text("Choose what happens to the stock of Mug, oatmeal.")
    assert Order.objects.get(pk=order.pk).status == "placed"


def _until(page: Page, come: Callable[[], bool]) -> None:
    while not come():
        page.wait_for_timeout(50)

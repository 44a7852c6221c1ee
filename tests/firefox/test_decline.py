"""The decline in Firefox, as Debian has it: the sheet, both of its acts and the strip. Decision 0052."""

import base64
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.mail.models import Email
from anam.orders.models import Order
from conftest import Cast
from tests.conftest import Live, session_of, wait_for

FIREFOX = os.environ.get("FIREFOX", "")
pytestmark = [pytest.mark.skipif(not FIREFOX, reason="bin/firefox names one, and make soak asks it")]
BLANK = "The oatmeal glaze crawled in the last firing. New mugs are ready on 19 December."


@pytest.fixture(scope="module")
def firefox() -> Iterator[Any]:
    """One for all of them, spoken to as geckodriver would: with Marionette, which Firefox brings."""
    from marionette_driver.marionette import Marionette

    driver = Marionette(bin=FIREFOX, headless=True, port=0)
    driver.start_session()
    driver.timeout.implicit = 10
    yield driver
    driver.quit()


class Reader:
    """Somebody at Firefox."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def find(self, css: str) -> Any:
        return self.driver.find_element("css selector", css)

    def click(self, css: str, words: str = "") -> None:
        """Click the first of them that says `words`, once it is shown."""

        def shown() -> Any:
            found = self.driver.find_elements("css selector", css)
            return next((one for one in found if words in one.text and one.is_displayed()), None)

        wait_for(shown, what=f"{css} {words}").click()

    def waits_for(self, css: str, words: str) -> None:
        said = "return document.querySelector(arguments[0])?.textContent.replace(/\\s+/g, ' ') ?? ''"
        wait_for(lambda: words in self.driver.execute_script(said, script_args=[css]), what=f"{words!r} in {css}")

    def picture(self, name: str) -> None:
        """For whoever wants to look: into the folder that PICTURES names."""
        if folder := os.environ.get("PICTURES"):
            Path(folder, f"{name}.png").write_bytes(base64.b64decode(self.driver.screenshot(full=False)))


@pytest.fixture
def sit_down(firefox: Any, on_live: Live) -> Callable[..., Reader]:
    def as_person(person: Any, path: str, *, width: int, height: int) -> Reader:
        firefox.set_window_rect(width=width, height=height)
        firefox.navigate(f"{on_live.url}/healthz")
        firefox.delete_all_cookies()
        firefox.add_cookie({"name": "sessionid", "value": session_of(person)})
        firefox.navigate(f"{on_live.url}{path}")
        return Reader(firefox)

    return as_person


@pytest.mark.parametrize(("width", "height"), [(450, 844), (1280, 900)])
def test_hanna_tells_ines_and_cancels_in_firefox(
    scenario: Cast, sit_down: Callable[..., Reader], width: int, height: int
) -> None:
    """D3, D5, D8, D9, D10, D11: two requests, and after the first nothing is cancelled."""
    write_as_buyer("Do you make these in blue?", buyer=scenario.harbor, maker=scenario.byrne, by=scenario.ines)
    order = scenario.order(lines=[(scenario.mug, 6)])
    hanna = sit_down(scenario.hanna, "/portal/orders/", width=width, height=height)
    hanna.click(f"a[href*='{order.number}']")
    hanna.click(".acts a.button", "Cancel Order…")
    hanna.click("dialog[open] label.chip", "Out of stock")
    hanna.waits_for("#letter-opening", "The reason: out of stock.")
    hanna.find("#explanation").send_keys(BLANK)
    hanna.picture(f"act-1-{width}")
    hanna.click("dialog[open] button.primary", "Send message")
    hanna.waits_for("#popup", "2 of 2")
    assert Order.objects.get(pk=order.pk).status == "placed"
    assert hanna.find("#explanation").get_property("value") == BLANK
    hanna.click("dialog[open] #stock label", "Set to 0")
    hanna.waits_for("#strip-short", "94→0")
    hanna.waits_for("#effects", "was authorised on card ending 4242 and will be released")
    hanna.picture(f"act-2-{width}")
    hanna.click("dialog[open] button.danger", "Cancel Order")
    wait_for(lambda: Order.objects.get(pk=order.pk).status == "declined", what="the order to be declined")
    hanna.waits_for("main", "This order is declined")
    hanna.picture(f"declined-{width}")
    told = Email.objects.filter(to=scenario.ines.email, subject__contains="cannot fulfil")
    wait_for(told.exists, what="the email")
    assert told.count() == 1
    wait_for(lambda: Order.objects.get(pk=order.pk).payment.status == "voided", what="the money to be released")


def test_an_acceptance_is_undone_in_firefox(scenario: Cast, sit_down: Callable[..., Reader]) -> None:
    """D7"""
    order = scenario.order()
    hanna = sit_down(scenario.hanna, f"/portal/orders/{order.number}/", width=450, height=844)
    hanna.click(".acts button.primary", "Accept order")
    hanna.click("form[action$='accept/undo/'] button")
    hanna.waits_for("main", "needs your answer again")
    assert Order.objects.get(pk=order.pk).status == "placed"

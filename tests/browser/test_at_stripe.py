"""A whole order paid at Stripe's own page: Ines pays, Hanna ships or declines, and each reads what becomes of it.

Stripe is the stand-in, with its page; a server and a worker that know it run beside those that do not.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from anam.catalog.models import Storefront
from anam.checkout.basket import put_in
from anam.orders.models import Order
from anam.payments.gateways.stripe.tests.factories import AtStripe
from conftest import Cast
from tests.conftest import Live, free_port, is_up, session_of, wait_for
from tests.stripe_stand_in import StandIn

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
PHONE, DESK = 360, 1280
VISA, FAILS_LATER, ASKS = "4242424242424242", "4000000000000341", "4000002760003184"
WORDS = "I am so sorry: my kiln is down until spring, and I cannot make these."


@pytest.fixture
def at_stripe(live: Live, scenario: Cast, stripe_stand_in: StandIn, settings: Any) -> Iterator[tuple[AtStripe, str]]:
    """The marketplace of these tests, paid at the stand-in; and the address at which it is served so."""
    settings.PAYMENT_GATEWAY = "stripe"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_URL = stripe_stand_in.key, stripe_stand_in.url
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    known = {"ANAM_GATEWAY": "stripe", "ANAM_STRIPE_SECRET_KEY": stripe_stand_in.key, "PORT": str(port)}
    known |= {"ANAM_STRIPE_URL": stripe_stand_in.url, "ANAM_STRIPE_PAGES": stripe_stand_in.url, "ANAM_URL": url}
    for worker in [one for one in live.processes if list(one.args)[-1] == "worker"]:  # type: ignore[arg-type]
        live.kill(worker)  # one that knows no Stripe
    ours = [live.start("serve", **known), live.start("worker", **known)]
    wait_for(lambda: is_up(url), what="anam serve")
    Storefront.objects.filter(maker=scenario.byrne).update(lead_time_days=10)
    yield AtStripe(stripe_stand_in, scenario), url
    for process in ours:
        live.kill(process)
    live.start("worker")


@pytest.fixture
def browse(chromium: Browser, at_stripe: tuple[AtStripe, str]) -> Iterator[Visit]:
    """A browser of its own for each person, signed in."""
    contexts = []

    def as_person(person: Any, path: str, width: int = DESK) -> Page:
        viewport: Any = {"width": width, "height": 800}
        context = chromium.new_context(base_url=at_stripe[1], reduced_motion="reduce", viewport=viewport)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": at_stripe[1]}])
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(path)
        return page

    yield as_person
    for context in contexts:
        context.close()


def looked_at(page: Page, name: str) -> None:
    """It fits a phone and a desk; and where somebody wants to see it (ANAM_SHOTS), pictures are kept."""
    was = page.viewport_size
    assert was
    for width in sorted((PHONE, DESK), key=lambda width: width == was["width"]):  # its own comes last
        page.set_viewport_size({"width": width, "height": was["height"]})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"
        if shots := os.environ.get("ANAM_SHOTS"):
            page.screenshot(path=Path(shots) / f"{name}-{width}.png", full_page=True)


def pay_at_the_checkout(ines: Page, card: str, *, asks: bool = False) -> None:
    """From the checkout to Stripe's page and back."""
    expect(ines.locator("main")).not_to_contain_text("test card")
    looked_at(ines, "checkout")
    ines.get_by_role("button", name="Enter your card and place order").click()
    enter_card(ines, card, "Save card", asks=asks)
    expect(ines.get_by_role("heading", name="Order placed")).to_be_visible()
    looked_at(ines, "success")


def enter_card(page: Page, card: str, button: str, *, asks: bool = False) -> None:
    """On Stripe's own page."""
    expect(page.get_by_label("Card number")).to_be_visible()
    page.get_by_label("Card number").fill(card)
    page.get_by_role("button", name=button).click()
    if asks:
        page.get_by_role("button", name="Complete authentication").click()


def make_it(hanna: Page, order: Order) -> None:
    hanna.goto(f"/portal/orders/{order.number}/")
    hanna.get_by_role("button", name="Accept order").click()
    hanna.get_by_label("Carrier").fill("An Post")
    hanna.get_by_label(re.compile("cost", re.IGNORECASE)).fill("9.40")
    hanna.get_by_role("button", name="Mark as shipped").click()


def the_order(cast: Cast) -> Order:
    return Order.objects.select_related("payment").get(maker=cast.byrne)


def test_ines_pays_at_stripes_page_and_hanna_ships(
    at_stripe: tuple[AtStripe, str], scenario: Cast, browse: Visit
) -> None:
    """M2, M5, M6: she with a phone, Hanna at a desk."""
    put_in(scenario.harbor, scenario.mug, 6)
    ines = browse(scenario.ines, "/checkout/", PHONE)
    pay_at_the_checkout(ines, VISA)
    expect(ines.locator("main")).to_contain_text("Your card was checked; it is charged when this ships.")
    order = the_order(scenario)
    make_it(browse(scenario.hanna, "/portal/orders/", DESK), order)
    wait_for(lambda: the_order(scenario).payment.captured == 8700 + 940)
    ines.goto(f"/orders/{order.number}/")
    expect(ines.locator("main")).to_contain_text("$96.40 was charged to card ending 4242.")
    expect(ines.locator("main")).to_contain_text("announced: at most $12.00")
    looked_at(ines, "shipped")
    at_stripe[0].agree()


def test_ines_pays_at_stripes_page_and_hanna_declines(
    at_stripe: tuple[AtStripe, str], scenario: Cast, browse: Visit
) -> None:
    """D8, M6: what was held is released, and she reads so."""
    Storefront.objects.filter(maker=scenario.byrne).update(lead_time_days=2)
    put_in(scenario.harbor, scenario.mug, 6)
    ines = browse(scenario.ines, "/checkout/")
    pay_at_the_checkout(ines, VISA)
    expect(ines.locator("main")).to_contain_text("Your card is authorised; it is charged when this ships.")
    order = the_order(scenario)
    Order.objects.filter(pk=order.pk).update(contacted_at=order.placed_at, contacted_how="phone")
    hanna = browse(scenario.hanna, f"/portal/orders/{order.number}/decline/")
    hanna.locator("label.chip", has_text="Out of stock").click()
    hanna.locator("#stock label", has_text="Return 6").click()
    hanna.get_by_label("Message to").fill(WORDS)
    hanna.get_by_role("button", name="Cancel Order", exact=True).click()
    expect(hanna.locator("#done")).to_be_visible()
    wait_for(lambda: the_order(scenario).payment.status == "voided")
    ines.goto(f"/orders/{order.number}/")
    expect(ines.locator("main")).to_contain_text("was released. Nothing was charged.")
    at_stripe[0].agree()


@pytest.mark.parametrize("hers", [PHONE, DESK])
def test_a_bank_that_refuses_when_hanna_ships_is_answered_at_stripes_page(
    at_stripe: tuple[AtStripe, str], scenario: Cast, browse: Visit, hers: int
) -> None:
    """M6: not paid, and both read so; another card, whose bank asks its owner; then it ships. Hers is Ines's window."""
    put_in(scenario.harbor, scenario.mug, 6)
    ines = browse(scenario.ines, "/checkout/", hers)
    pay_at_the_checkout(ines, FAILS_LATER)
    order = the_order(scenario)
    hanna = browse(scenario.hanna, "/portal/orders/", DESK if hers == PHONE else PHONE)
    make_it(hanna, order)
    expect(hanna.get_by_role("alert")).to_contain_text("Not paid yet, do not ship")
    looked_at(hanna, "editing-refused")
    hanna.goto(f"/portal/orders/{order.number}/")
    expect(hanna.locator("main")).to_contain_text("Not paid yet: do not ship.")
    looked_at(hanna, "editing-not-paid")
    hanna.goto("/portal/orders/?tab=accepted")
    expect(hanna.locator("main")).to_contain_text("Not paid yet")
    looked_at(hanna, "list-not-paid")
    ines.goto("/orders/")
    looked_at(ines, "orders-not-paid")
    ines.goto(f"/orders/{order.number}/")
    looked_at(ines, "order-not-paid")
    ines.get_by_role("link", name="Confirm or change your card").first.click()
    expect(ines.locator("main")).to_contain_text("$99.00 is held on it")
    looked_at(ines, "pay")
    ines.get_by_role("button", name="Go to the payment page").click()
    enter_card(ines, ASKS, "Pay", asks=True)
    expect(ines.get_by_role("heading", name="Your card is authorised")).to_be_visible()
    looked_at(ines, "pay-done")
    hanna.goto(f"/portal/orders/{order.number}/")
    expect(hanna.locator("main")).not_to_contain_text("Not paid yet")
    hanna.get_by_label("Carrier").fill("An Post")
    hanna.get_by_label(re.compile("cost", re.IGNORECASE)).fill("9.40")
    hanna.get_by_role("button", name="Mark as shipped").click()
    wait_for(lambda: the_order(scenario).payment.captured == 8700 + 940)
    at_stripe[0].agree()

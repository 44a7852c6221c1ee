"""A marketplace is opened from nothing in a browser, with no shell after `anam serve`. Each step is looked at."""

import re
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, expect
from requests import Session

from anam.config.database import HOME
from tests.browser.access import wrong_in_light_and_dark
from tests.conftest import Live, free_port, is_up, wait_for
from tests.copies import drop, make_copy, worker
from tests.races.clients import at_once

pytestmark = [pytest.mark.browser]
PASSWORD = "a-lamp-in-the-loft"
SHOTS = HOME / "opening"
WORDS = "I am so sorry: my kiln is down until spring, and I cannot make these in time."
ADDRESS = {"Name": "Ines Duarte", "Street and number": "12 Wharf Steps", "City": "Portland", "ZIP code": "04101"}


@dataclass
class Postbox:
    """A mail server that keeps what comes."""

    mails: list[Any] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address: str, *, subject: str) -> Any:
        """The newest mail to somebody whose subject says that."""
        return wait_for(lambda: self._found(address, subject), what=f"mail to {address}")

    def about(self, address: str, words: str) -> Any:
        """A mail to somebody that says these words."""
        return next((one for one in self.mails if address in one["To"] and words in _text(one)), None)

    def _found(self, address: str, subject: str) -> Any:
        return next((one for one in self.mails[::-1] if address in one["To"] and subject in one["Subject"]), None)


def _text(mail: Any) -> str:
    return " ".join(mail.get_body(("plain",)).get_content().split())


@dataclass
class Empty:
    """An empty marketplace that is served, and where its log says to open it."""

    live: Live
    postbox: Postbox
    log: Path

    def address(self) -> str:
        return wait_for(lambda: next(iter(re.findall(r"http://\S+/setup/\S+/", self.log.read_text())), ""))


@pytest.fixture
def empty(django_db_blocker: Any) -> Iterator[Empty]:
    name, port, postbox = f"anam_opening_{worker()}", free_port(), Postbox()
    mail = Controller(postbox, hostname="127.0.0.1", port=free_port())
    mail.start()
    live = Live(make_copy(name), name, HOME / name, port)
    log = live.home / "log"
    live.home.mkdir(parents=True, exist_ok=True)
    assert live.run("collectstatic", "--no-input", "--verbosity", "0").returncode == 0
    server = {"ANAM_SMTP_URL": f"smtp://127.0.0.1:{mail.port}"}
    with log.open("w") as written:
        live.start("serve", err=written, **server)
    live.start("worker", **server)
    wait_for(lambda: is_up(live.url), what="anam serve")
    yield Empty(live, postbox, log)
    for process in list(live.processes):
        live.kill(process, signal.SIGTERM)
    mail.stop()
    shutil.rmtree(live.home, ignore_errors=True)
    drop(name)


class Walk:
    """Somebody with a browser of their own; each step is looked at by axe, in light and dark, and kept as a picture."""

    def __init__(self, browser: Browser, live: Live, who: str) -> None:
        self.page: Page = browser.new_context(
            base_url=live.url, viewport={"width": 360, "height": 740}, reduced_motion="reduce"
        ).new_page()
        self.who, self.step = who, 0

    def look(self, name: str) -> None:
        self.step += 1
        SHOTS.mkdir(parents=True, exist_ok=True)
        assert wrong_in_light_and_dark(self.page) == []
        self.page.emulate_media(color_scheme="light")
        self.page.screenshot(path=SHOTS / f"{self.who}-{self.step:02d}-{name}.png", full_page=True)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


def test_a_marketplace_is_opened_from_an_empty_database(empty: Empty, chromium: Browser) -> None:
    nora = Walk(chromium, empty.live, "operator")
    make_account(nora, empty)
    name_it(nora)
    try_mail(nora, empty)
    see_payments(nora)
    write_texts(nora)
    make_maker(nora)
    nora.page.goto("/desk/settings/")
    nora.look("ready")
    nora.press("Open the marketplace")
    expect(nora.page.get_by_text("Kiln & Loom is open.")).to_be_visible()
    hanna = Walk(chromium, empty.live, "maker")
    join(hanna, empty, "hanna@byrne.example", "Hanna Byrne")
    fill_shop(hanna)
    stranger = Walk(chromium, empty.live, "stranger")
    stranger.page.goto("/")
    expect(stranger.page.get_by_role("link", name="Byrne Ceramics")).to_be_visible()
    expect(stranger.page.get_by_role("link", name="Terms", exact=True)).to_have_attribute("href", "/terms/")
    stranger.look("front-door")
    ines = Walk(chromium, empty.live, "shop")
    apply_to_buy(ines, empty)
    approve(nora)
    join(ines, empty, "ines@harbor.example", "Ines Duarte")
    order(ines)
    decline(hanna, empty)


def test_two_browsers_at_once_make_one_operator(empty: Empty) -> None:
    """D7: who is later finds the same page as whoever guesses."""
    address = empty.address()
    tabs = [Session(), Session()]
    for tab in tabs:
        assert tab.get(address, timeout=60).status_code == 200
    names = [{"name": f"Nora {one}", "email": f"nora{one}@kiln.example", "password": PASSWORD} for one in (1, 2)]

    def send(tab: Session, given: dict[str, str]) -> int:
        token = {"csrfmiddlewaretoken": tab.cookies["csrftoken"]}
        return tab.post(address, {**given, **token}, allow_redirects=False, timeout=60).status_code

    assert sorted(at_once(*(partial(send, tab, given) for tab, given in zip(tabs, names, strict=True)))) == [302, 404]


@pytest.mark.parametrize("name", ["K" * 80, "The Kiln, Loom, Letterpress and Lantern Makers’ Market of the West Coast"])
def test_a_very_long_name_makes_no_page_wider_than_a_phone(live: Live, chromium: Browser, name: str) -> None:
    call_it(live, name)
    wait_for(lambda: name[:20] in urlopen(f"{live.url}/accounts/login/").read().decode())
    page = chromium.new_context(base_url=live.url, viewport={"width": 360, "height": 740}).new_page()
    try:
        for path in ("/", "/accounts/login/", "/no-such-page/", "/terms/", "/support/", "/apply/", "/setup/x/"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    finally:
        call_it(live, "")


def call_it(live: Live, name: str) -> None:
    """As another process would, of which the one that serves hears nothing."""
    with psycopg.connect(live.database_url, autocommit=True) as database:
        database.execute("UPDATE marketplace SET name = %s, version = version + 1", [name])


def make_account(nora: Walk, empty: Empty) -> None:
    page, address = nora.page, empty.address()
    page.goto(address)
    nora.look("account")
    page.get_by_label("Your name").fill("Nora Quill")
    page.get_by_label("Email address").fill("nora@kiln.example")
    page.get_by_label("Password").fill(PASSWORD)
    nora.press("Make my account")
    expect(page.get_by_role("heading", name="Name and colour")).to_be_visible()
    other = Walk(nora.page.context.browser, empty.live, "late")  # type: ignore[arg-type]
    assert (other.page.goto(address) or pytest.fail("no answer")).status == 404
    other.look("over")


def name_it(nora: Walk) -> None:
    page = nora.page
    page.get_by_label("Name of the marketplace").fill("Kiln & Loom")
    page.get_by_label("Support address").fill("help@kiln.example")
    page.get_by_label("Accent colour").fill("#ffe000")
    nora.press("Save")
    expect(page.get_by_text("is too light to be read")).to_be_visible()
    nora.look("colour-refused")
    page.get_by_role("button", name=re.compile("^Use #")).click()
    expect(page.get_by_role("heading", name="Email", exact=True)).to_be_visible()
    expect(page.locator(".brand")).to_have_text("Kiln & Loom")


def try_mail(nora: Walk, empty: Empty) -> None:
    page = nora.page
    nora.look("mail")
    nora.press("Send test email")
    expect(page.get_by_role("button", name="Send another")).to_be_visible()  # the mail may be quicker
    mail = empty.postbox.to("nora@kiln.example", subject="is your code")
    assert mail["From"] == "Kiln & Loom <help@kiln.example>"
    nora.page.reload()
    nora.look("mail-code")
    page.get_by_label("Code").fill(re.findall(r"\d{6}", mail["Subject"])[0])
    nora.press("It arrived")
    expect(page.get_by_text("The test email arrived")).to_be_visible()


def see_payments(nora: Walk) -> None:
    nora.press("Test the sandbox")
    nora.look("payments")
    nora.press("Do this later")


def write_texts(nora: Walk) -> None:
    page = nora.page
    nora.look("texts")
    for name in ("Terms", "Privacy notice"):
        page.goto("/desk/settings/texts/")
        page.locator("main .states").get_by_role("link", name=name).click()
        page.get_by_label("Text").fill(f"## {name}\n\nBe kind, and pay in time.")
        nora.press("Preview")
        expect(page.get_by_text("Nothing is published yet.")).to_be_visible()
        nora.press("Publish version 1")
        expect(page.get_by_text("version 1 is published")).to_be_visible()
    nora.look("published")


def make_maker(nora: Walk) -> None:
    page = nora.page
    page.goto("/desk/settings/maker/")
    nora.look("maker")
    page.get_by_label("Name of the maker").fill("Byrne Ceramics")
    page.get_by_label("Email address of its owner").fill("hanna@byrne.example")
    nora.press("Add maker")
    expect(page.get_by_text("Byrne Ceramics is here, and hanna@byrne.example is invited.")).to_be_visible()


def join(who: Walk, empty: Empty, address: str, name: str) -> None:
    """By the link of an invitation: a name, a password, and the terms."""
    text = empty.postbox.to(address, subject="invites you").get_body(("plain",)).get_content()
    who.page.goto(re.findall(r"http://\S+/invite/\S+/", text)[0])
    who.page.get_by_label("Your name").fill(name)
    who.page.get_by_label("Password").fill(PASSWORD)
    who.page.get_by_label("I accept the").check()
    who.look("invitation")
    who.press("Join")
    expect(who.page.get_by_role("button", name="Join")).to_be_hidden()


def fill_shop(hanna: Walk) -> None:
    page = hanna.page
    page.goto("/portal/products/add/")
    page.get_by_label("Title").fill("Mug, oatmeal")
    page.get_by_label("SKU").fill("MUG-01")
    page.get_by_label("Price").fill("14.50")
    page.get_by_label("Counted").check()
    page.get_by_label("Pieces in stock").fill("40")
    hanna.press("Add product")
    page.goto("/portal/storefront/")
    page.get_by_label("Tagline").fill("Stoneware for every day")
    hanna.look("storefront")
    hanna.press("Save")
    expect(page.get_by_text("Your storefront is saved.")).to_be_visible()


def apply_to_buy(ines: Walk, empty: Empty) -> None:
    page = ines.page
    page.goto("/")
    page.get_by_role("link", name="Apply to buy").click()
    page.get_by_text("To buy for my shop").click()
    page.get_by_label("Your name").fill("Ines Duarte")
    page.get_by_label("Email address").fill("ines@harbor.example")
    page.get_by_label("Name of your workshop or shop").fill("Harbor & Pine")
    page.get_by_label("Country").select_option(label="United States")
    page.get_by_label("What do you make").fill("A shop by the harbour, with things for the kitchen.")
    ines.look("apply")
    ines.press("Apply")
    text = empty.postbox.to("ines@harbor.example", subject="Confirm").get_body(("plain",)).get_content()
    page.goto(re.findall(r"http://\S+/apply/\S+/", text)[0])
    ines.press("Send application")
    ines.look("applied")


def approve(nora: Walk) -> None:
    nora.page.goto("/desk/applications/")
    nora.page.get_by_role("link", name="Harbor & Pine").click()
    nora.look("application")
    nora.press("Approve and invite")
    expect(nora.page.get_by_role("button", name="Approve and invite")).to_be_hidden()


def order(ines: Walk) -> None:
    """She asks first, so that the maker may write to her (D4); then a basket, an address, and an order."""
    page = ines.page
    page.goto("/m/byrne-ceramics/")
    ines.look("storefront")
    page.get_by_role("link", name="Message").last.click()
    page.get_by_label("Message").first.fill("Do you make these in blue?")
    page.locator("main form button.primary").first.click()
    page.goto("/m/byrne-ceramics/")
    with page.expect_navigation():
        page.get_by_role("button", name="Add Mug, oatmeal").click()
    page.goto("/checkout/address/")
    for label, value in ADDRESS.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("State").select_option(label="Maine")
    ines.look("address")
    ines.press("Save address")
    page.goto("/checkout/")
    ines.look("checkout")
    page.locator("main form button.primary").click()
    expect(page.get_by_role("heading", name="Order placed")).to_be_visible()
    ines.look("ordered")


def decline(hanna: Walk, empty: Empty) -> None:
    """Told, then cancelled (D3, D5, D10): and the shop hears it by e-mail, in the marketplace's own name."""
    page = hanna.page
    page.goto("/portal/orders/")
    hanna.look("orders")
    page.get_by_role("link", name="Harbor & Pine").first.click()
    page.get_by_role("link", name="Cancel Order…").click()
    sheet = page.locator("dialog[open]")
    sheet.locator("label.chip", has_text="Cannot make it in time").click()
    sheet.get_by_label("what happened?").fill(WORDS)
    sheet.get_by_role("button", name="Send message").click()
    expect(sheet).to_contain_text("was told today at")
    sheet.locator("#stock label", has_text="Return 1").click()
    sheet.get_by_role("button", name="Cancel Order").click()
    expect(page.get_by_role("heading", name="This order is declined")).to_be_visible()
    hanna.look("declined")
    mail = wait_for(lambda: empty.postbox.about("ines@harbor.example", WORDS), what="the words to the shop")
    assert mail["From"] == "Kiln & Loom <help@kiln.example>"

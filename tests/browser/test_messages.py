"""Hanna and Ines write to each other, in two browsers."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.conversations.models import Conversation, Message, Picture
from anam.decoding.tests.pictures import photograph, picture
from conftest import Cast
from tests.browser.ways import both_ways

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
AT_MOST = 12_000  # two questions for news


def ines_wrote(cast: Cast, words: str = "Do you make these in blue?") -> int:
    return write_as_buyer(words, buyer=cast.harbor, maker=cast.byrne, by=cast.ines).conversation_id


def test_hanna_sees_what_ines_writes_while_she_types(scenario: Cast, visit: Visit) -> None:
    conversation = ines_wrote(scenario)
    hanna, ines = (
        visit(scenario.hanna, f"/portal/messages/{conversation}/"),
        visit(scenario.ines, f"/messages/{conversation}/"),
    )
    area = hanna.get_by_label("Write to Harbor & Pine")
    area.press_sequentially("From May")
    ines.get_by_label("Write to Byrne Ceramics").fill("And in green?")
    ines.get_by_role("button", name="Send message").click()
    expect(hanna.locator("#conversation")).to_contain_text("And in green?", timeout=AT_MOST)
    expect(hanna.locator("#said-new")).to_have_text("1 new message from Harbor & Pine")
    expect(area).to_be_focused()
    hanna.keyboard.type(" on.")
    expect(area).to_have_value("From May on.")
    # Shown in a page that is looked at: read, and Ines is told so without a reload.
    expect(ines.locator("#read-mark")).to_contain_text("Read by Hanna", timeout=2 * AT_MOST)
    expect(hanna.locator("#unread-conversations")).to_have_text("", timeout=2 * AT_MOST)


def test_a_hidden_tab_does_not_ask_and_reads_nothing(scenario: Cast, visit: Visit) -> None:
    conversation = ines_wrote(scenario)
    hanna = visit(scenario.hanna, f"/portal/messages/{conversation}/")
    hanna.evaluate("Object.defineProperty(document, 'hidden', {get: () => !window.looking, configurable: true})")
    ines_wrote(scenario, "And in green?")
    asked: list[str] = []
    hanna.on("request", lambda request: asked.append(request.url))
    hanna.wait_for_timeout(11_000)
    assert [url for url in asked if "/static/" not in url] == []  # a browser may fetch the icon whenever it likes
    assert Conversation.objects.unread_by("maker").filter(pk=conversation).exists()
    # It asks at once, not when it would have next; the answer takes as long as it takes.
    with hanna.expect_request(lambda request: "/static/" not in request.url, timeout=3_000):
        hanna.evaluate("window.looking = true; document.dispatchEvent(new Event('visibilitychange'))")
    expect(hanna.locator("#conversation")).to_contain_text("And in green?")


def test_a_draft_survives_a_reload_and_is_gone_once_sent(scenario: Cast, visit: Visit) -> None:
    conversation = ines_wrote(scenario)
    page = visit(scenario.hanna, f"/portal/messages/{conversation}/", viewport=PHONE)
    page.get_by_label("Write to Harbor & Pine").press_sequentially("Dear Ines, ")
    expect(page.locator(".draft-state")).to_have_text("Kept as your draft.")
    page.goto("/portal/messages/")
    page.get_by_role("link", name="Harbor & Pine").click()
    expect(page.get_by_label("Write to Harbor & Pine")).to_have_value("Dear Ines, ")
    page.get_by_label("Write to Harbor & Pine").press("Control+End")
    page.keyboard.type("from May on.")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator("#conversation")).to_contain_text("Dear Ines, from May on.")
    page.reload()
    expect(page.get_by_label("Write to Harbor & Pine")).to_have_value("")


def test_who_is_signed_out_while_typing_stays_with_their_words(scenario: Cast, visit: Visit) -> None:
    conversation = ines_wrote(scenario)
    page = visit(scenario.hanna, f"/portal/messages/{conversation}/")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Write to Harbor & Pine").press_sequentially("From May on.")
    expect(page.locator(".draft-state")).to_contain_text("You have been signed out")
    expect(page.locator("main")).to_contain_text("so new messages do not come in here", timeout=AT_MOST)
    page.get_by_role("button", name="Send message").click()
    page.get_by_label("Email").fill(scenario.hanna.email)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Write to Harbor & Pine")).to_have_value("From May on.")


@both_ways
def test_ines_sends_pictures_and_hanna_looks_at_one(scenario: Cast, visit: Visit, javascript: bool, width: int) -> None:
    conversation = ines_wrote(scenario)
    viewport = {"width": width, "height": 740}
    ines = visit(scenario.ines, f"/messages/{conversation}/", java_script_enabled=javascript, viewport=viewport)
    files: list[Any] = [
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph()},
        {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"Dear Ines"},
    ]
    ines.get_by_label("Write to Byrne Ceramics").fill("Like this one?")
    ines.get_by_label("Pictures").set_input_files(files)
    ines.get_by_role("button", name="Send message").click()
    expect(ines.get_by_role("alert")).to_contain_text("“notes.jpg” is no JPEG, PNG or WebP picture")
    expect(ines.get_by_label("Write to Byrne Ceramics")).to_have_value("Like this one?")
    png = {"name": "b.png", "mimeType": "image/png", "buffer": picture("PNG")}
    ines.get_by_label("Pictures").set_input_files([files[0], png])  # type: ignore[list-item]
    ines.get_by_role("button", name="Send message").click()
    expect(ines.locator("#conversation img")).to_have_count(2)
    assert Message.objects.filter(conversation=conversation, body="Like this one?").count() == 1

    hanna = visit(
        scenario.hanna, f"/portal/messages/{conversation}/", java_script_enabled=javascript, viewport=viewport
    )
    hanna.get_by_alt_text("Picture 1 of 2 from Ines").click()
    hanna.wait_for_url("**/messages/pictures/*/")
    assert Picture.objects.filter(message__conversation=conversation).count() == 2


def test_the_whole_center_without_javascript(scenario: Cast, visit: Visit) -> None:
    conversation = ines_wrote(scenario)
    hanna = visit(scenario.hanna, "/portal/messages/", java_script_enabled=False, viewport=PHONE)
    hanna.get_by_label("Search by shop").fill("blue")
    hanna.get_by_label("Search by shop").press("Enter")
    hanna.get_by_role("link", name="Harbor & Pine").click()
    hanna.get_by_label("Write to Harbor & Pine").fill("From May on.")
    hanna.get_by_role("button", name="Send message").click()
    expect(hanna.locator("#conversation")).to_contain_text("From May on.")
    ines = visit(scenario.ines, f"/messages/{conversation}/", java_script_enabled=False, viewport=PHONE)
    ines.get_by_text("Mute Byrne Ceramics").click()
    ines.get_by_role("button", name="Mute", exact=True).click()
    expect(ines.locator("main")).to_contain_text("You have muted Byrne Ceramics. Their messages come")
    ines.get_by_role("button", name="Unmute").click()
    ines.get_by_role("link", name="Report this message of Hanna").click()
    ines.get_by_label("What is wrong with it").fill("May is a very long time to wait.")
    ines.get_by_role("button", name="Report it").click()
    ines.goto(f"/messages/{conversation}/")
    expect(ines.get_by_role("link", name="You reported this")).to_be_visible()


def test_the_keyboard_is_enough(scenario: Cast, visit: Visit) -> None:
    conversation = ines_wrote(scenario)
    page = visit(scenario.hanna, "/portal/messages/")
    page.get_by_role("link", name="Harbor & Pine").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/portal/messages/{conversation}/**")
    page.get_by_label("Write to Harbor & Pine").focus()
    page.keyboard.type("From May on.")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#conversation")).to_contain_text("From May on.")

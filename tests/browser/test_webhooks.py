"""Webhooks, by people: added, seen at work, sent again, paused, deleted; with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from anam.webhooks.models import Delivery
from anam.webhooks.tests.receiver import receiving
from conftest import Cast
from tests.conftest import wait_for

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]


@pytest.mark.parametrize("script", [True, False])
def test_a_member_adds_a_webhook_and_sees_what_it_is_answered(scenario: Cast, visit: Visit, script: bool) -> None:
    with receiving(statuses=[500, 200]) as receiver:
        page = visit(scenario.hanna, "/preferences/", java_script_enabled=script)
        page.get_by_role("link", name="Webhooks").click()
        page.get_by_label("Address").fill("https://user:word@shop.example/")
        page.get_by_role("button", name="Add webhook").click()
        expect(page.get_by_role("alert")).to_contain_text("no user, password")
        page.get_by_label("Address").fill(receiver.url)
        page.get_by_role("button", name="Add webhook").click()
        secret = page.get_by_label("The secret").input_value()
        order = scenario.order()
        wait_for(lambda: len(receiver.received) == 2, what="the second attempt")
        assert receiver.received[0].id == receiver.received[1].id
        assert receiver.received[1].verified(secret)["data"]["order"] == order.number
        wait_for(lambda: Delivery.objects.filter(endpoint__made_by=scenario.hanna).exclude(delivered_at=None).exists())
        if not script:
            page.reload()
        row = page.get_by_role("row", name="order.placed")
        expect(row).to_contain_text("Accepted", timeout=60_000)
        row.get_by_role("link").click()
        expect(page.get_by_role("row").filter(has_text="500")).to_contain_text("thank you")
        page.get_by_role("button", name="Send again").click()
        wait_for(lambda: len(receiver.received) == 3, what="the third attempt")
        if script:
            expect(page.get_by_role("row")).to_have_count(5, timeout=60_000)
        page.locator(".crumbs").get_by_role("link", name="Webhook", exact=True).click()
        page.get_by_role("button", name="Roll secret").click()
        assert page.get_by_label("The secret").input_value() != secret
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_text("Paused").first).to_be_visible()
        page.get_by_role("button", name="Resume").click()
        page.get_by_text("Delete this webhook").click()
        page.get_by_role("button", name="Delete webhook").click()
        expect(page.get_by_role("heading", name="No webhooks yet")).to_be_visible()

"""Tokens, by people: made, seen once, used, revoked; without JavaScript, and after the session has ended."""

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from anam.people.models import Session
from conftest import Cast
from tests.conftest import Live

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]


def status_with(live: Live, secret: str) -> int:
    request = urllib.request.Request(f"{live.url}/api/v1/orders", headers={"Authorization": f"Bearer {secret}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize(
    ("who", "path", "script"),
    [
        ("hanna", "/portal/tokens/", True),
        ("ines", "/preferences/tokens/", False),
        ("sam", "/preferences/tokens/", True),
    ],
)
def test_a_member_makes_a_token_uses_it_and_revokes_it(
    live: Live, scenario: Cast, visit: Visit, who: str, path: str, script: bool
) -> None:
    page = visit(getattr(scenario, who), "/preferences/", java_script_enabled=script)
    page.get_by_role("link", name="Tokens").click()
    page.wait_for_url(f"**{path}")
    expect(page.get_by_role("heading", name="No tokens yet")).to_be_visible()
    page.get_by_label("Name").fill("Our shop’s stock")
    page.get_by_role("button", name="Create", exact=True).click()
    secret = page.get_by_label("The token").input_value()
    assert status_with(live, secret) == 200
    page.goto(path)
    assert secret not in page.content()
    row = page.get_by_role("row", name="Our shop’s stock")
    expect(row).to_contain_text(f"…{secret[-4:]}")
    expect(row).not_to_contain_text("never")
    row.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("status")).to_contain_text("it opens nothing any more")
    assert status_with(live, secret) == 401


def test_a_name_that_is_taken_is_said_beside_the_field_and_kept(scenario: Cast, visit: Visit) -> None:
    page = visit(scenario.hanna, "/portal/tokens/", java_script_enabled=False)
    for _ in range(2):
        page.get_by_label("Name").fill("Twice")
        page.get_by_label("It may only read").check()
        page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("You have a token “Twice” already")
    expect(page.get_by_label("Name")).to_have_value("Twice")
    expect(page.get_by_label("It may only read")).to_be_checked()


def test_what_was_typed_is_kept_when_the_session_has_ended(scenario: Cast, visit: Visit) -> None:
    page = visit(scenario.hanna, "/portal/tokens/")
    page.get_by_label("Name").fill("The warehouse")
    Session.objects.all().delete()
    page.get_by_role("button", name="Create", exact=True).click()
    page.get_by_label("Email").fill(scenario.hanna.email)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Name")).to_have_value("The warehouse")

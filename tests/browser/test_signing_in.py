"""Signing in at the form, as everybody does it who has not been here for two weeks."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from conftest import PASSWORD, Cast

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]


@pytest.mark.parametrize(
    ("who", "where", "width", "javascript"),
    [("hanna", "/portal/orders/", 1200, True), ("ines", "/", 360, True), ("sam", "/desk/", 360, False)],
)
def test_everybody_signs_in_and_lands_where_they_work(
    scenario: Cast, visit: Visit, who: str, where: str, width: int, javascript: bool
) -> None:
    person = getattr(scenario, who)
    page = visit(None, "/accounts/login/", java_script_enabled=javascript, viewport={"width": width, "height": 800})
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert urlsplit(page.url).path == where
    page.goto("/notices/")
    assert urlsplit(page.url).path == "/notices/"

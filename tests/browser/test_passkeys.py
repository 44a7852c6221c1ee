"""Passkeys in a browser, with an authenticator that Chromium makes up: added, used, removed."""

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect

from anam.people.models import User
from conftest import PASSWORD, Cast
from tests.conftest import Live

pytestmark = [pytest.mark.browser]


@pytest.fixture
def person(scenario: Cast) -> User:
    """Somebody whom no other test has given a passkey."""
    email = f"pat-{uuid.uuid4().hex[:8]}@test.example"
    password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    return User.objects.create(email=email, name="Pat", password=password)


@pytest.fixture
def page(chromium: Browser, live: Live) -> Iterator[Page]:
    """A browser with a phone's passkeys, at the name that passkeys need: no number is one."""
    context = chromium.new_context(base_url=live.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def sign_in(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, name: str) -> None:
    page.goto("/accounts/second-factor/passkeys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_without_a_password_and_is_removed(page: Page, person: User) -> None:
    sign_in(page, person)
    page.wait_for_url(lambda url: "/accounts/" not in url)
    add_passkey(page, "My phone")
    page.goto("/accounts/")
    expect(page.get_by_role("link", name="Passkey: My phone")).to_be_visible()
    expect(page.get_by_text("10 left")).to_be_visible()
    page.context.clear_cookies()

    page.goto("/accounts/login/?next=/preferences/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/preferences/")
    page.goto("/accounts/")
    expect(page.get_by_text("Last used")).to_be_visible()

    page.get_by_role("link", name="Passkey: My phone").click()
    confirm = page.get_by_role("heading", name="Confirm it’s you")
    remove = page.get_by_role("button", name="Remove passkey")
    expect(confirm.or_(remove)).to_be_visible()  # it is asked again where signing in took long
    if confirm.is_visible():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    remove.click()
    expect(page.get_by_text("Passkey removed.")).to_be_visible()
    assert not Authenticator.objects.filter(user=person).exists()


def test_after_the_password_the_passkey_is_asked_for(page: Page, person: User) -> None:
    sign_in(page, person)
    page.wait_for_url(lambda url: "/accounts/" not in url)
    add_passkey(page, "My phone")
    page.context.clear_cookies()
    sign_in(page, person)
    expect(page.get_by_text("Your password is right.")).to_be_visible()
    page.goto("/notices/")
    assert "/accounts/second-factor/sign-in/" in page.url, "half signed in is not signed in"
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/notices/")
    assert "/accounts/" not in page.url


def test_where_no_passkey_is_made_the_page_says_so(page: Page, person: User, live: Live) -> None:
    """At a number in place of a name, as the demo is looked at, browsers make none."""
    sign_in(page, person)
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/accounts/second-factor/passkeys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.evaluate("void (navigator.credentials.create = () => Promise.reject(new Error('no')))")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_text("No passkey was made. Try again, or use one-time codes.")).to_be_visible()

"""One's own account: name, language, time zone, and the address that one signs in by."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from anam.accounts.models import EmailChange
from anam.clock import database_now
from anam.mail.models import Email
from anam.people.models import User
from conftest import PASSWORD, Cast

SignIn = Callable[[User], Client]
PROFILE = {"name": "Hanna Byrne", "language": "en", "time_zone": "Europe/Paris"}
CHANGE = "/accounts/change-email/"
NEW = "hanna.byrne@test.example"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(db: None) -> None:
    cache.clear()


def link_in(email: Email) -> str:
    found = re.search(r"http://\S+(/accounts/change-email/\S+)", email.text)
    assert found
    return found[1]


def ask(client: Client, email: str = NEW, password: str = PASSWORD) -> Any:
    return client.post(CHANGE, {"email": email, "password": password})


def test_a_name_and_a_time_zone_are_changed_and_times_follow(cast: Cast, sign_in: SignIn) -> None:
    """D2"""
    order = cast.order()
    hanna = sign_in(cast.hanna)
    assert hanna.post("/accounts/", PROFILE).status_code == 302
    kept = User.objects.get(pk=cast.hanna.pk)
    assert (kept.name, kept.time_zone, kept.language) == ("Hanna Byrne", "Europe/Paris", "en")
    shown = hanna.get(f"/portal/orders/{order.number}/").content.decode()
    assert 'value="Europe/Paris" selected' in hanna.get("/accounts/").content.decode()
    in_paris = shown.count(f"{(order.decline_by + timedelta(hours=1)):%H:%M}")
    assert in_paris


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " \u200b "}, "Write a name"),
        ({"name": "x" * 121}, "Write a name"),
        ({"language": "tlh"}, "Choose a language"),
        ({"time_zone": "Mars/Phobos"}, "Choose a time zone"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    cast: Cast, sign_in: SignIn, wrong: dict[str, str], words: str
) -> None:
    answer = sign_in(cast.hanna).post("/accounts/", {**PROFILE, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert User.objects.get(pk=cast.hanna.pk).name == "Hanna"


def test_the_page_is_for_whoever_is_signed_in(db: None) -> None:
    for path in ("/accounts/", CHANGE, "/accounts/second-factor/", "/accounts/change-email/x/"):
        assert Client().get(path).url.startswith("/accounts/login/")


def test_a_new_address_counts_once_its_link_was_followed_and_the_old_one_is_told(cast: Cast, sign_in: SignIn) -> None:
    hanna, old = sign_in(cast.hanna), cast.hanna.email
    assert ask(hanna).status_code == 302
    letter = Email.objects.get()
    assert letter.to == NEW
    assert letter.user is None
    link = link_in(letter)
    assert "Is this your new address?" in hanna.get(link).content.decode()
    assert User.objects.get(pk=cast.hanna.pk).email == old
    assert hanna.post(link).url == "/accounts/"
    assert User.objects.get(pk=cast.hanna.pk).email == NEW
    told = Email.objects.latest("pk")
    assert (told.to, NEW in told.text) == (old, True)
    assert hanna.get("/accounts/").status_code == 200
    for email, lands in ((old, 200), (NEW, 302)):
        assert Client().post("/accounts/login/", {"login": email, "password": PASSWORD}).status_code == lands


def test_the_link_works_once_and_for_a_day_and_for_whoever_asked(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    ask(hanna)
    link = link_in(Email.objects.get())
    otto = sign_in(cast.otto)
    assert (otto.get(link).status_code, otto.post(link).status_code) == (404, 404)
    assert Client().post(link).url.startswith("/accounts/login/")
    EmailChange.objects.update(expires_at=database_now())
    assert hanna.post(link).status_code == 410
    assert User.objects.get(pk=cast.hanna.pk).email != NEW
    EmailChange.objects.update(asked_at=database_now() - timedelta(minutes=1))
    ask(hanna)
    assert hanna.post(link).status_code == 404, "asked anew, the link of before is dead"
    fresh = link_in(Email.objects.latest("pk"))
    assert hanna.post(fresh).status_code == 302
    answer = hanna.post(fresh)
    assert (answer.status_code, "has been used" in answer.content.decode()) == (410, True)


def test_asked_for_twice_in_a_minute_it_is_one_letter(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    hanna = sign_in(cast.hanna)
    assert [ask(hanna).status_code for _ in range(2)] == [302, 302]
    assert Email.objects.count() == 1


def test_whoever_asks_for_a_taken_address_learns_nothing(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    free, taken = (ask(hanna, email) for email in (NEW, cast.otto.email))
    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    told = Email.objects.latest("pk")
    assert (told.to, told.subject) == (cast.otto.email, "This address has an account already")
    assert "/change-email/" not in told.text


def test_an_address_that_was_taken_meanwhile_is_refused(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    ask(hanna)
    User.objects.filter(pk=cast.otto.pk).update(email=NEW.upper())
    answer = hanna.post(link_in(Email.objects.get()))
    assert (answer.status_code, "Another account" in answer.content.decode()) == (410, True)
    assert User.objects.get(pk=cast.hanna.pk).email == "hanna@test.example"


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        (NEW, "wrong", "not your password"),
        ("nonsense", PASSWORD, "not look like"),
        ("", "", "not your password"),
        ("Hanna@test.example", PASSWORD, "your address already"),
        ("\x00", PASSWORD, "not look like"),
    ],
)
def test_a_change_needs_the_password_and_another_address(
    cast: Cast, sign_in: SignIn, email: str, password: str, words: str
) -> None:
    answer = ask(sign_in(cast.hanna), email, password)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Email.objects.exists()
    assert not EmailChange.objects.exists()


def test_asking_again_and_again_is_throttled(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    statuses = [ask(hanna, f"h{number}@test.example").status_code for number in range(12)]
    assert statuses == [302] * 10 + [429] * 2


def test_a_changed_password_is_told_by_letter(cast: Cast, sign_in: SignIn) -> None:
    new = {"password1": "eleven kilns burning", "password2": "eleven kilns burning"}
    sign_in(cast.hanna).post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    letter = Email.objects.get()
    assert (letter.user, letter.subject) == (cast.hanna, "Your password was changed")

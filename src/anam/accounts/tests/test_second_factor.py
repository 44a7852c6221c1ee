"""Passkeys and one-time codes beside the password. Passkeys themselves: tests/browser/test_passkeys.py."""

import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from anam.mail.models import Email
from anam.people.models import User
from anam.people.second_factor import SecondFactorAdapter
from conftest import PASSWORD, Cast

SignIn = Callable[[User], Client]
SET_UP, SECOND = "/accounts/second-factor/codes/", "/accounts/second-factor/sign-in/"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db: None) -> None:
    cache.clear()


def code_for(secret: str, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def log_in(person: User, **sent: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(LOGIN, {"login": person.email, "password": PASSWORD, **sent})


def confirmed(client: Client, path: str) -> Any:
    """The page after the password was asked for once more."""
    asked = client.get(path)
    assert asked.url.startswith("/accounts/reauthenticate/")
    return client.post(asked.url, {"password": PASSWORD}, follow=True)


def with_codes(person: User) -> tuple[Client, str, list[str]]:
    """Somebody who has set up codes: their session, the key, and their recovery codes."""
    client, _ = log_in(person)
    secret = confirmed(client, SET_UP).context["form"].secret
    page = client.post(SET_UP, {"code": code_for(secret)}, follow=True)
    return client, secret, page.context["unused_codes"]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_codes_are_set_up_with_one_and_asked_for_from_then_on(cast: Cast) -> None:
    with_codes(cast.hanna)
    client, answer = log_in(cast.hanna, next="/portal/products/")
    secret = SecondFactorAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
    assert answer.url == SECOND
    assert not is_in(client)
    assert client.get("/portal/orders/").status_code == 302
    assert client.post(SECOND, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post(SECOND, {"code": code_for(secret)}).url == "/portal/products/"
    assert is_in(client)


def test_a_code_counts_once(cast: Cast) -> None:
    _, secret, _ = with_codes(cast.hanna)
    code = code_for(secret)
    for counts in (True, False):
        client, _ = log_in(cast.hanna)
        client.post(SECOND, {"code": code})
        assert is_in(client) is counts


def test_a_recovery_code_signs_in_once_and_they_are_shown_once(cast: Cast) -> None:
    client, _, recovery = with_codes(cast.hanna)
    assert len(recovery) == 10
    again = client.get("/accounts/second-factor/recovery-codes/").content.decode()
    assert "10 recovery codes left" in again
    assert not any(code in again for code in recovery)
    for counts in (True, False):
        other, _ = log_in(cast.hanna)
        other.post(SECOND, {"code": recovery[0]})
        assert is_in(other) is counts


def test_guessing_codes_is_throttled(cast: Cast) -> None:
    _, secret, _ = with_codes(cast.hanna)
    client, _ = log_in(cast.hanna)
    for _ in range(6):
        client.post(SECOND, {"code": "000000"})
    client.post(SECOND, {"code": code_for(secret)})
    assert not is_in(client)


def test_a_forgotten_password_does_not_go_round_the_second_factor(cast: Cast) -> None:
    with_codes(cast.hanna)
    client = Client()
    client.post("/accounts/password/reset/", {"email": cast.hanna.email})
    link = Email.objects.latest("pk").text.split("http://")[1].split()[0].partition("/")[2]
    form = client.get(f"/{link}", follow=True).redirect_chain[-1][0]
    chosen = {"password1": "eleven kilns burning", "password2": "eleven kilns burning"}
    assert client.post(form, chosen).url == SECOND
    assert not is_in(client)


def test_what_is_removed_asks_for_the_password_again(cast: Cast) -> None:
    client, _, _ = with_codes(cast.hanna)
    stale = client.session
    stale["account_authentication_methods"] = [{"method": "password", "at": 0}]
    stale.save()
    remove = "/accounts/second-factor/codes/remove/"
    asked = client.post(remove)
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.filter(type="totp").exists()
    client.post(asked.url, {"password": PASSWORD})
    assert not Authenticator.objects.exists(), "recovery codes of nothing are none"


def test_of_every_change_its_owner_is_told_by_letter(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client, _, _ = with_codes(cast.hanna)
        client.post("/accounts/second-factor/recovery-codes/new/")
        client.post("/accounts/second-factor/codes/remove/")
    told = Email.objects.filter(user=cast.hanna).values_list("subject", flat=True)
    assert sorted(told) == [
        "New recovery codes were made; those of before no longer work",
        "One-time codes were switched off",
        "One-time codes were switched on",
    ]


def test_the_key_is_not_kept_as_it_is(cast: Cast) -> None:
    _, secret, _ = with_codes(cast.hanna)
    assert secret not in str(list(Authenticator.objects.values()))


def test_the_key_outlives_another_secret_where_the_old_one_is_named(settings: Any) -> None:
    kept = SecondFactorAdapter().encrypt("KEY")
    settings.SECRET_KEY_FALLBACKS = [django_settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 50
    assert SecondFactorAdapter().decrypt(kept) == "KEY"


def test_in_production_support_sets_one_up_before_it_sees_anything(cast: Cast, settings: Any) -> None:
    settings.SUPPORT_SECOND_FACTOR = True
    client, answer = log_in(cast.sam)
    assert answer.url == "/desk/"
    for path in ("/desk/", "/", "/support/", "/preferences/", "/portal/orders/"):
        assert client.get(path).url.startswith("/accounts/second-factor/?next=")
    assert client.post("/desk/policy/").url.startswith("/accounts/second-factor/")
    assert "One more step" in client.get("/accounts/second-factor/").content.decode()
    secret = confirmed(client, SET_UP).context["form"].secret
    client.post(SET_UP, {"code": code_for(secret)})
    assert client.get("/desk/").status_code == 200
    later, _ = log_in(cast.sam)
    assert later.post(SECOND, {"code": code_for(secret)}).url == "/desk/"
    assert later.get("/desk/").status_code == 200


def test_a_session_of_before_shows_the_code_to_go_on(cast: Cast, settings: Any) -> None:
    """Somebody with Sam's password alone gains nothing by having come before him."""
    before, _ = log_in(cast.sam)
    _, secret, _ = with_codes(cast.sam)
    settings.SUPPORT_SECOND_FACTOR = True
    asked = before.get("/desk/").url
    assert asked == "/accounts/second-factor/confirm/?next=%2Fdesk%2F"
    assert before.post(asked, {"code": code_for(secret)}).url == "/desk/"
    assert before.get("/desk/").status_code == 200


def test_of_makers_and_shops_none_is_asked(cast: Cast, settings: Any, sign_in: SignIn) -> None:
    settings.SUPPORT_SECOND_FACTOR = True
    assert sign_in(cast.hanna).get("/portal/orders/").status_code == 200
    assert sign_in(cast.ines).get("/").status_code == 200
    assert Client().get("/").status_code == 200


def test_nonsense_instead_of_a_passkey_is_no_error_of_ours(cast: Cast) -> None:
    client, _ = log_in(cast.hanna)
    confirmed(client, "/accounts/second-factor/passkeys/add/")
    for sent in ("", "nonsense", "{}", "[]", '{"id": 1}', "null", '{"response": {"userHandle": "x"}}'):
        assert client.post("/accounts/second-factor/passkeys/add/", {"credential": sent}).status_code == 200
        assert Client().post("/accounts/login/passkey/", {"credential": sent}).status_code == 302
    assert not Authenticator.objects.exists()


def test_whoever_looks_after_the_people_removes_what_a_colleague_has_lost(cast: Cast, sign_in: SignIn) -> None:
    with_codes(cast.ravi)
    hanna, address = sign_in(cast.hanna), f"/team/{cast.ravi.pk}/second-factor/remove/"
    assert "Remove passkeys and codes" in hanna.get(f"/team/{cast.ravi.pk}/").content.decode()
    hanna.post(address)
    hanna.post(address)
    assert "Remove passkeys and codes" not in hanna.get(f"/team/{cast.ravi.pk}/").content.decode()
    assert not Authenticator.objects.exists()
    told = Email.objects.filter(user=cast.ravi, subject="Your passkeys and one-time codes were removed")
    assert told.count() == 1
    assert log_in(cast.ravi)[1].url == "/portal/orders/"


def test_nobody_else_does(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    with_codes(cast.hanna)
    address = f"/team/{cast.hanna.pk}/second-factor/remove/"
    assert sign_in(cast.ravi).post(address).status_code == 403
    for who in (cast.otto, cast.ines, cast.sam):
        assert sign_in(who).post(address).status_code == 404
    assert Client().post(address).url.startswith("/accounts/login/")
    assert Authenticator.objects.exists()


def test_the_operator_helps_whom_nobody_else_can(cast: Cast) -> None:
    with_codes(cast.sam)
    said = StringIO()
    call_command("remove_second_factor", cast.sam.email.upper(), stdout=said)
    assert "signs in with the password alone" in said.getvalue()
    assert not Authenticator.objects.exists()
    for email, words in ((cast.sam.email, "no passkey"), ("nobody@test.example", "Nobody signs in")):
        with pytest.raises(CommandError, match=words):
            call_command("remove_second_factor", email)

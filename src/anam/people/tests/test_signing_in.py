"""How people get in, and how guessing does not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client

from anam.people.models import User
from conftest import PASSWORD, Cast

SignIn = Callable[[User], Client]
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db: None, settings: Any) -> None:
    cache.clear()
    # What the cast's passwords are kept with stays slow; a guess at nobody's password need not be.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def try_to_sign_in(client: Client, email: str, password: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("name", "lands"), [("hanna", "/portal/orders/"), ("ravi", "/portal/orders/"), ("ines", "/"), ("sam", "/desk/")]
)
def test_everybody_lands_where_they_work(cast: Cast, name: str, lands: str) -> None:
    answer = try_to_sign_in(Client(), getattr(cast, name).email, PASSWORD)
    assert answer.status_code == 302
    assert answer.url == lands


def test_the_address_is_the_same_in_capitals(cast: Cast) -> None:
    client = Client()
    try_to_sign_in(client, " Hanna@Test.Example ", PASSWORD)
    assert is_in(client)


def test_one_comes_back_to_where_one_was_going_but_never_to_another_site(cast: Cast) -> None:
    for wanted, lands in (("/portal/products/", "/portal/products/"), ("https://evil.example/", "/portal/orders/")):
        sent = {"login": cast.hanna.email, "password": PASSWORD, "next": wanted}
        assert Client().post(LOGIN, sent).url == lands


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(cast: Cast) -> None:
    for email in (cast.hanna.email, "nobody@test.example"):
        client = Client()
        page = try_to_sign_in(client, email, "wrong").content.decode()
        assert "This email address and password do not belong together." in page
        assert not is_in(client)


@pytest.mark.parametrize(("email", "password"), [("", ""), ("\x00", "\x00"), ("x", "y"), ("a" * 9000, "b" * 9000)])
def test_nonsense_is_said_to_be_wrong(cast: Cast, email: str, password: str) -> None:
    client = Client()
    assert try_to_sign_in(client, email, password).status_code == 200
    assert not is_in(client)


def test_after_five_wrong_tries_even_the_right_password_waits(cast: Cast) -> None:
    User.objects.filter(pk=cast.hanna.pk).update(password=make_password(PASSWORD))
    client = Client()
    for _ in range(5):
        try_to_sign_in(client, cast.hanna.email, "wrong")
    page = try_to_sign_in(client, cast.hanna.email, PASSWORD).content.decode()
    assert "Too many attempts with this address." in page
    assert not is_in(client)
    try_to_sign_in(client, cast.ravi.email, PASSWORD)
    assert is_in(client)


def test_guessing_over_many_addresses_is_throttled_by_where_it_comes_from(cast: Cast) -> None:
    client = Client()
    for number in range(20):
        try_to_sign_in(client, f"guess{number}@test.example", "wrong")
    answer = try_to_sign_in(client, cast.hanna.email, PASSWORD)
    assert not is_in(client)
    assert "Too many attempts" in answer.content.decode()


def test_signing_out_takes_a_press_of_the_button(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    hanna.get("/accounts/logout/")
    assert is_in(hanna)
    assert hanna.post("/accounts/logout/").url == "/"
    assert not is_in(hanna)


def test_nobody_signs_themselves_up(db: None) -> None:
    sent = {"email": "new@test.example", "password1": "eleven kilns burning", "password2": "eleven kilns burning"}
    for answer in (Client().get("/accounts/signup/"), Client().post("/accounts/signup/", sent)):
        assert "adds makers and shops itself" in answer.content.decode()
    assert not User.objects.exists()


def test_nobody_gives_themselves_another_address(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    assert hanna.post("/accounts/email/", {"action_add": "", "email": "x@test.example"}).status_code == 404
    assert list(User.objects.filter(pk=cast.hanna.pk).values_list("email")) == [("hanna@test.example",)]


def test_a_closed_account_cannot_sign_in(cast: Cast, sign_in: SignIn) -> None:
    already_in = sign_in(cast.ravi)
    User.objects.filter(pk__in=[cast.hanna.pk, cast.ravi.pk]).update(is_active=False)
    client = Client()
    page = client.post(LOGIN, {"login": cast.hanna.email, "password": PASSWORD}, follow=True).content.decode()
    assert "This account is closed" in page
    assert not is_in(client)
    assert already_in.get("/portal/orders/").status_code == 302


def test_a_password_is_changed_by_who_knows_it(cast: Cast, sign_in: SignIn) -> None:
    hanna, address = sign_in(cast.hanna), "/accounts/password/change/"
    new = {"password1": "eleven kilns burning", "password2": "eleven kilns burning"}
    assert hanna.get(address).status_code == 200
    assert hanna.post(address, {"oldpassword": "wrong", **new}).status_code == 200
    assert User.objects.get(pk=cast.hanna.pk).password == cast.hanna.password
    assert hanna.post(address, {"oldpassword": PASSWORD, **new}).status_code == 302
    assert User.objects.get(pk=cast.hanna.pk).check_password("eleven kilns burning")
    assert is_in(hanna)
    assert Client().get(address).url.startswith("/accounts/login/")

"""Tokens: made, shown once, kept as a digest, limited, counted, revoked."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from anam.api.models import Token, Use
from anam.api.tests.calling import Caller, code_of
from anam.people.models import BuyerMember, MakerMember, User
from conftest import Cast

SignIn = Callable[[User], Client]


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("token", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_command_prints_a_token_that_works(cast: Cast) -> None:
    secret = command("Hanna@Test.example")
    assert re.fullmatch(r"anam_[\w-]{43}", secret)
    assert Caller(secret).get("/orders").status_code == 200
    assert secret not in str(Token.objects.values())


def test_the_command_makes_one_each_time_and_one_that_only_reads(cast: Cast) -> None:
    first, second = command(cast.hanna.email), command(cast.hanna.email, "--read-only", "--name", "The shop")
    assert first != second
    order = cast.order()
    assert code_of(Caller(second).post(f"/orders/{order.number}/accept")) == "token_reads_only"
    assert Caller(second).get(f"/orders/{order.number}").status_code == 200


@pytest.mark.parametrize(
    ("email", "words"), [("nobody@test.example", "Nobody here"), ("new@test.example", "acts for nobody")]
)
def test_the_command_says_why_it_makes_none(cast: Cast, email: str, words: str) -> None:
    User.objects.create_user("new@test.example", name="New")
    with pytest.raises(CommandError, match=words):
        command(email)


@pytest.mark.parametrize("secret", [None, "", "anam_x", "x" * 5000, "\udcff"])
def test_without_a_token_in_force_there_is_nothing(cast: Cast, secret: str | None) -> None:
    answer = Caller(secret).get("/orders")
    assert (answer.status_code, code_of(answer)) == (401, "token_missing")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.hanna).get("/api/v1/orders").status_code == 401


def _revoke(cast: Cast) -> None:
    Token.objects.update(revoked_at=timezone.now())


def _deactivate(cast: Cast) -> None:
    User.objects.filter(pk=cast.hanna.pk).update(is_active=False)


def _leave(cast: Cast) -> None:
    MakerMember.objects.filter(user=cast.hanna).delete()


@pytest.mark.parametrize("happens", [_revoke, _deactivate, _leave])
def test_a_token_ends_with_its_person(cast: Cast, happens: Callable[[Cast], None]) -> None:
    caller = Caller.of(cast.hanna)
    assert caller.get("/orders").status_code == 200
    happens(cast)
    assert code_of(caller.get("/orders")) == "token_missing"


def test_the_last_use_is_noted_to_the_minute(cast: Cast) -> None:
    caller = Caller.of(cast.hanna)
    caller.get("/orders")
    first = Token.objects.get().last_used_at
    caller.get("/orders")
    assert Token.objects.get().last_used_at == first
    Token.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    caller.get("/orders")
    assert first
    assert (Token.objects.get().last_used_at or first) > first


def test_a_token_that_calls_too_often_is_told_when_to_go_on(cast: Cast, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    caller, other = Caller.of(cast.hanna), Caller.of(cast.hanna, name="another")
    answers = [caller.get("/orders") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert re.fullmatch(r'"minute";r=2;t=\d+', answers[0]["RateLimit"])
    assert code_of(answers[3]) == "too_many_calls"
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert other.get("/orders").status_code == 200
    Use.objects.update(began_at=timezone.now() - timedelta(seconds=61))
    assert caller.get("/orders")["RateLimit-Remaining"] == "2"


def test_who_acts_for_nobody_is_made_no_token(sign_in: SignIn, cast: Cast) -> None:
    nobody = User.objects.create_user("ada@test.example", name="Ada")
    answer = sign_in(nobody).post("/preferences/tokens/", {"name": "Mine"})
    assert answer.status_code == 422
    assert "You act for no maker and no buyer" in answer.content.decode()
    with pytest.raises(CommandError, match="acts for nobody"):
        call_command("token", nobody.email)
    BuyerMember.objects.filter(user=cast.ines).delete()
    assert sign_in(cast.ines).post("/preferences/tokens/", {"name": "Mine"}).status_code == 422
    assert not Token.objects.exists()


def test_another_persons_token_does_not_exist(cast: Cast, sign_in: SignIn) -> None:
    """D1: not even a colleague's."""
    caller = Caller.of(cast.hanna, name="Hers")
    token = Token.objects.get()
    portal, mine = "/portal/tokens/", "/preferences/tokens/"
    for person, page in ((cast.ravi, portal), (cast.otto, portal), (cast.sam, mine)):
        browser = sign_in(person)
        assert "Hers" not in browser.get(page).content.decode()
        assert browser.post(f"{page}{token.pk}/revoke/").status_code == 404
    assert sign_in(cast.ines).get("/portal/tokens/").status_code == 404
    assert caller.get("/orders").status_code == 200
    assert sign_in(cast.hanna).post(f"/portal/tokens/{token.pk}/revoke/").status_code == 302
    assert caller.get("/orders").status_code == 401


def test_the_page_that_shows_a_token_is_kept_nowhere(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hanna).post("/portal/tokens/", {"name": "Shown once"})
    assert "no-store" in answer["Cache-Control"]
    assert "anam_" in answer.content.decode()
    assert "anam_" not in sign_in(cast.hanna).get("/portal/tokens/").content.decode()


def test_a_token_is_not_held_up_until_the_clock_has_caught_up(
    cast: Cast, put_the_clock_back: Callable[[], None]
) -> None:
    caller = Caller.of(cast.hanna)
    caller.get("/orders")
    Use.objects.update(calls=10**6)
    put_the_clock_back()
    assert caller.get("/orders").status_code == 200

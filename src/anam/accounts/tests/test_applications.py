"""Applying to sell or to buy, and what the desk answers."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from anam.accounts.models import Application, Invitation
from anam.clock import database_now
from anam.mail.models import Email
from anam.people.actions.remove_by_email import remove_by_email
from anam.people.models import Buyer, Maker, Role, User
from conftest import Cast

SignIn = Callable[[User], Client]
NUALA = "nuala@test.example"
FORM = {
    "wants": "sell",
    "name": "Nuala Keane",
    "email": NUALA,
    "business": "Nuala Knits",
    "country": "IE",
    "about": "Jumpers and hats, of the wool of our own sheep.",
    "link": "https://nuala.example",
}
QUEUE = "/desk/applications/"


@pytest.fixture(autouse=True)
def _nobody_has_applied_yet(db: None) -> None:
    cache.clear()


def send(**changes: str) -> Any:
    return Client().post("/apply/", {**FORM, **changes})


def link() -> str:
    letter = Email.objects.filter(key__startswith="application-confirm:").latest("pk")
    found = re.search(r"http://127\.0\.0\.1:\d+(/apply/\S+)", letter.text)
    assert found
    return found[1]


def confirmed(**changes: str) -> Application:
    send(**changes)
    Client().post(link())
    return Application.objects.latest("pk")


def approve(agent: Client, one: Application, slug: str = "nuala-knits", words: str = "") -> Any:
    return agent.post(f"{QUEUE}{one.pk}/approve/", {"slug": slug, "words": words})


def refuse(agent: Client, one: Application, words: str = "We have so many knitters just now.") -> Any:
    return agent.post(f"{QUEUE}{one.pk}/refuse/", {"words": words})


@pytest.fixture
def sam(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.sam)


def test_the_desk_sees_it_once_the_address_is_known_to_be_theirs(cast: Cast, sam: Client) -> None:
    assert send().url == "/apply/sent/"
    assert "Check your email" in Client().get("/apply/sent/").content.decode()
    one = Application.objects.get()
    assert one.status == "unconfirmed"
    assert "Nuala Knits" not in sam.get(QUEUE).content.decode()
    assert sam.get(f"{QUEUE}{one.pk}/").status_code == 404
    assert (approve(sam, one).status_code, refuse(sam, one).status_code) == (404, 404)
    assert "Send your application?" in Client().get(link()).content.decode()
    Client().head(link())
    assert Application.objects.get().status == "unconfirmed", "whoever looks has pressed no button"
    Client().post(link())
    Client().post(link())
    assert "Nuala Knits" in sam.get(QUEUE).content.decode()
    page = sam.get(f"{QUEUE}{one.pk}/").content.decode()
    for words in ("Ireland", FORM["about"], FORM["link"], NUALA, 'value="nuala-knits"'):
        assert words in page
    told = Email.objects.filter(key__startswith=f"application:{one.pk}:waiting")
    assert [letter.user for letter in told] == [cast.sam], "a lead is told, once"


def test_approved_the_maker_is_there_and_its_owner_invited(cast: Cast, sam: Client) -> None:
    one = confirmed()
    assert approve(sam, one, words="Welcome! We liked your hats.").url == QUEUE
    maker = Maker.objects.get(slug="nuala-knits")
    assert (maker.name, maker.country, maker.order_prefix, maker.storefront.open) == ("Nuala Knits", "IE", "NUA", True)
    letter = Email.objects.latest("pk")
    assert (letter.to, "We liked your hats" in letter.text) == (NUALA, True)
    invited = re.search(r"(/invite/\S+)", letter.text)
    assert invited
    client = Client()
    assert "ANAM Craft" in client.get(invited[1]).content.decode()
    new = {"name": "Nuala", "password": "eleven kilns burning"}
    assert client.post(invited[1], new).url == "/portal/orders/"
    nuala = User.objects.with_party().get(email=NUALA)
    assert (nuala.maker, nuala.role) == (maker, Role.OWNER)


def test_a_shop_is_opened_alike(cast: Cast, sam: Client) -> None:
    approve(sam, confirmed(wants="buy", business="Quay Books"), slug="quay-books")
    assert Buyer.objects.get(slug="quay-books").country == "IE"
    assert Invitation.objects.get().role == "owner"


def test_the_owners_invitation_outlives_the_agent_who_approved(cast: Cast, sam: Client) -> None:
    approve(sam, confirmed())
    User.objects.create_user("tom@test.example", None, name="Tom", is_support=True, leads_support=True)
    remove_by_email(cast.sam.email)
    assert Invitation.objects.get().still_stands


def test_refused_they_read_why_and_may_apply_again(cast: Cast, sam: Client) -> None:
    one = confirmed()
    assert refuse(sam, one).url == QUEUE
    letter = Email.objects.latest("pk")
    assert (letter.to, "so many knitters" in letter.text) == (NUALA, True)
    assert not Maker.objects.filter(name="Nuala Knits").exists()
    assert "We have answered" in Client().get(link()).content.decode()
    again = confirmed(about="Jumpers, hats, and now blankets: of our own sheep.")
    assert (again.pk != one.pk, again.status) == (True, "waiting")
    assert "so many knitters" in sam.get(f"{QUEUE}{one.pk}/").content.decode()


def test_it_is_answered_once(cast: Cast, sam: Client) -> None:
    one = confirmed()
    refuse(sam, one)
    letters = Email.objects.count()
    for answer in (approve(sam, one), refuse(sam, one)):
        assert answer.status_code == 409
        assert "Sam refused this application on" in answer.content.decode()
    assert Email.objects.count() == letters
    assert not Maker.objects.filter(slug="nuala-knits").exists()


@pytest.mark.parametrize(
    ("slug", "words"),
    [("", "letters"), ("a b", "letters"), ("é", "letters"), ("byrne", "is taken"), ("x" * 81, "at most 80")],
)
def test_an_address_that_will_not_do_is_said_beside_its_field(cast: Cast, sam: Client, slug: str, words: str) -> None:
    answer = approve(sam, confirmed(), slug=slug)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Application.objects.get().status == "waiting"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("words", ["", "No.", "x" * 1001])
def test_a_refusal_needs_words(cast: Cast, sam: Client, words: str) -> None:
    answer = refuse(sam, confirmed(), words=words)
    assert (answer.status_code, "the applicant reads it" in answer.content.decode()) == (422, True)
    assert Application.objects.get().status == "waiting"


def test_applicants_learn_nothing_of_accounts(cast: Cast) -> None:
    known, unknown = send(email=cast.hanna.email), send()
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    said = [re.sub(r"/apply/\S+", "", one.text).replace(one.to, "X") for one in Email.objects.order_by("pk")]
    assert said[0] == said[1]


def test_applied_twice_it_is_one_and_who_waits_is_told_so(cast: Cast) -> None:
    send()
    send()
    assert Email.objects.count() == 1, "pressed twice"
    old = link()
    send(about="Jumpers, hats, and now blankets: of our own sheep.")
    assert Client().get(old).status_code == 404
    Client().post(link())
    for _ in range(3):
        assert send().url == "/apply/sent/"
    assert Application.objects.count() == 1
    waits = Email.objects.filter(subject="Your application waits for an answer")
    assert (waits.count(), waits.get().to) == (1, NUALA)


def test_the_link_ends_after_7_days(cast: Cast) -> None:
    send()
    Application.objects.update(applied_at=database_now() - timedelta(days=7))
    answer = Client().post(link())
    assert (answer.status_code, "has ended after 7 days" in answer.content.decode()) == (410, True)
    assert Application.objects.get().status == "unconfirmed"
    send(email="other@test.example")
    assert list(Application.objects.values_list("email", flat=True)) == ["other@test.example"]


def test_of_the_token_only_a_hash_is_kept(cast: Cast) -> None:
    send()
    token = link().split("/")[2]
    assert token not in str(list(Application.objects.values())) + Email.objects.get().key


def test_a_program_that_fills_in_everything_is_answered_the_same_and_nothing_is_kept(db: None) -> None:
    assert send(website="https://pills.example").url == "/apply/sent/"
    assert not Application.objects.exists()
    assert not Email.objects.exists()


def test_one_network_applies_ten_times_an_hour_and_one_address_gets_three_letters_a_day(cast: Cast) -> None:
    statuses = [send(about=f"Jumpers and hats of sheep, number {number}.").status_code for number in range(12)]
    assert statuses == [302] * 10 + [429] * 2
    assert Email.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"wants": "steal"}, "Choose one."),
        ({"name": " "}, "Write your name"),
        ({"email": "nonsense"}, "not look like"),
        ({"business": "x" * 121}, "Write what your shop"),
        ({"country": "XX"}, "Choose a country."),
        ({"about": "Hats."}, "Write 30 to"),
        ({"about": "x" * 2001}, "Write 30 to"),
        ({"link": "javascript:alert(1)"}, "Write a web address"),
        ({"link": "\x00"}, ""),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(db: None, wrong: dict[str, str], words: str) -> None:
    answer = send(**wrong)
    if words:
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Email.objects.exists()


def test_the_queue_is_supports_own(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    one = confirmed()
    for who in (cast.hanna, cast.ines):
        client = sign_in(who)
        for path in (QUEUE, f"{QUEUE}{one.pk}/"):
            assert client.get(path).status_code == 404
        assert (approve(client, one).status_code, refuse(client, one).status_code) == (404, 404)
    assert approve(Client(), one).url.startswith("/accounts/login/")
    assert Application.objects.get().status == "waiting"

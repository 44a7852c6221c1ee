"""What somebody has typed and not sent: kept for them alone, form by form, and never for a stranger."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.db.models.functions import Now
from django.test import Client, RequestFactory
from tests.html import squeezed

from anam.web.drafts import MAX_COUNT, MAX_LENGTH, form_on_a_new_page, keep, take_draft
from anam.web.forgetting import forget_what_is_over
from anam.web.models import Draft
from conftest import PASSWORD, Cast, after_the_session

SignIn = Callable[[Any], Client]
PAGE = "/messages/to/byrne/"
WORDS = "I am so sorry: my kiln is down until spring."


def sign_in_again(client: Client, user: Any) -> Client:
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def type_and_sign_in(cast: Cast, fields: dict[str, str], *, path: str = PAGE) -> Client:
    client = after_the_session(cast.ines)
    client.post(path, fields)
    return sign_in_again(client, cast.ines)


def form_in(client: Client, address: str) -> str:
    """The signed form that the page at `address` carries."""
    found = re.search('name="draft" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_the_words_are_there_again_once(cast: Cast) -> None:
    client = type_and_sign_in(cast, {"message": "Typed with care <3"})
    assert "Typed with care &lt;3</textarea>" in client.get(PAGE).content.decode()
    assert "Typed with care" not in client.get(PAGE).content.decode()


def test_they_are_there_on_that_page_alone(cast: Cast) -> None:
    client = type_and_sign_in(cast, {"message": "Typed with care"})
    assert "Typed with care" not in client.get("/messages/to/weaves/").content.decode()
    assert "Typed with care" in client.get(PAGE).content.decode()


def test_tokens_are_not_kept(cast: Cast) -> None:
    client = after_the_session(cast.ines)
    client.post(PAGE, {"message": "EmailContent", "csrfmiddlewaretoken": "t", "announced": "a", "place": "p"})
    assert json.loads(Draft.objects.get().fields) == {"message": ["EmailContent"]}


def test_a_flood_of_words_is_not_kept(cast: Cast) -> None:
    type_and_sign_in(cast, {"message": "x" * (MAX_LENGTH + 1)})
    assert not Draft.objects.exists()


def test_looking_keeps_nothing(cast: Cast) -> None:
    after_the_session(cast.ines).get(PAGE)
    assert not Draft.objects.exists()


def test_signing_in_as_somebody_else_shows_them_nothing_of_it(cast: Cast, sign_in: SignIn) -> None:
    """Two people at one machine, of the same maker even: the words are their writer's."""
    order = cast.order(told=True)
    client = after_the_session(cast.hanna)
    client.post(f"/portal/orders/{order.number}/decline/", {"explanation": WORDS})
    sign_in_again(client, cast.ravi)
    assert WORDS not in client.get(f"/portal/orders/{order.number}/decline/").content.decode()
    assert WORDS in sign_in(cast.hanna).get(f"/portal/orders/{order.number}/decline/").content.decode()


def test_the_page_to_sign_in_says_that_they_are_kept_where_they_are(cast: Cast) -> None:
    client = after_the_session(cast.ines)
    kept = "what you have typed is kept"
    assert kept not in client.get(f"/accounts/login/?next={PAGE}").content.decode()
    answer = client.post(PAGE, {"message": WORDS})
    assert kept in client.get(answer.url).content.decode()
    assert kept not in Client().get(answer.url).content.decode()


def test_a_stranger_is_kept_nothing_for_whatever_mark_they_bring(cast: Cast) -> None:
    made_up = (
        "",
        "x",
        str(cast.ines.pk),
        signing.dumps(cast.ines.pk, salt="another"),
        signing.dumps("1", salt="who was signed in"),
        signing.dumps(2**40, salt="who was signed in"),
    )
    for mark in made_up:
        client = Client()
        client.cookies["was_here"] = mark
        assert client.post(PAGE, {"message": WORDS}).status_code == 302
    assert not Draft.objects.exists()


def test_what_is_typed_is_kept_from_the_first_letter_until_it_is_sent(cast: Cast, sign_in: SignIn) -> None:
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    address = f"/portal/orders/{order.number}/decline/"
    form = form_in(hanna, address)
    assert hanna.post("/drafts/", {"draft": form, "explanation": "I"}).status_code == 204
    for _ in range(2):  # opened again, and again
        assert ">I</textarea>" in squeezed(hanna.get(address).content.decode())
    sent = {"draft": form, "reason": "too_late", "explanation": "short"}
    assert hanna.post(address, sent).status_code == 422
    assert hanna.post(f"{address}preview/", sent).status_code == 200
    assert Draft.objects.exclude(fields="").count() == 1
    assert hanna.post(address, {**sent, "explanation": WORDS}).status_code == 302
    assert not Draft.objects.exclude(fields="").exists()
    # What left the page before it was sent, and comes in only now
    assert hanna.post("/drafts/", {"draft": form, "explanation": "I am"}).status_code == 410
    assert not Draft.objects.exclude(fields="").exists()


def test_it_is_kept_for_its_writer_although_they_are_signed_out_and_for_nobody_else(
    cast: Cast, sign_in: SignIn
) -> None:
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    address = f"/portal/orders/{order.number}/decline/"
    typed = {"draft": form_in(hanna, address), "explanation": WORDS}
    assert sign_in(cast.ravi).post("/drafts/", typed).status_code == 409
    assert not Draft.objects.exists()
    assert Client().post("/drafts/", typed).status_code == 204
    assert WORDS in hanna.get(address).content.decode()
    assert WORDS not in sign_in(cast.ravi).get(address).content.decode()


@pytest.mark.parametrize(
    "form",
    ["", "x", signing.dumps([1, "/", "page"]), signing.dumps([1], salt="what somebody types")],
    ids=["none", "no signature", "signed for something else", "not a form"],  # what is signed holds the time
)
def test_a_form_that_nobody_signed_keeps_nothing(cast: Cast, sign_in: SignIn, form: str) -> None:
    assert sign_in(cast.ines).post("/drafts/", {"draft": form, "message": WORDS}).status_code == 400
    assert not Draft.objects.exists()


def test_what_is_too_long_to_be_kept_is_said_to_be(cast: Cast, sign_in: SignIn) -> None:
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    form = form_in(hanna, f"/portal/orders/{order.number}/decline/")
    assert hanna.post("/drafts/", {"draft": form, "explanation": "x" * MAX_LENGTH}).status_code == 413
    assert not Draft.objects.exists()


def test_all_that_is_rubbed_out_is_kept_no_more(cast: Cast, sign_in: SignIn) -> None:
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    address = f"/portal/orders/{order.number}/decline/"
    form = form_in(hanna, address)
    hanna.post("/drafts/", {"draft": form, "explanation": WORDS})
    assert hanna.post("/drafts/", {"draft": form}).status_code == 204
    assert WORDS not in hanna.get(address).content.decode()


def test_the_oldest_of_one_person_make_room_and_nobody_elses(cast: Cast) -> None:
    keep(cast.hanna.pk, "/hers/", {"message": ["x"]})
    for number in range(MAX_COUNT + 5):
        keep(cast.ines.pk, f"/place/{number}/", {"message": ["x"]})
    kept = {draft.place for draft in Draft.objects.filter(person=cast.ines)}
    assert kept == {f"/place/{number}/" for number in range(5, MAX_COUNT + 5)}
    for number in range(9):
        keep(cast.ines.pk, f"/long/{number}/", {"message": ["x" * 110_000]})
    assert sum(len(draft.fields) for draft in Draft.objects.filter(person=cast.ines)) <= 480_000
    assert Draft.objects.filter(person=cast.ines, place="/long/8/").exists()
    assert Draft.objects.filter(person=cast.hanna).count() == 1


def test_words_that_a_database_cannot_keep_as_json_are_kept_all_the_same(cast: Cast, sign_in: SignIn) -> None:
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    address = f"/portal/orders/{order.number}/decline/"
    form = form_in(hanna, address)
    assert hanna.post("/drafts/", {"draft": form, "explanation": "a\x00b \\u0000 <c>"}).status_code == 204
    assert hanna.get(address).status_code == 200


def test_every_night_what_is_over_is_forgotten_and_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.ines)
    for person, days in ((cast.ines, 29), (cast.hanna, 31)):
        keep(person.pk, "/somewhere/", {"message": [WORDS]})
        Draft.objects.filter(person=person).update(changed_at=Now() - timedelta(days=days))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cache_entry VALUES ('old', '', now() - interval '1 s'), ('new', '', now() + interval '1 h')"
        )
        cursor.execute("INSERT INTO session VALUES ('old', '', now() - interval '1 s', NULL)")
    assert forget_what_is_over() == {"sessions": 1, "cache entries": 1, "drafts": 1}
    assert Draft.objects.get().person == cast.ines
    assert forget_what_is_over() == {"sessions": 0, "cache entries": 0, "drafts": 0}
    assert form_on_a_new_page(1, "/").page != form_on_a_new_page(1, "/").page


def test_what_is_kept_for_one_look_may_be_asked_for_twice_on_its_page(cast: Cast, rf: RequestFactory) -> None:
    keep(cast.hanna.pk, "/portal/storefront/", {"tagline": ["Stoneware"]}, once=True)
    request = rf.get("/portal/storefront/")
    request.user = cast.hanna
    assert [take_draft(request)["tagline"] for _ in range(2)] == ["Stoneware", "Stoneware"]
    again = rf.get("/portal/storefront/")
    again.user = cast.hanna
    assert not take_draft(again)

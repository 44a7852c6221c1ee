"""The maker's side of the escalation to support (D6): the same pop-up, and the order while support is at it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.html import squeezed

from anam.cases.actions.close_case import close_case
from anam.cases.models import Case
from anam.clock import database_now
from anam.orders.models import Order
from anam.people.models import User
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]
WORDS = "I am so sorry: my kiln is down until spring."
LATE = timedelta(hours=80)


def path(order: Order, more: str = "") -> str:
    return f"/portal/orders/{order.number}/{more}"


def send(client: Client, order: Order, **headers: str) -> Case:
    client.post(path(order, "support/"), {"reason": "too_late", "explanation": WORDS}, headers=headers)
    return Case.objects.get(order=order, closed_at=None)


@pytest.mark.parametrize(
    ("placed", "told", "why"),
    [(LATE, True, "The 72 hours ended on"), (timedelta(hours=1), False, "has never written to you")],
)
def test_the_same_pop_up_says_what_will_happen_instead(
    cast: Cast, sign_in: SignIn, placed: timedelta, told: bool, why: str
) -> None:
    """D6, D11"""
    order = cast.order(placed=placed, told=told)
    page = sign_in(cast.hanna).get(path(order, "decline/")).content.decode()
    for words in (f"Can’t fulfil {order.number}", "Ask support", why, "Until then nothing changes", "within 48 hours"):
        assert words in page
    assert f'action="{path(order, "support/")}"' in page
    assert 'class="final"' not in page


def test_a_maker_who_could_write_is_shown_the_shorter_way_first(cast: Cast, sign_in: SignIn) -> None:
    """D3, D6"""
    hanna = sign_in(cast.hanna)
    sign_in(cast.ines).post(f"/messages/to/{cast.byrne.slug}/", {"message": "Do you ship to Portland?"})
    order = cast.order()
    first = hanna.get(path(order, "decline/")).content.decode()
    assert "Send message" in first
    assert path(order, "support/") in first
    page = squeezed(hanna.get(path(order, "support/")).content.decode())
    assert "tell them yourself</a>, and you can cancel at once" in page


def test_what_was_typed_stays_when_the_window_ends_meanwhile(cast: Cast, sign_in: SignIn) -> None:
    """D2, D6: the decline is refused, and the same words can go to support."""
    order = cast.order(placed=LATE, told=True)
    sent = {"reason": "too_late", "explanation": WORDS, "note": "Two fell over."}
    answer = sign_in(cast.hanna).post(path(order, "decline/"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Support tells Harbor &amp; Pine, then cancels for you" in page
    assert WORDS in page
    assert "Two fell over." in page


def test_asked_the_order_says_so_and_offers_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    """D6"""
    order, hanna = cast.order(), sign_in(cast.hanna)
    send(hanna, order)
    page = hanna.get(path(order)).content.decode()
    assert "Waiting for support" in page
    assert "Asked in time, 70 h 59 min before the end" in page
    assert "data-deadline" not in page
    assert "has heard nothing from us" in squeezed(page)
    assert WORDS in page
    assert "Accept order" not in page
    assert "Cancel Order" not in page
    pop_up = hanna.get(path(order, "decline/")).content.decode()
    assert 'data-code="support_is_handling"' in pop_up
    assert '<textarea id="explanation"' not in squeezed(pop_up)


def test_the_buyer_sees_nothing_of_it(cast: Cast, sign_in: SignIn) -> None:
    """D6"""
    order = cast.order()
    send(sign_in(cast.hanna), order)
    page = sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()
    assert "support to" not in page.lower()
    assert WORDS not in page


def test_a_double_click_leads_to_the_order_twice_and_to_one_case(cast: Cast, sign_in: SignIn) -> None:
    """D7: and so does the other member's click."""
    order = cast.order()
    answers = [
        sign_in(user).post(path(order, "support/"), {"reason": "too_late", "explanation": WORDS})
        for user in (cast.hanna, cast.hanna, cast.ravi)
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, path(order))] * 3
    assert Case.objects.count() == 1


def test_from_the_pop_up_the_whole_page_is_opened_anew(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    answer = sign_in(cast.hanna).post(
        path(order, "support/"), {"reason": "too_late", "explanation": WORDS}, headers={"HX-Request": "true"}
    )
    assert answer["HX-Redirect"] == path(order)


def test_missing_words_are_asked_for_and_nothing_is_lost(cast: Cast, sign_in: SignIn) -> None:
    """D5"""
    answer = sign_in(cast.hanna).post(
        path(cast.order(), "support/"), {"explanation": "Sorry", "note": "Two fell over."}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Not asked yet" in page
    assert "Two fell over." in page
    assert not Case.objects.exists()


def test_what_was_typed_outlives_the_session(cast: Cast, sign_in: SignIn) -> None:
    order, client = cast.order(), after_the_session(cast.hanna)
    client.post(path(order, "support/"), {"reason": "too_late", "explanation": WORDS})
    client.post("/accounts/login/", {"login": cast.hanna.email, "password": "demo"})
    page = client.get(path(order, "support/")).content.decode()
    assert WORDS in page
    assert "nothing was sent" in page


def test_taken_back_the_order_can_be_accepted_again(cast: Cast, sign_in: SignIn) -> None:
    """D6"""
    order, hanna = cast.order(), sign_in(cast.hanna)
    send(hanna, order)
    page = hanna.post(path(order, "support/take-back/"), follow=True).content.decode()
    assert "You withdrew your request" in page
    assert "Accept order" in page
    answer = hanna.post(path(order, "support/take-back/"))
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("outcome", "words"), [("refused", "Support could not cancel this order"), ("handed_back", "back to you")]
)
def test_an_answer_of_support_stands_on_the_order_with_what_to_do_now(
    cast: Cast, sign_in: SignIn, outcome: str, words: str
) -> None:
    """D6"""
    order, hanna = cast.order(), sign_in(cast.hanna)
    case = send(hanna, order)
    close_case(case, outcome=outcome, words="They say that you agreed.", by=cast.sam, at=database_now())
    page = hanna.get(path(order)).content.decode()
    for shown in (words, "They say that you agreed.", "Sam", "What you can do now"):
        assert shown in page


@pytest.mark.parametrize("more", ["support/", "support/take-back/"])
def test_a_rival_and_the_buyer_find_no_such_page(cast: Cast, sign_in: SignIn, more: str) -> None:
    """D1"""
    order = cast.order()
    for user in (cast.otto, cast.ines, cast.sam):
        client = sign_in(user)
        assert client.get(path(order, more)).status_code == 404
        assert client.post(path(order, more), {"reason": "too_late", "explanation": WORDS}).status_code == 404
    assert not Case.objects.exists()


def test_who_of_support_has_taken_it_is_said_once_somebody_has(cast: Cast, sign_in: SignIn) -> None:
    """D6: until then it waits, whatever the clock does; nothing untrue is said to the maker."""
    order, hanna, sam = cast.order(), sign_in(cast.hanna), sign_in(cast.sam)
    send(hanna, order)
    pages = ("/portal/orders/", path(order), path(order, "decline/"))
    for page in pages:
        said = hanna.get(page).content.decode()
        assert "Waiting for support" in said
        assert "is telling" not in said
        assert "is handling" not in said
    case = Case.objects.get(order=order)
    assert sam.post(f"/desk/cases/{case.pk}/assign/", {"to": cast.sam.pk, "seen": ""}).status_code == 302
    for page in pages:
        said = hanna.get(page).content.decode()
        assert "Sam (support) is handling" in said
        assert "Waiting for support" not in said
    order.refresh_from_db()
    assert order.decline_by - order.placed_at == timedelta(hours=72)


def test_who_asked_too_late_is_told_so_in_place_of_the_time_that_is_left(cast: Cast, sign_in: SignIn) -> None:
    """D6"""
    order, hanna = cast.order(placed=timedelta(hours=80)), sign_in(cast.hanna)
    send(hanna, order)
    said = hanna.get(path(order)).content.decode()
    assert "Asked after the deadline." in said
    assert "Past deadline" not in said

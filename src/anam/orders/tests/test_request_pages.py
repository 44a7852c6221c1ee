"""The pages of a buyer's request: asking, and the maker's answer; what was typed is kept (D1, D7, D11)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.html import squeezed

from anam.orders.fulfilment.ship import ship
from anam.orders.models import CancellationRequest, Order
from anam.orders.tests.request_factories import WHY, agree, cancellation_request, let_answer_time_end, refuse
from anam.people.models import User
from conftest import Cast, after_the_session, place_order

SignIn = Callable[[User], Client]


def path(order: Order) -> str:
    return f"/orders/{order.number}/request/"


def answer_path(order: Order, answer: str) -> str:
    return f"/portal/orders/{order.number}/request/{answer}/"


def mug_field(order: Order, cast: Cast) -> str:
    return f"remove-{order.lines.get(product=cast.mug).pk}"


def test_nothing_is_chosen_for_the_buyer(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.ines).get(path(cast.order())).content.decode()
    assert page.count('name="what"') == 2
    assert "checked" not in page


def test_an_order_of_one_piece_is_only_cancelled_whole(cast: Cast, sign_in: SignIn) -> None:
    order = place_order(cast.byrne, cast.harbor, [(cast.mug, 1)], timedelta(hours=1), "authorised", told=False)
    ines = sign_in(cast.ines)
    page = ines.get(path(order)).content.decode()
    assert '<input type="hidden" name="what" value="whole">' in page
    assert "remove-" not in page
    assert ines.post(path(order), {"what": "whole", "words": WHY}).status_code == 302
    assert not CancellationRequest.objects.get(order=order).lines.exists()


@pytest.mark.parametrize(
    ("what", "typed", "status", "words"),
    [
        ("", "2", 422, "Choose first"),
        ("whole", "2", 422, "You chose the whole order, and said how many to remove."),
        ("part", "two", 422, "“two” is not a number of pieces."),
        ("part", "-1", 422, "“-1” is not a number of pieces."),
        ("part", "", 409, "Say how many of which product are to be removed."),
        ("part", "0", 409, "Say how many of which product are to be removed."),
    ],
)
def test_what_cannot_be_understood_is_asked_back_and_kept(
    cast: Cast, sign_in: SignIn, what: str, typed: str, status: int, words: str
) -> None:
    order = cast.order()
    answer = sign_in(cast.ines).post(path(order), {"what": what, mug_field(order, cast): typed, "words": WHY})
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert WHY in page
    assert f'value="{typed}"' in page
    assert not order.requests.exists()


def test_zeros_beside_the_whole_order_are_no_contradiction(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    sent = {"what": "whole", mug_field(order, cast): "0", "words": WHY}
    assert sign_in(cast.ines).post(path(order), sent).status_code == 302
    assert not CancellationRequest.objects.get(order=order).lines.exists()


def test_so_many_of_a_line_are_asked_for(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    sent = {"what": "part", mug_field(order, cast): " 2 ", "words": WHY, "remove-x": "1", "remove-99999999999999": "1"}
    assert sign_in(cast.ines).post(path(order), sent).status_code == 302
    [line] = CancellationRequest.objects.get(order=order).lines.all()
    assert (line.line.sku, line.quantity) == ("MUG-01", 2)


def test_what_was_typed_survives_the_end_of_the_session(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order()
    ines = after_the_session(cast.ines)
    sent = {"what": "part", mug_field(order, cast): "3", "words": WHY}
    assert "/accounts/login/" in ines.post(path(order), sent)["Location"]
    ines.post("/accounts/login/", {"login": cast.ines.email, "password": "demo"})
    page = ines.get(path(order)).content.decode()
    assert WHY in page
    assert 'value="3"' in page
    assert 'value="part" required aria-describedby="hint-part" checked' in squeezed(page)


@pytest.mark.parametrize(("answer", "field"), [("accept", "answer"), ("decline", "refusal")])
def test_the_makers_words_survive_the_end_of_the_session(cast: Cast, answer: str, field: str) -> None:
    order = cancellation_request(cast)
    hanna = after_the_session(cast.hanna)
    hanna.post(answer_path(order, answer), {field: "They are in the kiln already."})
    hanna.post("/accounts/login/", {"login": cast.hanna.email, "password": "demo"})
    assert "They are in the kiln already." in hanna.get(answer_path(order, answer)).content.decode()
    assert CancellationRequest.objects.get(order=order).is_open


def test_a_second_click_leads_to_the_request_that_is_there(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    order, ines = cast.order(), sign_in(cast.ines)
    for _ in range(2):
        answer = ines.post(path(order), {"what": "whole", "words": WHY})
        assert answer["Location"] == f"/orders/{order.number}/"
    assert order.requests.count() == 1


def test_too_late_says_until_when_and_keeps_the_words(cast: Cast, sign_in: SignIn) -> None:
    """D2"""
    order = cast.order(placed=timedelta(hours=25))
    ines = sign_in(cast.ines)
    assert "The time to ask for a change ended" in ines.get(f"/orders/{order.number}/").content.decode()
    answer = ines.post(path(order), {"what": "whole", "words": WHY})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'data-code="request_window_closed"' in page
    assert WHY in page


@pytest.mark.parametrize("who", ["otto", "sam"])
def test_nobody_else_finds_any_of_it(cast: Cast, sign_in: SignIn, who: str) -> None:
    """D1"""
    order = cancellation_request(cast)
    client = sign_in(getattr(cast, who))
    for where in (path(order), f"{path(order)}take-back/", answer_path(order, "accept"), answer_path(order, "decline")):
        assert client.post(where, {"what": "whole", "words": WHY}).status_code in (403, 404)
    assert CancellationRequest.objects.get(order=order).is_open


def test_the_orders_list_says_whose_buyer_asks_and_counts_them(cast: Cast, sign_in: SignIn) -> None:
    order, _ = cancellation_request(cast), cast.order()
    hanna = sign_in(cast.hanna)
    page = hanna.get("/portal/orders/").content.decode()
    assert "Answer first" in page
    assert page.count("Buyer request") == 1
    asking = hanna.get("/portal/orders/?tab=asking").content.decode()
    assert asking.count('class="number"') == 1
    assert order.number in asking
    refuse(cast, order)
    assert "No buyer asks for anything" in hanna.get("/portal/orders/?tab=asking").content.decode()
    assert "Buyer request" not in hanna.get("/portal/orders/").content.decode()


def test_another_makers_buyers_ask_them(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    cancellation_request(cast)
    assert "Buyer request" not in sign_in(cast.otto).get("/portal/orders/").content.decode()


def test_the_effect_changed_since_the_page_was_read(cast: Cast, sign_in: SignIn) -> None:
    """D11"""
    order = cancellation_request(cast, mugs=1)
    answer = sign_in(cast.hanna).post(answer_path(order, "accept"), {"preview_token": "older", "answer": "Of course."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This is not what was shown" in page
    assert "Of course." in page


def test_the_maker_hears_that_it_was_overtaken(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    order, hanna = cancellation_request(cast, accepted=True), sign_in(cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.ravi, carrier="An Post")
    answer = hanna.post(answer_path(order, "accept"))
    assert answer.status_code == 409
    assert "Ravi shipped this order" in answer.content.decode()


def test_what_the_order_comes_to_is_the_same_everywhere_after_a_part_is_removed(cast: Cast, sign_in: SignIn) -> None:
    """D8, D11"""
    order = agree(cast, cancellation_request(cast, mugs=2))
    hanna, ines = sign_in(cast.hanna), sign_in(cast.ines)
    pages = [hanna.get(where) for where in ("/portal/orders/", order.get_absolute_url())]
    pages += [ines.get(where) for where in ("/orders/", f"/orders/{order.number}/")]
    for page in pages:
        assert "$92.50" in page.content.decode()
    ines.post(f"/messages/to/{cast.byrne.slug}/", {"message": "Do you ship to Portland?"})
    hanna.post(f"/portal/orders/{order.number}/contact/", {"message": "I cannot make the rest, I am sorry."})
    pop_up = squeezed(hanna.get(f"/portal/orders/{order.number}/decline/").content.decode())
    for words in ("$121.50 was authorised", "shipping $12.00; $29.00 of it for what was removed before"):
        assert words in pop_up


def test_after_the_time_to_answer_all_sides_read_who_decides(cast: Cast, sign_in: SignIn) -> None:
    order = cancellation_request(cast)
    let_answer_time_end(order)
    assert "support has it too" in sign_in(cast.hanna).get(order.get_absolute_url()).content.decode()
    assert "Support decides now" in sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()

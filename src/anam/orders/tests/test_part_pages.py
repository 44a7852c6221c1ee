"""Declining a part of an order on its page: shown first, then done as it was shown (D11)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from anam.orders.models import Order, Removal
from anam.people.models import User
from conftest import Cast

WORDS = "I am so sorry: two of the mugs broke in the kiln."
SignIn = Callable[[User], Client]


def fields(order: Order, mugs: str = "2", **more: str) -> dict[str, str]:
    mug = order.lines.get(sku="MUG-01")
    return {f"remove-{mug.pk}": mugs, "reason": "damaged", "explanation": WORDS, "note": "Between us", **more}


def page(order: Order, rest: str = "") -> str:
    return f"/portal/orders/{order.number}/decline/part/{rest}"


def announced(answer: Any) -> str:
    found = re.search(r'name="announced" value="([^"]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def test_the_order_leads_to_the_page_where_a_part_can_be_declined(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    assert page(cast.order(told=True)) in hanna.get(f"/portal/orders/{Order.objects.get().number}/").content.decode()
    untold = cast.order()
    assert page(untold) not in hanna.get(f"/portal/orders/{untold.number}/").content.decode()


def test_it_is_shown_and_then_done(cast: Cast, sign_in: SignIn) -> None:
    """D8, D9, D11"""
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    shown = hanna.post(page(order, "preview/"), fields(order, reason="out_of_stock"))
    assert shown.status_code == 200
    assert "$29.00 less is charged when it ships" in shown.content.decode()
    assert "94 → 0" in shown.content.decode()
    assert not Removal.objects.exists()
    done = hanna.post(page(order), fields(order, reason="out_of_stock", announced=announced(shown)))
    assert (done.status_code, done["Location"]) == (302, f"/portal/orders/{order.number}/")
    assert Removal.objects.get().amount == 2900
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 0


def test_what_was_not_shown_is_not_done(cast: Cast, sign_in: SignIn) -> None:
    """D11: without a preview, and with other numbers than were shown."""
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    first = hanna.post(page(order), fields(order))
    assert "Cancel this part" in first.content.decode()
    second = hanna.post(page(order), fields(order, mugs="3", announced=announced(first)))
    assert second.status_code == 409
    assert "Something about this order changed" in second.content.decode()
    assert not Removal.objects.exists()


def test_all_that_is_left_is_the_whole_order(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order(told=True, lines=[(cast.mug, 6)])
    hanna = sign_in(cast.hanna)
    shown = hanna.post(page(order, "preview/"), fields(order, mugs="6"))
    assert "Cancel the whole order" in shown.content.decode()
    hanna.post(page(order), fields(order, mugs="6", announced=announced(shown)))
    assert Order.objects.get(pk=order.pk).status == "declined"


@pytest.mark.parametrize(
    ("change", "words"),
    [({"mugs": ""}, "Say how many of which line."), ({"mugs": "7"}, "only 6 are left"),
     ({"mugs": "two"}, "is not a number"),
     ({"reason": ""}, "Choose the reason that fits best."), ({"reason": "below_minimum"}, "for whole orders"),
     ({"explanation": "short"}, "at least 10 characters")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    cast: Cast, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    """D5"""
    order = cast.order(told=True)
    for place in ("", "preview/"):
        answer = sign_in(cast.hanna).post(page(order, place), fields(order, **change))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Between us" in answer.content.decode()
    assert not Removal.objects.exists()


def test_where_it_cannot_be_declined_the_page_says_why(cast: Cast, sign_in: SignIn) -> None:
    """D2, D3"""
    for order, words in ((cast.order(), "Tell Harbor &amp; Pine first"), (
        cast.order(placed=timedelta(hours=73), told=True), "The 72 hours ended on")):  # fmt: skip
        assert words in sign_in(cast.hanna).get(page(order)).content.decode()
        answer = sign_in(cast.hanna).post(page(order), fields(order, announced="x"))
        assert answer.status_code == 409
        assert words in answer.content.decode()


def test_a_rivals_order_does_not_exist(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = cast.order(told=True)
    assert sign_in(cast.otto).get(page(order)).status_code == 404
    assert sign_in(cast.otto).post(page(order), fields(order, announced="x")).status_code == 404

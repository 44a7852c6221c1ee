"""Declining some items in the pop-up itself: shown first, then done as it was shown (D11)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from anam.cases.models import Case
from anam.conversations.models import Message
from anam.history.models import Entry
from anam.orders.models import Cancellation, Order
from anam.people.models import User
from conftest import Cast

WORDS = "I am so sorry: two of the mugs broke in the kiln."
SignIn = Callable[[User], Client]


def fields(order: Order, mugs: str = "2", **more: str) -> dict[str, str]:
    mug = order.lines.get(sku="MUG-01")
    return {
        "what": "part",
        f"remove-{mug.pk}": mugs,
        "reason": "damaged",
        "explanation": WORDS,
        "note": "Between us",
        **more,
    }


def page(order: Order, rest: str = "") -> str:
    return f"/portal/orders/{order.number}/decline/{rest}"


def announced(answer: Any) -> str:
    found = re.search(r'name="preview_token" value="([^"]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def test_the_order_leads_to_the_pop_up_with_some_items_chosen(cast: Cast, sign_in: SignIn) -> None:
    hanna, order = sign_in(cast.hanna), cast.order(told=True)
    late = cast.order(told=True, placed=timedelta(hours=73))
    assert f"{page(order)}?what=part" in hanna.get(f"/portal/orders/{order.number}/").content.decode()
    assert "?what=part" not in hanna.get(f"/portal/orders/{late.number}/").content.decode()
    assert 'value="part" checked' in hanna.get(f"{page(order)}?what=part").content.decode()


def test_it_is_shown_and_then_done(cast: Cast, sign_in: SignIn) -> None:
    """D8, D9, D11"""
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    shown = hanna.post(page(order, "preview/"), fields(order, reason="out_of_stock"))
    assert shown.status_code == 200
    assert "$29.00 less is charged when it ships" in shown.content.decode()
    assert "94 → 0" in shown.content.decode()
    assert not Cancellation.objects.filter(final=False).exists()
    done = hanna.post(page(order), fields(order, reason="out_of_stock", preview_token=announced(shown)))
    assert (done.status_code, done["Location"]) == (302, f"/portal/orders/{order.number}/?done")
    assert Cancellation.objects.get(final=False).amount == 2900
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 0


def test_what_was_not_shown_is_not_done(cast: Cast, sign_in: SignIn) -> None:
    """D11: without a preview, and with other numbers than were shown."""
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    first = hanna.post(page(order), fields(order))
    assert first.status_code == 409
    assert "This is not what was shown" in first.content.decode()
    second = hanna.post(page(order), fields(order, mugs="3", preview_token=announced(first)))
    assert second.status_code == 409
    assert "This is not what was shown" in second.content.decode()
    assert not Cancellation.objects.filter(final=False).exists()


def test_all_that_is_left_is_the_whole_order(cast: Cast, sign_in: SignIn) -> None:
    order = cast.order(told=True, lines=[(cast.mug, 6)])
    hanna = sign_in(cast.hanna)
    shown = hanna.post(page(order, "preview/"), fields(order, mugs="6"))
    assert "Nothing would be left of the order" in shown.content.decode()
    hanna.post(page(order), fields(order, mugs="6", preview_token=announced(shown)))
    assert Order.objects.get(pk=order.pk).status == "declined"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mugs": ""}, "Say how many of which line."),
        ({"mugs": "7"}, "only 6 are left"),
        ({"mugs": "two"}, "is not a number"),
        ({"reason": ""}, "Choose the reason that fits best."),
        ({"reason": "below_minimum"}, "for whole orders"),
        ({"explanation": "short"}, "at least 10 characters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    cast: Cast, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    """D5"""
    order = cast.order(told=True)
    answer = sign_in(cast.hanna).post(page(order), fields(order, **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Between us" in answer.content.decode()
    assert not Cancellation.objects.filter(final=False).exists()


def test_where_it_cannot_be_declined_the_pop_up_asks_support_for_the_same_items(cast: Cast, sign_in: SignIn) -> None:
    """D2, D3, D6"""
    hanna = sign_in(cast.hanna)
    for order in (cast.order(), cast.order(placed=timedelta(hours=73), told=True)):
        asks = hanna.get(f"{page(order)}?what=part").content.decode()
        assert "Support tells Harbor &amp; Pine, then cancels for you" in asks
        assert hanna.post(page(order), fields(order, preview_token="x")).status_code == 409
        assert hanna.post(f"/portal/orders/{order.number}/support/", fields(order)).status_code == 302
        mug = order.lines.get(sku="MUG-01")
        assert Case.objects.get(order=order).quantities == {str(mug.pk): 2}
        assert not order.cancellations.exists()


def test_a_rivals_order_does_not_exist(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = cast.order(told=True)
    assert sign_in(cast.otto).get(page(order)).status_code == 404
    assert sign_in(cast.otto).post(page(order), fields(order, preview_token="x")).status_code == 404


def test_the_same_form_sent_twice_declines_once(cast: Cast, sign_in: SignIn) -> None:
    """D7: "2 of 6" sent twice is two of six, whatever was pressed how often."""
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    shown = hanna.post(page(order, "preview/"), fields(order))
    sent = fields(order, preview_token=announced(shown), key="a-form")
    for _ in range(3):
        assert hanna.post(page(order), sent).status_code == 302
    assert order.lines.get(sku="MUG-01").declined_quantity == 2
    assert Message.objects.filter(order=order).count() == 1
    assert Entry.objects.filter(order=order, kind="lines_declined").count() == 1
    assert not Entry.objects.filter(order=order, kind="decline_refused").exists()


def test_an_old_form_that_was_changed_and_sent_again_does_nothing_in_silence(cast: Cast, sign_in: SignIn) -> None:
    """D7: somebody went back to the page that was sent, and asks for more of it."""
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    shown = hanna.post(page(order, "preview/"), fields(order))
    hanna.post(page(order), fields(order, preview_token=announced(shown), key="a-form"))
    again = hanna.post(page(order), fields(order, mugs="3", preview_token=announced(shown), key="a-form"))
    assert again.status_code == 409
    assert "This form was sent before" in again.content.decode()
    assert order.lines.get(sku="MUG-01").declined_quantity == 2

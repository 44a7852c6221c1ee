"""Support cancels an order that has not shipped, on the desk: reason, words to the buyer, and its effect first."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anam.clock import database_now
from anam.history.models import Entry
from anam.notifications.models import Notice
from anam.orders.cancellation.figures import figures_of
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Cancellation, Order
from anam.people.models import User
from conftest import Cast

WORDS = "You ordered the same twice within a minute: we keep the first order."
SignIn = Callable[[User], Client]


def page(order: Order, rest: str = "") -> str:
    return f"/desk/orders/{order.number}/cancel/{rest}"


def sent(shown: Any, **more: str) -> dict[str, str]:
    """What the form sends after it has shown its effect."""
    token = re.search(r'name="preview_token" value="([^"]+)"', shown.content.decode())
    assert token, shown.content.decode()
    return {"reason": "duplicate_or_fraud", "explanation": WORDS, "preview_token": token[1], "key": "a form", **more}


def preview(sam: Client, order: Order, **more: str) -> Any:
    return sam.post(page(order, "preview/"), {"reason": "duplicate_or_fraud", "explanation": WORDS, **more})


def test_support_sees_what_will_happen_and_then_it_does(cast: Cast, sign_in: SignIn) -> None:
    """D7, D8, D9, D11: without contact and beyond the window, for those are the maker's rules."""
    order, sam = cast.order(), sign_in(cast.sam)
    assert page(order) in sam.get(f"/desk/orders/{order.number}/").content.decode()
    shown = preview(sam, order)
    assert "$165.00 was authorised on card ending 4242 and will be released." in shown.content.decode()
    assert "94 → 100" in shown.content.decode()
    done = sam.post(page(order), sent(shown), follow=True)
    assert "Harbor &amp; Pine and Byrne Ceramics are being told" in done.content.decode()
    order.refresh_from_db()
    made = Cancellation.objects.get(order=order)
    assert (order.status, made.final, made.by, made.on_behalf_of) == ("cancelled", True, cast.sam, "marketplace")
    entry = Entry.objects.get(order=order, kind="cancelled")
    assert {notice.as_party for notice in Notice.objects.filter(entry=entry)} == {"maker", "buyer"}
    cast.mug.refresh_from_db()
    assert cast.mug.stock == 100


def test_pressed_three_times_it_is_done_once_and_each_press_says_so(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    order, sam = cast.order(), sign_in(cast.sam)
    form = sent(preview(sam, order))
    assert [sam.post(page(order), form).status_code for _ in range(3)] == [302, 302, 302]
    assert Entry.objects.filter(order=order, kind="cancelled").count() == 1


def test_what_was_not_shown_is_not_done(cast: Cast, sign_in: SignIn) -> None:
    """D11"""
    order, sam = cast.order(), sign_in(cast.sam)
    form = sent(preview(sam, order))
    for change in ({"preview_token": ""}, {"preview_token": "older"}, {"reason": "out_of_stock"}):
        answer = sam.post(page(order), {**form, **change})
        assert answer.status_code == 409
        assert "This is not what was shown" in answer.content.decode()
        assert WORDS in answer.content.decode()
    assert not Cancellation.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"explanation": "Short."}, "at least 10 characters"),
        ({"reason": "nonsense"}, "Choose the reason"),
        ({"what": "part"}, "Say how many of which line."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    cast: Cast, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    """D5"""
    order, sam = cast.order(), sign_in(cast.sam)
    answer = sam.post(page(order), {**sent(preview(sam, order)), "note": "Between us", **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Between us" in answer.content.decode()


def test_some_items_go_and_the_rest_goes_on(cast: Cast, sign_in: SignIn) -> None:
    """D8, D14: at the buyer's wish it never counts against the maker."""
    order, sam = cast.order(payment="captured"), sign_in(cast.sam)
    some = {"what": "part", f"remove-{order.lines.get(sku='MUG-01').pk}": "2", "reason": "buyer_asked"}
    shown = preview(sam, order, **some)
    assert "$29.00 of the $165.00 that was charged on card ending 4242 will be refunded." in shown.content.decode()
    assert sam.post(page(order), sent(shown, **some)).status_code == 302
    made = Cancellation.objects.get(order=order)
    assert (made.final, made.amount, made.on_behalf_of) == (False, 2900, "buyer")
    assert Order.objects.get(pk=order.pk).status == "placed"
    assert figures_of(cast.byrne, now=database_now()).declined == 0
    assert figures_of(cast.byrne, now=database_now()).part_pieces == 0


def test_an_order_that_is_on_its_way_cannot_be_cancelled(cast: Cast, sign_in: SignIn) -> None:
    order, sam = cast.order(), sign_in(cast.sam)
    form = sent(preview(sam, order))
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    ship(order.number, maker=cast.byrne, by=cast.hanna, carrier="An Post")
    answer = sam.post(page(order), form)
    assert answer.status_code == 409
    assert "This order was shipped on" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert page(order) not in sam.get(f"/desk/orders/{order.number}/").content.decode()


def test_to_everybody_else_the_page_does_not_exist(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = cast.order()
    for person in (cast.hanna, cast.otto, cast.ines):
        client = sign_in(person)
        for address in (page(order), page(order, "preview/")):
            assert client.get(address).status_code == 404
            assert client.post(address, {"reason": "duplicate_or_fraud", "explanation": WORDS}).status_code == 404
    assert sign_in(cast.sam).get(page(Order(number="NONE-1"))).status_code == 404
    assert not Cancellation.objects.exists()

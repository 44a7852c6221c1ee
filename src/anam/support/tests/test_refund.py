"""Support refunds on the desk: how much, why, words, and its effect first."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anam.orders.models import Order, Refund
from anam.orders.tests.refund_factories import REFUND_WORDS, shipped_order
from anam.payments.models import PaymentOperation
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]


def page(order: Order, rest: str = "") -> str:
    return f"/desk/orders/{order.number}/refund/{rest}"


def preview(sam: Client, order: Order, **more: str) -> Any:
    return sam.post(page(order, "preview/"), {"reason": "damaged", "words": REFUND_WORDS, "sum": "29.00", **more})


def sent(shown: Any, **more: str) -> dict[str, str]:
    """What the form sends after it has shown its effect."""
    token = re.search(r'name="preview_token" value="([^"]+)"', shown.content.decode())
    assert token, shown.content.decode()
    facts = {"reason": "damaged", "words": REFUND_WORDS, "sum": "29.00", "preview_token": token[1], "key": "a form"}
    return {**facts, **more}


def test_support_sees_what_goes_back_and_then_it_does(cast: Cast, sign_in: SignIn) -> None:
    """M12, D11"""
    order, sam = shipped_order(cast), sign_in(cast.sam)
    assert page(order) in sam.get(f"/desk/orders/{order.number}/").content.decode()
    shown = preview(sam, order)
    words = "$29.00 of the $165.00 that was charged on card ending 4242 will be refunded."
    assert words in shown.content.decode()
    done = sam.post(page(order), sent(shown, note="Between us"), follow=True).content.decode()
    assert "Harbor &amp; Pine and Byrne Ceramics are being told" in done
    assert "Between us" in done
    assert Refund.objects.get(order=order).amount == 2900
    for person, address in ((cast.ines, f"/orders/{order.number}/"), (cast.hanna, order.get_absolute_url())):
        read = sign_in(person).get(address).content.decode()
        assert REFUND_WORDS in read
        assert "Between us" not in read


def test_items_are_refunded_for_what_they_came_to_and_go_back_to_the_stock(cast: Cast, sign_in: SignIn) -> None:
    """M10, D9"""
    order, sam = shipped_order(cast), sign_in(cast.sam)
    some = {f"remove-{order.lines.get(sku='MUG-01').pk}": "2", "sum": "", "reason": "returned"}
    shown = preview(sam, order, **some)
    assert "94 → 96" in " ".join(shown.content.decode().split())
    assert sam.post(page(order), sent(shown, **some)).status_code == 302
    assert Refund.objects.get(order=order).amount == 2900


def test_pressed_three_times_it_is_done_once_and_each_press_says_so(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    order, sam = shipped_order(cast), sign_in(cast.sam)
    form = sent(preview(sam, order))
    assert [sam.post(page(order), form).status_code for _ in range(3)] == [302, 302, 302]
    assert Refund.objects.count() == 1


def test_what_was_not_shown_is_not_done(cast: Cast, sign_in: SignIn) -> None:
    """D11: a second agent's refund in between as well."""
    order, sam = shipped_order(cast), sign_in(cast.sam)
    form = sent(preview(sam, order))
    changes: tuple[dict[str, str], ...] = ({"preview_token": ""}, {"preview_token": "older"}, {"sum": "28"})
    for change in changes:
        answer = sam.post(page(order), {**form, **change})
        assert answer.status_code == 409
        assert REFUND_WORDS in answer.content.decode()
    assert sam.post(page(order), {**form, "key": "a colleague’s"}).status_code == 302
    assert sam.post(page(order), form).status_code == 409
    assert Refund.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"words": "Short."}, "at least 10 characters"),
        ({"reason": "nonsense"}, "Choose the reason"),
        ({"sum": "many"}, "“many” is no sum of USD."),
        ({"sum": "0"}, "Say how much goes back, more than 0"),
        ({"sum": "165.01"}, "At most $165.00 can go back now"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    cast: Cast, sign_in: SignIn, change: dict[str, str], words: str
) -> None:
    """D5, M12"""
    order, sam = shipped_order(cast), sign_in(cast.sam)
    answer = sam.post(page(order), {**sent(preview(sam, order)), "note": "Between us", **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Between us" in answer.content.decode()


def test_what_has_not_shipped_has_no_button_and_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    order, sam = cast.order(payment="captured"), sign_in(cast.sam)
    assert ">Refund…</a>" not in sam.get(f"/desk/orders/{order.number}/").content.decode()
    assert "It has not shipped. Cancel it" in sam.get(page(order)).content.decode()


def test_to_everybody_else_the_page_does_not_exist(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = shipped_order(cast)
    for person in (cast.hanna, cast.otto, cast.ines):
        client = sign_in(person)
        for address in (page(order), page(order, "preview/")):
            assert client.get(address).status_code == 404
            assert client.post(address, {"reason": "damaged", "words": REFUND_WORDS, "sum": "1"}).status_code == 404
    assert not Refund.objects.exists()


def test_what_was_done_already_is_recorded_with_its_proof_and_its_time(cast: Cast, sign_in: SignIn) -> None:
    """M2, D11"""
    order, sam = shipped_order(cast), sign_in(cast.sam)
    done = {"way": "hand", "reference": " BANK-17 ", "done_at": "2020-02-02T14:00"}
    shown = preview(sam, order, **done)
    assert "ANAM Craft has refunded $29.00 of the $165.00 that was charged." in shown.content.decode()
    assert sam.post(page(order), sent(shown, way="hand", reference="")).status_code == 422
    tomorrow = sam.post(page(order), sent(shown, **{**done, "done_at": "9999-01-01T00:00"}))
    assert "still to come" in tomorrow.content.decode()
    assert [sam.post(page(order), sent(shown, **done)).status_code for _ in range(2)] == [302, 302]
    operation = PaymentOperation.objects.get(refund__order=order)
    assert (operation.state, operation.reference) == ("recorded_manually", "BANK-17")
    assert operation.closed_at
    assert operation.closed_at.year == 2020
    assert "BANK-17" not in sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()


def test_of_what_has_not_shipped_only_what_was_done_already_is_recorded(cast: Cast, sign_in: SignIn) -> None:
    """M2"""
    order, sam = cast.order(payment="captured"), sign_in(cast.sam)
    assert f"{page(order)}?way=hand" in sam.get(f"/desk/orders/{order.number}/").content.decode()
    shown = preview(sam, order)
    assert "Here you record only what somebody has given back already" in shown.content.decode()
    assert sam.post(page(order), sent(shown, way="hand", reference="BANK-17")).status_code == 302
    assert PaymentOperation.objects.get(refund__order=order).state == "recorded_manually"

"""What a decline leaves its buyer waiting for: asked on the order's page, and by a link in the e-mail."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from anam.catalog.models import Product
from anam.catalog.restock import RestockAlert
from anam.catalog.stock import count
from anam.history.models import Entry
from anam.mail.models import Email
from anam.mail.secrets import without_secrets
from anam.notifications.engine import notify_of
from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.people.models import BuyerMember, User
from conftest import Cast

SignIn = Callable[[User], Client]
WORDS = "The last six broke in the kiln."


def declined(cast: Cast, *, reason: str = "out_of_stock") -> Order:
    order = cast.order(told=True)
    return decline(order.number, maker=cast.byrne, by=cast.hanna, reason=reason, explanation=WORDS)


def email_of(order: Order, user: User) -> Email:
    notify_of(entry_id=Entry.objects.get(order=order, kind="declined").pk)
    return Email.objects.get(order=order, user=user)


def link_in(email: Email) -> str:
    found = re.search(r"http://\S+/alerts/\S+", email.text)
    assert found
    return urlsplit(found[0]).path


def test_the_email_of_a_decline_leads_to_being_told_when_it_is_back(cast: Cast) -> None:
    order = declined(cast)
    email = email_of(order, cast.ines)
    client, link = Client(), link_in(email)
    assert link in email.html
    page = client.get(link).content.decode()
    assert "Mug, oatmeal" in page
    assert page.count('name="product"') == 1
    assert cast.ines.email in page
    client.post(link, {"product": cast.mug.pk})
    assert RestockAlert.objects.get().user == cast.ines
    assert "We write to you when it is back" in client.get(link).content.decode()
    client.post(link, {"product": cast.mug.pk, "stop": "yes"})
    assert not RestockAlert.objects.exists()


def test_a_scanner_that_opens_the_link_asks_for_nothing(cast: Cast) -> None:
    link = link_in(email_of(declined(cast), cast.ines))
    for method in ("get", "head", "options"):
        assert getattr(Client(), method)(link).status_code == 200
    assert not RestockAlert.objects.exists()


def test_it_works_without_cookies_as_mail_programs_open_it(cast: Cast) -> None:
    link = link_in(email_of(declined(cast), cast.ines))
    Client(enforce_csrf_checks=True).post(link, {"product": cast.mug.pk})
    assert RestockAlert.objects.count() == 1


def test_the_maker_gets_no_such_link_and_neither_does_who_misses_nothing(cast: Cast) -> None:
    assert "/alerts/" not in email_of(declined(cast), cast.hanna).text
    count(cast.mug.pk, stock=100)
    assert "/alerts/" not in email_of(declined(cast, reason="too_late"), cast.ines).text


def test_what_is_back_before_the_link_is_followed_can_be_ordered(cast: Cast) -> None:
    link = link_in(email_of(declined(cast), cast.ines))
    count(cast.mug.pk, stock=5)
    page = Client().get(link).content.decode()
    assert "It is back already" in page
    assert f"/m/byrne/{cast.mug.pk}-mug-oatmeal/" in page
    assert Client().post(link, {"product": cast.mug.pk}).status_code == 302
    assert not RestockAlert.objects.exists()


def test_the_link_is_of_one_person_one_order_and_its_own_products(cast: Cast) -> None:
    order = declined(cast)
    link = link_in(email_of(order, cast.ines))
    other = Product.objects.create(maker=cast.byrne, sku="V", title="Vase", unit_price=1, stock=0)
    assert Client().post(link, {"product": other.pk}).status_code == 404
    assert Client().post(link).status_code == 404
    for wrong in (f"{link[:-2]}x/", "/alerts/1.1:x/", "/alerts/x/"):
        assert Client().get(wrong).status_code == 404
    BuyerMember.objects.all().delete()
    assert Client().post(link, {"product": cast.mug.pk}).status_code == 404
    assert not RestockAlert.objects.exists()


def test_the_link_is_left_out_of_what_others_read(cast: Cast) -> None:
    email = email_of(declined(cast), cast.ines)
    assert "/alerts/" not in without_secrets(email.text)


def test_it_is_asked_and_stopped_on_the_page_of_the_declined_order(cast: Cast, sign_in: SignIn) -> None:
    order, ines = declined(cast), sign_in(cast.ines)
    there = f"/orders/{order.number}/"
    page = ines.get(there).content.decode()
    assert page.count("Tell me when it is back") == 1
    answer = ines.post(f"{there}when-back/", {"product": cast.mug.pk}, follow=True)
    assert f"We write to {cast.ines.email} once, when Mug, oatmeal is back." in answer.content.decode()
    assert "We write to you when" in answer.content.decode()
    ines.post(f"{there}when-back/", {"product": cast.mug.pk, "stop": "yes"})
    assert not RestockAlert.objects.exists()


def test_an_archived_product_can_be_waited_for_from_the_order_that_missed_it(cast: Cast, sign_in: SignIn) -> None:
    order, ines = declined(cast), sign_in(cast.ines)
    Product.objects.filter(pk=cast.mug.pk).update(retired_at=order.placed_at)
    ines.post(f"/orders/{order.number}/when-back/", {"product": cast.mug.pk})
    assert RestockAlert.objects.count() == 1
    assert "Mug, oatmeal" in ines.get("/alerts/").content.decode()


def test_only_its_own_buyer_asks(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    order = declined(cast)
    sent = {"product": cast.mug.pk}
    for other in (cast.hanna, cast.sam):
        assert sign_in(other).post(f"/orders/{order.number}/when-back/", sent).status_code == 404
    assert sign_in(cast.ines).get(f"/orders/{order.number}/when-back/").status_code == 404
    assert sign_in(cast.ines).post(f"/orders/{order.number}/when-back/", {"product": cast.bowl.pk}).status_code == 302
    assert not RestockAlert.objects.exists()


@pytest.mark.parametrize("part", [1, 6])
def test_of_what_goes_on_nothing_is_offered_but_what_was_taken_out(cast: Cast, sign_in: SignIn, part: int) -> None:
    order = cast.order(told=True)
    line = order.lines.get(product=cast.mug)
    decline(
        order.number,
        maker=cast.byrne,
        by=cast.hanna,
        reason="out_of_stock",
        explanation=WORDS,
        quantities={line.pk: part},
    )
    page = sign_in(cast.ines).get(f"/orders/{order.number}/").content.decode()
    assert page.count("Tell me when it is back") == 1

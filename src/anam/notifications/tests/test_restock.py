"""“Tell me when it is back”: asked once, told once, and never of what cannot be ordered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.catalog.actions.add_restock_alert import add_restock_alert
from anam.catalog.actions.archive_product import archive_product
from anam.catalog.actions.sell_again import sell_again
from anam.catalog.actions.stop_restock_alerts import stop_restock_alerts
from anam.catalog.models import Product, Storefront
from anam.catalog.product_writing import Author
from anam.catalog.restock import RestockAlert
from anam.catalog.stock import Release, count, release
from anam.mail.models import Email
from anam.mail.unsubscribing import stop_link
from anam.notifications.engine import notify_of
from anam.notifications.jobs import notice_restocks
from anam.notifications.models import Notice
from anam.people.models import BuyerMember, User
from anam.refusals import Refused
from conftest import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def sold_out(cast: Cast) -> Product:
    count(cast.mug.pk, stock=0)
    add_restock_alert([cast.mug.pk], by=cast.ines)
    return cast.mug


def look() -> None:
    """What the clock does each minute, and the jobs that it leaves."""
    notice_restocks(0)
    jobs = ProcrastinateJob.objects.filter(task_name="notifications.notify", args__has_key="product_id")
    for job in jobs.filter(status="todo"):
        notify_of(**job.args)
    jobs.update(status="succeeded", queueing_lock=None)


def told(user: User) -> list[str]:
    return list(Email.objects.filter(user=user, kind="restock").order_by("pk").values_list("subject", flat=True))


def test_whoever_asked_is_told_once_and_then_waits_no_more(cast: Cast, sold_out: Product) -> None:
    look()
    assert told(cast.ines) == []
    count(sold_out.pk, stock=6)
    look()
    assert told(cast.ines) == ["Mug, oatmeal is back"]
    notice = Notice.objects.get(user=cast.ines, product=sold_out)
    assert (notice.as_party, notice.read_at) == ("buyer", None)
    assert not RestockAlert.objects.exists()
    count(sold_out.pk, stock=0)
    count(sold_out.pk, stock=8)
    look()
    assert len(told(cast.ines)) == 1


def test_the_email_says_what_it_costs_and_how_many_there_are(cast: Cast, sold_out: Product) -> None:
    count(sold_out.pk, stock=6)
    look()
    email = Email.objects.get(kind="restock")
    text = " ".join(email.text.split())
    for words in (
        "by Byrne Ceramics, can be ordered again",
        "In stock when this was written: 6",
        "$14.50",
        "this once",
    ):
        assert words in text
    assert f"/m/byrne/{sold_out.pk}-mug-oatmeal/" in text
    assert "/preferences/stop/" in text


def test_what_sold_out_again_before_the_email_is_written_tells_nobody(cast: Cast, sold_out: Product) -> None:
    count(sold_out.pk, stock=6)
    notice_restocks(0)
    count(sold_out.pk, stock=0)
    notify_of(product_id=sold_out.pk)
    assert told(cast.ines) == []
    assert RestockAlert.objects.count() == 1


def back_from_a_cancellation(product: Product) -> None:
    release([Release(line_id=0, product_id=product.pk, returned=0, zeroed=False)], at=timezone.now())
    Product.objects.filter(pk=product.pk).update(stock=2)


def made_to_order(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(stock=None)


def sold_again(product: Product) -> None:
    count(product.pk, stock=3)
    archive_product(product, author=Author(None))
    look()
    assert not Email.objects.exists()
    sell_again(product, author=Author(None))


def storefront_that_opens(product: Product) -> None:
    Storefront.objects.update(open=False)
    count(product.pk, stock=3)
    look()
    assert not Email.objects.exists()
    Storefront.objects.update(open=True)


def storefront_that_was_closed_until_now(product: Product) -> None:
    now = timezone.now()
    Storefront.objects.update(closed_since=now - timedelta(days=2), closed_until=now + timedelta(days=1))
    count(product.pk, stock=3)
    look()
    assert not Email.objects.exists()
    Storefront.objects.update(closed_until=now - timedelta(seconds=1))


def enough_for_an_order(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(minimum=6, step=6)
    count(product.pk, stock=5)
    look()
    assert not Email.objects.exists()
    count(product.pk, stock=6)


@pytest.mark.parametrize(
    "comes_back",
    [
        back_from_a_cancellation,
        made_to_order,
        sold_again,
        storefront_that_opens,
        storefront_that_was_closed_until_now,
        enough_for_an_order,
    ],
)
def test_however_it_comes_back(cast: Cast, sold_out: Product, comes_back: Callable[[Product], None]) -> None:
    comes_back(sold_out)
    look()
    assert told(cast.ines) == ["Mug, oatmeal is back"]


def test_who_cannot_order_any_more_is_not_told(cast: Cast, sold_out: Product) -> None:
    BuyerMember.objects.all().delete()
    count(sold_out.pk, stock=6)
    look()
    assert told(cast.ines) == []
    assert not RestockAlert.objects.exists()


def test_more_than_are_told_at_once_are_all_told(cast: Cast, sold_out: Product) -> None:
    users = User.objects.bulk_create(User(email=f"{n}@test.example", name=f"N {n}") for n in range(60))
    BuyerMember.objects.bulk_create(BuyerMember(user=user, buyer=cast.harbor) for user in users)
    RestockAlert.objects.bulk_create(RestockAlert(user=user, product=sold_out) for user in users)
    count(sold_out.pk, stock=1)
    look()
    assert RestockAlert.objects.count() == 11
    look()
    assert Email.objects.filter(kind="restock").count() == 61
    assert Notice.objects.filter(product=sold_out).count() == 61


def test_what_can_be_ordered_is_not_waited_for(cast: Cast) -> None:
    with pytest.raises(Refused, match="nothing to wait for"):
        add_restock_alert([cast.mug.pk, cast.bowl.pk], by=cast.ines)
    assert not RestockAlert.objects.exists()


def test_asked_twice_it_is_one(cast: Cast, sold_out: Product) -> None:
    """D7"""
    add_restock_alert([sold_out.pk], by=cast.ines)
    assert RestockAlert.objects.count() == 1
    stop_restock_alerts(cast.ines, product_id=sold_out.pk)
    count(sold_out.pk, stock=6)
    look()
    assert told(cast.ines) == []


def test_the_link_in_the_email_ends_all_that_is_asked_for(cast: Cast, sold_out: Product) -> None:
    bowl = cast.bowl
    count(bowl.pk, stock=0)
    add_restock_alert([bowl.pk], by=cast.ines)
    count(sold_out.pk, stock=6)
    look()
    link = stop_link(Email.objects.get(kind="restock")).partition("8000")[2]
    assert "once they are back" in Client().get(link).content.decode()
    assert RestockAlert.objects.count() == 1
    assert "Nothing that you asked about is left" in Client().post(link).content.decode()
    assert not RestockAlert.objects.exists()
    add_restock_alert([bowl.pk], by=cast.ines)  # asked anew, it is wanted anew
    count(bowl.pk, stock=1)
    look()
    assert told(cast.ines) == ["Mug, oatmeal is back", "Bowl, large is back"]


def test_it_is_asked_on_the_page_and_on_the_storefront_and_stopped_in_a_list(cast: Cast, sign_in: SignIn) -> None:
    ines, page = sign_in(cast.ines), f"/m/byrne/{cast.mug.pk}-mug-oatmeal/"
    count(cast.mug.pk, stock=0)
    for there, back in ((page, "product"), ("/m/byrne/", "storefront")):
        assert "Tell me when it is back" in ines.get(there).content.decode()
        sent = {"product": cast.mug.pk, "back": back}
        answer = ines.post("/alerts/ask/", sent, follow=True)
        assert answer.redirect_chain == [(there, 302)]
        assert f"We write to {cast.ines.email} once, when Mug, oatmeal is back." in answer.content.decode()
        assert "We write to you when it is back." in ines.get(there).content.decode()
        assert "Mug, oatmeal" in ines.get("/alerts/").content.decode()
        assert ines.post("/alerts/stop/", {**sent, "back": "alerts"}).url == "/alerts/"
        assert "You are not waiting for anything" in ines.get("/alerts/").content.decode()


def test_what_is_back_already_says_so(cast: Cast, sign_in: SignIn) -> None:
    sent = {"product": cast.mug.pk, "back": "product"}
    answer = sign_in(cast.ines).post("/alerts/ask/", sent, follow=True)
    assert "It can be ordered now" in answer.content.decode()
    assert not RestockAlert.objects.exists()


def test_only_a_shop_asks_and_only_for_what_it_sees(cast: Cast, sign_in: SignIn) -> None:
    count(cast.mug.pk, stock=0)
    sent = {"product": cast.mug.pk}
    assert sign_in(cast.hanna).post("/alerts/ask/", sent).status_code == 404
    assert Client().post("/alerts/ask/", sent).url.startswith("/accounts/login/")
    archive_product(cast.mug, author=Author(cast.hanna))
    ines = sign_in(cast.ines)
    assert ines.post("/alerts/ask/", sent).status_code == 404
    assert ines.get("/alerts/ask/").status_code == 404
    for nonsense in ("", "x", "-1", "9" * 30, "\x00"):
        assert ines.post("/alerts/ask/", {"product": nonsense}).status_code == 404
    assert not RestockAlert.objects.exists()


def test_the_bell_shows_the_product(cast: Cast, sold_out: Product, sign_in: SignIn) -> None:
    count(sold_out.pk, stock=6)
    look()
    page = " ".join(sign_in(cast.ines).get("/notices/").content.decode().split())
    assert "<bdi>Mug, oatmeal</bdi> <span>can be ordered again.</span>" in page
    assert f"/m/byrne/{sold_out.pk}-mug-oatmeal/" in page

"""A maker's minimum and step of a product, and their closing for a time: baskets, checkouts and orders keep to them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from anam.catalog.models import Product, Storefront
from anam.catalog.quantities import next_quantity, previous_quantity, why_not_so_many
from anam.checkout.basket import parts_of, put_in
from anam.checkout.models import BasketLine
from anam.checkout.tests.factories import fill_basket, nothing_was_ordered, press
from anam.clock import database_now
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.place import Item, Origin, place
from anam.orders.models import Order
from anam.people.models import User
from anam.refusals import Refused
from conftest import Cast

SignIn = Callable[[User], Client]
SOLD_BY_SIX = "“Mug, oatmeal” is sold from 12 on, in steps of 6: take 12 or 18."


def sold_by(product: Product, minimum: int, step: int) -> Product:
    Product.objects.filter(pk=product.pk).update(minimum=minimum, step=step)
    product.refresh_from_db()
    return product


def close(cast: Cast, *, days: int = 8) -> None:
    now = database_now()
    Storefront.objects.filter(maker=cast.byrne).update(
        closed_since=now - timedelta(days=1), closed_until=now + timedelta(days=days)
    )


def in_basket(cast: Cast) -> dict[str, int]:
    return {line.product.sku: line.quantity for line in BasketLine.objects.filter(buyer=cast.harbor)}


@pytest.mark.parametrize(
    ("minimum", "step", "quantity", "words"),
    [
        (1, 1, 1, None), (12, 6, 12, None), (12, 6, 18, None),
        (6, 1, 5, "“Mug” is sold from 6 on: take 6 or more."),
        (12, 6, 6, "“Mug” is sold from 12 on, in steps of 6: take 12 or 18."),
        (12, 6, 14, "“Mug” is sold in steps of 6: take 12 or 18."),
        (6, 6, 9_999, "“Mug” is sold in steps of 6: take 9,996, which is the most at once."),
    ],
)  # fmt: skip
def test_a_quantity_that_is_not_sold_is_answered_with_what_is(
    minimum: int, step: int, quantity: int, words: str | None
) -> None:
    assert why_not_so_many(Product(title="Mug", minimum=minimum, step=step), quantity) == words


def test_the_stepper_goes_from_one_quantity_that_is_sold_to_the_next() -> None:
    mug = Product(title="Mug", minimum=12, step=6)
    assert [next_quantity(mug, now) for now in (0, 4, 12, 13, 9_996, 9_999)] == [12, 12, 18, 18, 9_996, 9_996]
    assert [previous_quantity(mug, now) for now in (0, 4, 12, 13, 18, 9_999)] == [0, 0, 0, 12, 12, 9_996]


def test_a_basket_takes_no_quantity_that_is_not_sold_and_stays_as_it_was(cast: Cast, sign_in: SignIn) -> None:
    sold_by(cast.mug, 12, 6)
    ines = sign_in(cast.ines)
    said = ines.post("/basket/", {"product": cast.mug.pk, "quantity": "3"}, follow=True).content.decode()
    assert SOLD_BY_SIX in said
    assert in_basket(cast) == {}
    ines.post("/basket/", {"product": cast.mug.pk, "quantity": "12"})
    said = ines.post("/basket/", {"product": cast.mug.pk, "quantity": "1"}, follow=True).content.decode()
    assert "“Mug, oatmeal” is sold in steps of 6: take 12 or 18." in said
    said = ines.post("/basket/change/", {"product": cast.mug.pk, "quantity": "20"}, follow=True).content.decode()
    assert "“Mug, oatmeal” is sold in steps of 6: take 18 or 24." in said
    assert in_basket(cast) == {"MUG-01": 12}
    ines.post("/basket/change/", {"product": cast.mug.pk, "quantity": "12", "step": "1"})
    assert in_basket(cast) == {"MUG-01": 18}
    for now in ("18", "12"):
        ines.post("/basket/change/", {"product": cast.mug.pk, "quantity": now, "step": "-1"})
    assert in_basket(cast) == {}


def test_the_page_begins_with_the_minimum(cast: Cast, sign_in: SignIn) -> None:
    sold_by(cast.mug, 12, 6)
    for path in ("/m/byrne/", cast.mug.get_absolute_url()):
        page = " ".join(sign_in(cast.ines).get(path).content.decode().split())
        assert 'min="12" step="6" max="100" value="12"' in page
        assert "From 12 on, in steps of 6" in page


def test_a_new_minimum_is_seen_by_baskets_at_once_and_the_checkout_refuses(cast: Cast, sign_in: SignIn) -> None:
    fill_basket(cast)
    sold_by(cast.mug, 12, 6)
    [byrne, _] = parts_of(cast.harbor)
    assert byrne.wrong == [SOLD_BY_SIX]
    page = sign_in(cast.ines).get("/basket/").content.decode()
    assert SOLD_BY_SIX in page
    assert 'href="/checkout/"' not in page
    with pytest.raises(Refused, match="is sold from 12 on") as no:
        press(cast)
    assert no.value.refusal.code == "basket_wrong"
    assert nothing_was_ordered(cast)


def test_no_order_is_placed_here_below_the_minimum_whoever_asks(cast: Cast) -> None:
    sold_by(cast.mug, 12, 6)
    mugs = [Item("Mug", 6, 1450, "MUG-01", cast.mug)]
    with pytest.raises(Refused) as no:
        place(mugs, maker=cast.byrne, buyer=cast.harbor, currency="USD")
    assert no.value.refusal.code == "quantity_not_sold"
    assert no.value.refusal.kept["code"] == "below_minimum_in_steps"
    assert not Order.objects.exists()


def test_an_order_that_was_placed_elsewhere_happened(cast: Cast) -> None:
    sold_by(cast.mug, 12, 6)
    close(cast)
    mugs = [Item("Mug", 6, 1450, "MUG-01", cast.mug)]
    place(mugs, maker=cast.byrne, buyer=cast.harbor, currency="USD", origin=Origin("shopify", "1001"))
    assert Order.objects.count() == 1


def test_a_storefront_that_is_closed_until_a_date_says_so_everywhere_and_takes_no_order(
    cast: Cast, sign_in: SignIn
) -> None:
    fill_basket(cast)
    close(cast)
    ines = sign_in(cast.ines)
    words = "Byrne Ceramics takes orders again from"
    for path in ("/m/byrne/", cast.mug.get_absolute_url(), "/basket/", "/checkout/"):
        page = ines.get(path).content.decode()
        assert "Closed since" in page
        assert words in page
    assert 'name="quantity"' not in ines.get("/m/byrne/").content.decode()
    said = ines.post("/basket/", {"product": cast.mug.pk, "quantity": "3"}, follow=True).content.decode()
    assert words in said
    assert in_basket(cast)["MUG-01"] == 6
    with pytest.raises(Refused, match=words):
        press(cast)
    assert nothing_was_ordered(cast)


def test_what_is_left_and_is_less_than_the_minimum_cannot_be_ordered_and_says_so(cast: Cast, sign_in: SignIn) -> None:
    sold_by(cast.mug, 6, 6)
    Product.objects.filter(pk=cast.mug.pk).update(stock=5)
    page = " ".join(sign_in(cast.ines).get(cast.mug.get_absolute_url()).content.decode().split())
    assert "Only 5 left, too few to order" in page
    assert 'name="quantity"' not in page


def test_while_it_is_closed_until_a_date_open_orders_and_their_72_hours_go_on(cast: Cast) -> None:
    """D2"""
    first, second = cast.order(told=True), cast.order()
    by = first.decline_by
    close(cast)
    declined = decline(
        first.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down, sorry."
    )
    assert (declined.status, declined.decline_by) == ("declined", by)
    assert accept(second.number, maker=cast.byrne, by=cast.hanna).status == "accepted"


def test_it_opens_by_itself_at_that_date(cast: Cast, sign_in: SignIn) -> None:
    close(cast, days=0)
    page = sign_in(cast.ines).get("/m/byrne/").content.decode()
    assert "Closed since" not in page
    assert put_in(cast.harbor, cast.mug, 6) == 6
    assert parts_of(cast.harbor)[0].wrong == []

"""What a maker changes of their products and storefront: baskets see it at once, placed orders never."""

from collections.abc import Callable

from django.test import Client

from anam.audit.invariants import INVARIANTS, ask
from anam.catalog.models import Product
from anam.checkout.basket import parts_of, put_in
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
FRONT = "/portal/storefront/"


def edit(product: Product) -> str:
    return f"/portal/products/{product.pk}/edit/"


def shown(client: Client, path: str) -> dict[str, str]:
    """The fields as the page shows them."""
    return {field.name: field.value() or "" for field in client.get(path).context["form"]}


def broken() -> list[str]:
    """What must always be true, and is not."""
    return [one.words for one in INVARIANTS if ask(one).count]


def now(product: Product) -> Product:
    return Product.objects.get(pk=product.pk)


def test_a_price_is_seen_by_baskets_at_once_and_never_by_placed_orders(cast: Cast, sign_in: SignIn) -> None:
    order, hanna, ines = cast.order(), sign_in(cast.hanna), sign_in(cast.ines)
    put_in(cast.harbor, cast.mug, 4)
    before = list(order.lines.values_list("title", "unit_price", "quantity"))
    sent = {**shown(hanna, edit(cast.mug)), "price": "20.00", "title": "Mug, blue"}
    hanna.post(edit(cast.mug), sent)
    [part] = parts_of(cast.harbor)
    assert part.goods == 4 * 2000
    assert "$92.00" in ines.get("/basket/").content.decode()  # 4 × 20.00 and 12.00 for shipping
    order.refresh_from_db()
    assert list(order.lines.values_list("title", "unit_price", "quantity")) == before
    assert "$14.50" in ines.get(f"/orders/{order.number}/").content.decode()
    assert broken() == []


def test_a_stock_is_seen_by_baskets_at_once_and_never_by_placed_orders(cast: Cast, sign_in: SignIn) -> None:
    """D9"""
    order, hanna = cast.order(), sign_in(cast.hanna)
    put_in(cast.harbor, cast.mug, 4)
    hanna.post(edit(cast.mug), {**shown(hanna, edit(cast.mug)), "stock": "3"})
    [part] = parts_of(cast.harbor)
    assert part.wrong == ["There are only 3 of “Mug, oatmeal”."]
    reserved = list(order.lines.order_by("pk").values_list("reserved", flat=True))
    hanna.post(edit(cast.mug), {**shown(hanna, edit(cast.mug)), "kind": "made"})
    [part] = parts_of(cast.harbor)
    assert part.wrong == []
    assert list(order.lines.order_by("pk").values_list("reserved", flat=True)) == reserved
    hanna.post(edit(cast.mug), {**shown(hanna, edit(cast.mug)), "kind": "counted", "stock": "7"})
    assert now(cast.mug).stock == 7
    assert broken() == []


def test_what_stands_in_open_orders_can_be_archived_and_they_go_on(cast: Cast, sign_in: SignIn) -> None:
    order, hanna = cast.order(), sign_in(cast.hanna)
    put_in(cast.harbor, cast.mug, 4)
    answer = hanna.post(f"/portal/products/{cast.mug.pk}/archive/", follow=True)
    page = answer.content.decode()
    assert "You no longer sell “Mug, oatmeal”. Orders that contain it go on." in page
    assert edit(cast.mug) not in page
    assert "Mug, oatmeal" not in Client().get("/m/byrne/").content.decode()
    [part] = parts_of(cast.harbor)
    assert "“Mug, oatmeal” is not sold any more." in part.wrong
    assert hanna.get(f"/portal/orders/{order.number}/").status_code == 200
    accept(order.number, maker=cast.byrne, by=cast.hanna)
    order.refresh_from_db()
    assert order.status == "accepted"
    assert broken() == []


def test_baskets_see_another_order_minimum_at_once(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    put_in(cast.harbor, cast.mug, 4)
    hanna.post(FRONT, {**shown(hanna, FRONT), "order_minimum": "0"})
    [part] = parts_of(cast.harbor)
    assert part.wrong == []
    hanna.post(FRONT, {**shown(hanna, FRONT), "order_minimum": "100"})
    [part] = parts_of(cast.harbor)
    assert part.wrong == ["Add $42.00 more to check out: Byrne Ceramics takes orders from $100.00."]


def test_while_a_storefront_is_closed_open_orders_go_on(cast: Cast, sign_in: SignIn) -> None:
    """D2: their time to decline is what it was."""
    order, hanna = cast.order(told=True), sign_in(cast.hanna)
    put_in(cast.harbor, cast.mug, 4)
    hanna.post(FRONT, {**shown(hanna, FRONT), "state": "closed"})
    assert Client().get("/m/byrne/").status_code == 404
    [part] = parts_of(cast.harbor)
    assert "Byrne Ceramics takes no orders at the moment." in part.wrong
    page = hanna.get(FRONT).content.decode()
    assert 'href="/m/byrne/"' not in page
    by = order.decline_by
    order.refresh_from_db()
    assert order.decline_by == by
    declined = decline(
        order.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation="My kiln is down, sorry."
    )
    assert declined.status == "declined"
    hanna.post(FRONT, {**shown(hanna, FRONT), "state": "open"})
    assert Client().get("/m/byrne/").status_code == 200

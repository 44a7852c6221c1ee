"""A maker adds, changes, archives and sells again their own products, on pages alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.html import squeezed

from anam.catalog.models import Product, StockMovement, Storefront
from anam.catalog.stock import count, reserve
from anam.people.models import User
from conftest import Cast, after_the_session

SignIn = Callable[[User], Client]
ADD = "/portal/products/add/"
VASE = {
    "title": "Vase, tall",
    "description": "Thrown in two parts.",
    "sku": "VAS-01",
    "price": "1,048.50",
    "kind": "counted",
    "stock": "12",
}


def edit(product: Product) -> str:
    return f"/portal/products/{product.pk}/edit/"


def shown(client: Client, path: str) -> dict[str, str]:
    """The fields as the page shows them."""
    form = client.get(path).context["form"]
    return {field.name: field.value() or "" for field in form}


def now(product: Product) -> Product:
    return Product.objects.get(pk=product.pk)


def test_a_maker_adds_a_product_and_is_led_to_its_pictures(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    answer = hanna.post(ADD, VASE, follow=True)
    made = Product.objects.get(sku="VAS-01")
    assert answer.redirect_chain[-1][0] == f"/portal/products/{made.pk}/pictures/"
    assert "“Vase, tall” is among your products." in answer.content.decode()
    assert (made.maker, made.title, made.description) == (cast.byrne, "Vase, tall", "Thrown in two parts.")
    assert (made.unit_price, made.stock) == (104_850, 12)
    assert "$1,048.50" in Client().get("/m/byrne/").content.decode()
    assert [move.quantity for move in made.movements.all()] == [12]


def test_what_is_made_to_order_is_not_counted(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.hanna).post(ADD, {**VASE, "kind": "made", "stock": "nonsense of before"})
    made = Product.objects.get(sku="VAS-01")
    assert made.stock is None
    assert not StockMovement.objects.filter(product=made).exists()


def test_a_double_click_makes_one_product_even_where_an_order_came_between(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    hanna = sign_in(cast.hanna)
    assert hanna.post(ADD, VASE).status_code == 302
    made = Product.objects.get(sku="VAS-01")
    reserve({made.pk: 2})
    assert hanna.post(ADD, VASE).url == f"/portal/products/{made.pk}/pictures/"
    assert Product.objects.filter(sku="VAS-01").count() == 1
    assert now(made).stock == 10
    assert StockMovement.objects.filter(product=made).count() == 1


def test_a_stock_that_was_left_alone_stays_what_orders_made_of_it(cast: Cast, sign_in: SignIn) -> None:
    """D9: whoever corrects a title gives no piece back that was sold meanwhile."""
    hanna = sign_in(cast.hanna)
    sent = shown(hanna, edit(cast.mug))
    reserve({cast.mug.pk: 6})
    assert hanna.post(edit(cast.mug), {**sent, "title": "Mug, blue"}).status_code == 302
    mug = now(cast.mug)
    assert (mug.title, mug.stock) == ("Mug, blue", 94)


def test_a_count_of_what_orders_have_taken_meanwhile_is_to_be_looked_at(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    sent = {**shown(hanna, edit(cast.mug)), "stock": "110"}
    reserve({cast.mug.pk: 6})
    answer = hanna.post(edit(cast.mug), sent)
    assert answer.status_code == 409
    assert "There were 100 when you opened this page, and there are 94 now." in answer.content.decode()
    assert now(cast.mug).stock == 94
    again = {field.name: field.value() for field in answer.context["form"]}
    assert again["stock"] == "110"
    assert hanna.post(edit(cast.mug), again).status_code == 302
    assert now(cast.mug).stock == 110


def test_the_later_of_two_members_is_asked_to_look(cast: Cast, sign_in: SignIn) -> None:
    hanna, ravi = sign_in(cast.hanna), sign_in(cast.ravi)
    hers, his = shown(hanna, edit(cast.mug)), shown(ravi, edit(cast.mug))
    hanna.post(edit(cast.mug), {**hers, "price": "16.00"})
    count(cast.mug.pk, stock=50)
    answer = ravi.post(edit(cast.mug), {**his, "title": "Mug, blue"})
    assert answer.status_code == 409
    page = squeezed(answer.content.decode())
    assert "Somebody else changed this product while you were typing." in page
    assert "<dt>Price now</dt><dd>16.00</dd>" in page
    assert "<dt>Title now</dt><dd>Mug, oatmeal</dd>" in page
    assert "Pieces in stock now" not in page
    mug = now(cast.mug)
    assert (mug.title, mug.unit_price) == ("Mug, oatmeal", 1600)
    again = {field.name: field.value() for field in answer.context["form"]}
    assert (again["title"], again["price"], again["stock"]) == ("Mug, blue", "14.50", "50")
    assert ravi.post(edit(cast.mug), {**again, "price": "16.00"}).status_code == 302
    mug = now(cast.mug)
    assert (mug.title, mug.unit_price, mug.stock) == ("Mug, blue", 1600, 50)


def test_a_change_that_is_sent_twice_is_done_once(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    hanna = sign_in(cast.hanna)
    sent = {**shown(hanna, edit(cast.mug)), "title": "Mug, blue", "stock": "9"}
    moves = StockMovement.objects.count()
    assert [hanna.post(edit(cast.mug), sent).status_code for _ in range(2)] == [302, 302]
    assert StockMovement.objects.count() == moves + 1
    assert now(cast.mug).stock == 9


def test_another_products_sku_is_said_at_the_field_when_one_is_changed(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    answer = hanna.post(edit(cast.mug), {**shown(hanna, edit(cast.mug)), "sku": "BWL-03", "stock": "1"})
    assert answer.status_code == 409
    assert answer.context["form"].errors == {"sku": ["“Bowl, large” has this SKU already. Choose another."]}
    mug = now(cast.mug)
    assert (mug.sku, mug.stock) == ("MUG-01", 100)
    assert answer.context["form"]["stock"].value() == "1"


def test_what_was_archived_is_found_and_sold_again(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    assert "Archived" not in hanna.get("/portal/products/").content.decode()
    hanna.post(f"/portal/products/{cast.mug.pk}/archive/")
    first = now(cast.mug).retired_at
    hanna.post(f"/portal/products/{cast.mug.pk}/archive/")
    assert now(cast.mug).retired_at == first
    page = hanna.get("/portal/products/?tab=archived").content.decode()
    assert edit(cast.mug) in page
    assert edit(cast.bowl) not in page
    assert "No product matches" in hanna.get("/portal/products/?tab=archived&q=bowl").content.decode()
    assert "Sell again" in hanna.get(edit(cast.mug)).content.decode()
    for _ in range(2):
        answer = hanna.post(f"/portal/products/{cast.mug.pk}/sell/", follow=True)
        assert "You sell “Mug, oatmeal” again." in answer.content.decode()
    mug = now(cast.mug)
    assert (mug.retired_at, mug.stock) == (None, 100)
    assert "No archived products" in hanna.get("/portal/products/?tab=archived").content.decode()


def test_where_all_is_archived_nobody_is_told_that_there_is_none(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    for product in (cast.mug, cast.bowl):
        hanna.post(f"/portal/products/{product.pk}/archive/")
    page = hanna.get("/portal/products/").content.decode()
    assert "No products for sale" in page
    assert "No products yet" not in page


def test_an_empty_list_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    page = squeezed(sign_in(cast.otto).get("/portal/products/").content.decode())
    assert page.count(f'href="{ADD}"') == 1
    assert f'<a class="button primary" href="{ADD}">Add product</a>' in page


def test_the_products_page_leads_to_all_that_a_shop_is_set_up_with(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hanna).get("/portal/products/").content.decode()
    for path in (ADD, edit(cast.mug), "/portal/storefront/", "/portal/products/cover/", "/portal/shipping/"):
        assert page.count(f'href="{path}"') == 1, path
    assert (
        f'href="/portal/products/{cast.mug.pk}/pictures/"' in sign_in(cast.hanna).get(edit(cast.mug)).content.decode()
    )


def test_what_was_typed_when_a_session_ended_is_there_with_what_its_page_showed(cast: Cast, sign_in: SignIn) -> None:
    """The stock that was shown comes back too: what orders took meanwhile is not given back."""
    sent = {**shown(sign_in(cast.hanna), edit(cast.mug)), "title": "Mug, blue"}
    away = after_the_session(cast.hanna)
    assert away.post(edit(cast.mug), sent).status_code == 302
    reserve({cast.mug.pk: 6})
    hanna = sign_in(cast.hanna)
    again = shown(hanna, edit(cast.mug))
    assert (again["title"], again["stock"], again["stock_shown"]) == ("Mug, blue", "100", "100")
    hanna.post(edit(cast.mug), again)
    mug = now(cast.mug)
    assert (mug.title, mug.stock) == ("Mug, blue", 94)


@pytest.mark.parametrize("nonsense", ["", "x", "\x00", "9" * 400, "-1", "²"])
def test_a_mark_that_makes_no_sense_changes_nothing(cast: Cast, sign_in: SignIn, nonsense: Any) -> None:
    hanna = sign_in(cast.hanna)
    sent = {**shown(hanna, edit(cast.mug)), "title": "Mug, blue", "shown": nonsense, "stock_shown": nonsense}
    assert hanna.post(edit(cast.mug), sent).status_code == 409
    assert now(cast.mug).title == "Mug, oatmeal"


def test_a_maker_without_a_storefront_sells_in_the_usual_currency(cast: Cast, sign_in: SignIn) -> None:
    Storefront.objects.filter(maker=cast.weaves).delete()
    assert "in USD" in sign_in(cast.otto).get(ADD).content.decode()
    assert sign_in(cast.otto).get("/portal/storefront/").status_code == 404


@pytest.mark.parametrize("other", [{"stock": "13"}, {"title": "Vase"}, {"price": "9"}, {"kind": "made"}])
def test_a_sku_that_is_taken_is_said_at_its_field(cast: Cast, sign_in: SignIn, other: dict[str, str]) -> None:
    hanna = sign_in(cast.hanna)
    hanna.post(ADD, VASE)
    answer = hanna.post(ADD, {**VASE, **other})
    assert answer.status_code == 409
    assert answer.context["form"].errors == {"sku": ["“Vase, tall” has this SKU already. Choose another."]}
    assert Product.objects.filter(maker=cast.byrne).count() == 3


def test_a_sku_of_what_is_archived_is_said_to_be_so_and_one_of_another_maker_is_free(
    cast: Cast, sign_in: SignIn
) -> None:
    hanna = sign_in(cast.hanna)
    hanna.post(f"/portal/products/{cast.mug.pk}/archive/")
    answer = hanna.post(ADD, {**VASE, "sku": "MUG-01"})
    assert "“Mug, oatmeal”, which you no longer sell, has this SKU." in answer.content.decode()
    assert sign_in(cast.otto).post(ADD, {**VASE, "sku": "MUG-01"}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"title": " \u200b "}, "title", "Give it a title"),
        ({"title": "x" * 256}, "title", "That has 256 characters; 255 at most."),
        ({"description": "x" * 5_001}, "description", "That has 5,001 characters; 5,000 at most."),
        ({"sku": ""}, "sku", "Give it a SKU"),
        ({"sku": "x" * 101}, "sku", "101 characters"),
        ({"price": ""}, "price", "Say what one piece costs."),
        ({"price": "0.00"}, "price", "A price is more than zero."),
        ({"price": "-1"}, "price", "“-1” is no sum of USD. Write 14.50, say."),
        ({"price": "14,50"}, "price", "“14,50” is no sum of USD."),
        ({"price": "14.505"}, "price", "is no sum of USD"),
        ({"price": "<b>ten</b>"}, "price", "is no sum of USD"),
        ({"price": "NaN"}, "price", "is no sum of USD"),
        ({"price": "99999999"}, "price", "That is more than $10,000,000.00."),
        ({"kind": "some"}, "kind", "Say whether it is counted"),
        ({"stock": ""}, "stock", "Say how many there are"),
        ({"stock": "-1"}, "stock", "is no number of pieces"),
        ({"stock": "1.5"}, "stock", "is no number of pieces"),
        ({"stock": "²"}, "stock", "is no number of pieces"),
        ({"stock": "1000001"}, "stock", "0 to 1,000,000"),
        ({"stock": "9" * 500}, "stock", "is no number of pieces"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    cast: Cast, sign_in: SignIn, sent: dict[str, str], field: str, words: str
) -> None:
    hanna = sign_in(cast.hanna)
    for path in (ADD, edit(cast.mug)):
        answer = hanna.post(path, {**VASE, "description": "Thrown twice.", **sent})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert words in answer.context["form"].errors[field][0]
        page = answer.content.decode()
        assert "<b>ten" not in page
        assert f'id="{field}_error"' in page
        assert field == "title" or 'value="Vase, tall"' in page
        assert field == "description" or "Thrown twice.</textarea>" in page
    assert not Product.objects.filter(sku="VAS-01").exists()
    assert now(cast.mug).title == "Mug, oatmeal"


def test_all_that_is_wrong_is_said_at_once(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hanna).post(ADD, {})
    assert {*answer.context["form"].errors} == {"title", "sku", "price", "kind"}


def test_what_an_import_brought_may_stay_longer_than_what_is_typed(cast: Cast, sign_in: SignIn) -> None:
    Product.objects.filter(pk=cast.mug.pk).update(title="x" * 900, description="y" * 20_000, sku="z" * 255)
    hanna = sign_in(cast.hanna)
    assert hanna.post(edit(cast.mug), {**shown(hanna, edit(cast.mug)), "price": "15"}).status_code == 302
    mug = now(cast.mug)
    assert (len(mug.title), len(mug.description), len(mug.sku), mug.unit_price) == (900, 20_000, 255, 1500)


def test_another_makers_product_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    otto = sign_in(cast.otto)
    assert otto.get(edit(cast.mug)).status_code == 404
    for path in (edit(cast.mug), *(f"/portal/products/{cast.mug.pk}/{verb}/" for verb in ("archive", "sell"))):
        assert otto.post(path, VASE).status_code == 404
    mug = now(cast.mug)
    assert (mug.title, mug.retired_at) == ("Mug, oatmeal", None)


def test_the_pages_are_for_makers_and_archiving_is_no_link(cast: Cast, sign_in: SignIn) -> None:
    for path in (ADD, edit(cast.mug), "/portal/storefront/"):
        assert sign_in(cast.ines).get(path).status_code == 404
        assert sign_in(cast.sam).get(path).status_code == 404
        assert Client().get(path).url.startswith("/accounts/login/")
    for verb in ("archive", "sell"):
        assert sign_in(cast.hanna).get(f"/portal/products/{cast.mug.pk}/{verb}/").status_code == 404
    assert sign_in(cast.hanna).get(f"/portal/products/{'9' * 30}/edit/").status_code == 404


def test_what_was_typed_when_a_session_ended_comes_back_with_the_mark_of_what_was_shown(
    cast: Cast, sign_in: SignIn
) -> None:
    """D7: whoever goes on with it is asked to look at what another member has saved meanwhile."""
    hanna = sign_in(cast.hanna)
    sent = {**shown(hanna, edit(cast.mug)), "title": "Mug, blue"}
    after_the_session(cast.hanna).post(edit(cast.mug), sent)
    ravi = sign_in(cast.ravi)
    ravi.post(edit(cast.mug), {**shown(ravi, edit(cast.mug)), "price": "16.00"})
    again = shown(sign_in(cast.hanna), edit(cast.mug))
    assert (again["title"], again["shown"], again["stock_shown"]) == ("Mug, blue", sent["shown"], "100")
    assert sign_in(cast.hanna).post(edit(cast.mug), again).status_code == 409
    assert now(cast.mug).unit_price == 1600

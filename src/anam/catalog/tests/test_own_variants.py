"""A maker's variants, the terms of a product, and its place in the storefront: on pages alone."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.html import squeezed

from anam.catalog.actions.place_product import place_product
from anam.catalog.models import Product
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]
ADD = "/portal/products/add/"
VASE = {"title": "Vase", "sku": "VAS-01", "price": "20", "kind": "counted", "stock": "4"}


def edit(product: Product) -> str:
    return f"/portal/products/{product.pk}/edit/"


def shown(client: Client, path: str) -> dict[str, str]:
    return {field.name: field.value() or "" for field in client.get(path).context["form"]}


def titles(client: Client) -> list[str]:
    return [one.title for card in client.get("/m/byrne/").context["cards"] for one in card.variants]


def add(client: Client, sku: str, **more: str) -> Product:
    answer = client.post(ADD, {**VASE, "title": f"Vase {sku}", "sku": sku, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return Product.objects.get(sku=sku)


def test_another_variant_begins_as_the_first_and_both_are_a_group(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    path = f"{ADD}?variant_of={cast.mug.pk}"
    sent = shown(hanna, path)
    assert (sent["title"], sent["price"], sent["sku"], sent["group"]) == ("Mug, oatmeal", "14.50", "", "Mug, oatmeal")
    sent |= {"title": "Mug, blue", "sku": "MUG-02", "stock": "9", "group": "Mug", "options": "Glaze: Blue\nSize: Large"}
    assert hanna.post(path, sent).status_code == 302
    assert hanna.post(path, sent).status_code == 302  # D7
    blue, oatmeal = Product.objects.filter(group="Mug").order_by("title")
    assert blue.options == {"Glaze": "Blue", "Size": "Large"}
    assert oatmeal == cast.mug
    page = squeezed(hanna.get(edit(oatmeal)).content.decode())
    assert f'<a href="{edit(blue)}">Large, Blue' in page
    assert "Large, Blue · MUG-02" in squeezed(hanna.get("/portal/products/").content.decode())


def test_a_variant_of_anothers_product_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    otto = sign_in(cast.otto)
    for sent in (cast.mug.pk, "x", "", "9" * 30):
        assert otto.get(f"{ADD}?variant_of={sent}").status_code == 404
        assert otto.post(f"{ADD}?variant_of={sent}", VASE).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"craft": "plastic"}, "craft", "Choose one of these kinds."),
        ({"lead_time": "soon"}, "lead_time", "1 to 365, or nothing"),
        ({"lead_time": "0"}, "lead_time", "1 to 365, or nothing"),
        ({"lead_time": "366"}, "lead_time", "1 to 365, or nothing"),
        ({"minimum": "0"}, "minimum", "1 to 9,999"),
        ({"minimum": "10000"}, "minimum", "1 to 9,999"),
        ({"step": "half"}, "step", "1 to 9,999"),
        ({"minimum": "10", "step": "6"}, "step", "make it 6 or 12."),
        ({"minimum": "3", "step": "6"}, "step", "make it 6."),
        ({"group": "x" * 256}, "group", "256 characters; 255 at most"),
        ({"options": "Oatmeal"}, "options", "Write its name, a colon and its value"),
        ({"options": "Glaze: Blue\nGlaze: Red"}, "options", "“Glaze” stands there twice."),
        ({"options": "\n".join(f"{n}: x" for n in range(6))}, "options", "6 options; 5 at most"),
        ({"options": f"{'x' * 51}: y"}, "options", "at most 50 characters"),
        ({"options": f"x: {'y' * 101}"}, "options", "at most 100 characters"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    cast: Cast, sign_in: SignIn, sent: dict[str, str], field: str, words: str
) -> None:
    hanna = sign_in(cast.hanna)
    answer = hanna.post(edit(cast.mug), {**shown(hanna, edit(cast.mug)), **sent})
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert Product.objects.get(pk=cast.mug.pk).minimum == 1


def test_kind_lead_time_minimum_and_step_are_kept_and_shown(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    sent = {"craft": "ceramics", "lead_time": "21", "minimum": "12", "step": "6", "options": "Glaze: Oatmeal"}
    assert hanna.post(edit(cast.mug), {**shown(hanna, edit(cast.mug)), **sent}).status_code == 302
    mug = Product.objects.get(pk=cast.mug.pk)
    assert (mug.kind, mug.lead_time_days, mug.minimum, mug.step) == ("ceramics", 21, 12, 6)
    assert {name: shown(hanna, edit(mug))[name] for name in sent} == sent
    page = squeezed(Client().get(mug.get_absolute_url()).content.decode())
    assert "In about 21 days" in page


def test_a_product_goes_where_its_maker_puts_it_with_its_variants(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    first, second = (add(hanna, sku, group="Vase") for sku in ("V-1", "V-2"))
    assert titles(hanna) == ["Bowl, large", "Mug, oatmeal", "Vase V-1", "Vase V-2"]
    for _ in range(2):  # D7: sent twice is done once
        hanna.post(f"/portal/products/{second.pk}/place/", {"place": "1"})
        assert titles(hanna) == ["Vase V-1", "Vase V-2", "Bowl, large", "Mug, oatmeal"]
    third = add(hanna, "V-3", group="Vase")
    assert titles(hanna)[:3] == ["Vase V-1", "Vase V-2", "Vase V-3"]
    place_product(third, place=99)
    assert titles(hanna)[-3:] == ["Vase V-1", "Vase V-2", "Vase V-3"]
    assert "place 3 of 3, with its variants" in squeezed(hanna.get(edit(first)).content.decode())
    cards = hanna.get("/m/byrne/").context["cards"]
    assert [one.title for one in cards] == ["Bowl, large", "Mug, oatmeal", "Vase"]


@pytest.mark.parametrize("place", ["", "0", "-1", "first", "９", "1.5"])
def test_a_place_that_is_none_moves_nothing(cast: Cast, sign_in: SignIn, place: str) -> None:
    hanna = sign_in(cast.hanna)
    answer = hanna.post(f"/portal/products/{cast.mug.pk}/place/", {"place": place}, follow=True)
    assert "Say at which place" in answer.content.decode()
    assert titles(hanna) == ["Bowl, large", "Mug, oatmeal"]


def test_nobody_places_anothers_product(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    assert sign_in(cast.otto).post(f"/portal/products/{cast.mug.pk}/place/", {"place": "1"}).status_code == 404

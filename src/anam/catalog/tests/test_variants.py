"""Variants: one card on the storefront, and a choice on the page of each."""

from collections.abc import Callable

import pytest
from django.test import Client

from anam.catalog.models import Product
from anam.catalog.variants import as_cards, choices_of
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]


def variant(cast: Cast, sku: str, *, price: int = 1450, stock: int | None = 5, **options: str) -> Product:
    title = f"Cup, {', '.join(options.values())}"
    return Product.objects.create(
        maker=cast.byrne, sku=sku, title=title, unit_price=price, stock=stock, group="Cup", options=options
    )


@pytest.fixture
def cups(cast: Cast) -> list[Product]:
    return [
        variant(cast, "C1", Glaze="Oatmeal"),
        variant(cast, "C2", price=1650, Glaze="Sea green"),
        variant(cast, "C3", stock=0, Glaze="Iron"),
    ]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_group_is_one_card_with_how_many_there_are_and_the_least_price(cast: Cast, cups: list[Product]) -> None:
    page = read(Client(), "/m/byrne/")
    assert page.count('<li class="good">') == 3
    assert "<bdi>Cup</bdi>" in page
    assert "from $14.50" in page
    assert "3 glazes" in page
    assert "Cup, Iron" not in page


def test_the_page_of_a_variant_leads_to_the_others_with_price_and_availability(cast: Cast, cups: list[Product]) -> None:
    page = read(Client(), cups[0].get_absolute_url())
    assert "<h1><bdi>Cup, Oatmeal</bdi></h1>" in page
    for cup in cups:
        assert f'href="{cup.get_absolute_url()}"' in page
    assert page.count('aria-current="true"') == 1
    assert "$16.50" in page
    assert "Sold out" in page


def test_an_archived_variant_is_no_choice_and_the_last_one_is_no_group(cast: Cast, cups: list[Product]) -> None:
    Product.objects.filter(pk__in=[cups[1].pk, cups[2].pk]).update(retired_at=cast.hanna.joined_at)
    assert "Cup, Oatmeal" in read(Client(), "/m/byrne/")
    assert 'class="variants"' not in read(Client(), cups[0].get_absolute_url())


def test_of_two_options_each_leads_to_what_is_nearest(cast: Cast) -> None:
    small, large, green = (
        variant(cast, "S", Size="Small", Glaze="Oatmeal"),
        variant(cast, "L", Size="Large", Glaze="Oatmeal"),
        variant(cast, "G", Size="Large", Glaze="Sea green"),
    )
    choices = dict(choices_of(green, [small, large, green]))
    assert [(one.value, one.product, one.is_chosen) for one in choices["Size"]] == [
        ("Small", small, False),
        ("Large", green, True),
    ]
    assert [(one.value, one.product) for one in choices["Glaze"]] == [("Oatmeal", large), ("Sea green", green)]
    [card] = as_cards([small, large, green])
    assert card.how_many == "3 variants"


def test_variants_that_do_not_say_how_they_differ_are_told_apart_by_their_titles(cast: Cast) -> None:
    first, second = variant(cast, "A", Glaze="Ash"), variant(cast, "B", Glaze="Ash")
    [(name, values)] = choices_of(first, [first, second])
    assert (name, [one.value for one in values]) == ("Variant", [first.title, second.title])


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("Finish", "2 finishes"), ("Colour", "2 colours"), ("Variety", "2 varieties"), ("Day", "2 days"),
        ("Glass", "2 glasses"),
    ],
)  # fmt: skip
def test_how_many_is_said_in_the_words_of_the_option(cast: Cast, option: str, said: str) -> None:
    [card] = as_cards([variant(cast, "A", **{option: "a"}), variant(cast, "B", **{option: "b"})])
    assert card.how_many == said


def test_groups_of_two_makers_with_one_name_stay_two(cast: Cast) -> None:
    ours = variant(cast, "A", Glaze="Ash")
    theirs = Product.objects.create(maker=cast.weaves, sku="A", title="Cup cosy", unit_price=1, group="Cup")
    assert [card.title for card in as_cards([ours, theirs])] == ["Cup, Ash", "Cup cosy"]


def test_a_shop_chooses_a_variant_on_its_page_and_steps_from_the_minimum(
    cast: Cast, cups: list[Product], sign_in: SignIn
) -> None:
    Product.objects.filter(pk=cups[0].pk).update(minimum=4, step=2)
    ines = sign_in(cast.ines)
    assert "Choose<span" in read(ines, "/m/byrne/")
    page = read(ines, cups[0].get_absolute_url())
    assert 'min="4" step="2" max="5" value="4"' in page
    assert "From 4 on, in steps of 2" in page
    assert "steps.js" in page


def test_kind_and_lead_time_stand_on_the_page(cast: Cast) -> None:
    Product.objects.filter(pk=cast.mug.pk).update(kind="ceramics", lead_time_days=21)
    page = read(Client(), cast.mug.get_absolute_url())
    assert "<dt>Ready to ship</dt> <dd>In about 21 days</dd>" in page
    assert '<a href="/?kind=ceramics">Ceramics</a>' in page

"""Two programs with one ETag, and a program beside a checkout: over real connections, one of them wins."""

from collections import Counter
from functools import partial

import pytest

from anam.catalog.models import Product, ProductChange
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import at_once
from tests.races.programs import Program

pytestmark = pytest.mark.usefixtures("verified")
PLATE = {"title": "Plate", "unit_price": 2200}


def test_of_programs_with_one_etag_one_changes_the_product(live: Live, scenario: Cast) -> None:
    hanna = Program.of(live.port, scenario.hanna)
    for round_ in range(4):
        etag = hanna.get("/products/MUG-01").headers["etag"]
        prices = [3000 + 10 * round_ + number for number in range(6)]
        answers = at_once(
            *(
                partial(hanna.elsewhere().change, "PATCH", "/products/MUG-01", {"unit_price": price}, if_match=etag)
                for price in prices
            )
        )
        assert Counter(answer.status for answer in answers) == Counter({200: 1, 412: 5})
        [won] = [answer.json for answer in answers if answer.status == 200]
        assert {answer.code for answer in answers if answer.status == 412} == {"product_changed"}
        assert Product.objects.get(pk=scenario.mug.pk).unit_price == won["unit_price"]
    assert ProductChange.objects.of_product(scenario.mug).count() == 4


def test_programs_that_add_one_product_at_once_add_it_once(live: Live, scenario: Cast) -> None:
    """D7"""
    hanna = Program.of(live.port, scenario.hanna)
    answers = at_once(
        *(
            partial(hanna.elsewhere().change, "PUT", "/products/PLA-01", {**PLATE, "stock": number})
            for number in range(1, 7)
        )
    )
    assert Counter(answer.status for answer in answers) == Counter({201: 1, 200: 5})
    plate = Product.objects.get(maker=scenario.byrne, sku="PLA-01")
    assert plate.stock == sum(plate.movements.values_list("quantity", flat=True))


def test_a_stock_that_an_order_reserves_meanwhile_is_not_given_back(live: Live, scenario: Cast) -> None:
    """D9: whoever counted with the ETag of before the order is told to read again."""
    hanna = Program.of(live.port, scenario.hanna)
    etag = hanna.get("/products/MUG-01").headers["etag"]
    before = Product.objects.get(pk=scenario.mug.pk).stock or 0
    scenario.order(lines=[(scenario.mug, 6)])
    assert hanna.change("PATCH", "/products/MUG-01", {"stock": before}, if_match=etag).status == 412
    assert Product.objects.get(pk=scenario.mug.pk).stock == before - 6

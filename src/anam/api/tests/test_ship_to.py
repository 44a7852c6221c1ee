"""`ship_to` in the API: kept as it came, flagged, and told to its own parties and support."""

from typing import Any

import pytest

from anam.api.models import IdempotentResponse
from anam.api.tests.calling import Caller, code_of
from anam.orders.models import Order
from conftest import WHARF, Cast

NEW = {
    "number": "A-1001",
    "currency": "USD",
    "lines": [{"sku": "X-1", "title": "Mug", "quantity": 1, "unit_price": 1450}],
}


def new(cast: Cast, **ship_to: Any) -> dict[str, Any]:
    return {**NEW, "maker": cast.byrne.slug, "buyer": cast.harbor.slug, "ship_to": ship_to}


def test_an_order_comes_out_with_the_address_that_it_went_in_with(cast: Cast) -> None:
    told = Caller.of(cast.sam).post("/orders", new(cast, **vars(WHARF)))
    assert told.status_code == 201
    for user in (cast.hanna, cast.ines):
        shown = Caller.of(user).get("/orders/A-1001").json()["ship_to"]
        assert {name: shown[name] for name in vars(WHARF)} == vars(WHARF)
        assert (shown["is_whole"], shown["doubts"]) == (True, [])
    assert Caller.of(cast.otto).get("/orders/A-1001").status_code == 404


def test_what_seems_wrong_is_kept_as_it_came_and_flagged(cast: Cast) -> None:
    told = Caller.of(cast.sam).post("/orders", new(cast, line1="12 Wharf St", postal_code="4101", country="us"))
    shown = told.json()["ship_to"]
    assert (told.status_code, shown["postal_code"], shown["country"]) == (201, "4101", "US")
    assert shown["doubts"] == ["city", "postal_code", "region"]


@pytest.mark.parametrize("country", ["XX", "ZZ", "EU"])
def test_a_country_that_is_none_is_refused(cast: Cast, country: str) -> None:
    answer = Caller.of(cast.sam).post("/orders", new(cast, line1="12 Wharf St", country=country))
    assert (answer.status_code, code_of(answer)) == (422, "country_unknown")
    assert not Order.objects.exists()


def test_without_one_it_is_null(cast: Cast) -> None:
    body = new(cast)
    del body["ship_to"]
    assert Caller.of(cast.sam).post("/orders", body).json()["ship_to"] is None


def test_a_repeated_answer_is_the_same_and_is_kept_without_the_address(cast: Cast) -> None:
    """D7"""
    sam, body = Caller.of(cast.sam), new(cast, **vars(WHARF))
    first, again = (sam.post("/orders", body, key="k") for _ in range(2))
    assert again["Idempotency-Replayed"] == "true"
    assert first.json() == again.json()
    assert first.content == again.content
    kept = IdempotentResponse.objects.get()
    assert WHARF.line1 not in kept.body
    assert WHARF.name not in kept.body

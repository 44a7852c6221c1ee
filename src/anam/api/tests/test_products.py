"""A maker's own products, kept by a program: read, added, replaced, changed, archived; and never over others' heads."""

from typing import Any

import pytest
from django.test import Client

from anam.api.tests.calling import Caller, code_of
from anam.catalog.models import Product, ProductChange, StockMovement
from anam.catalog.stock import reserve
from anam.checkout.basket import parts_of, put_in
from conftest import Cast

PLATE: dict[str, Any] = {"title": "Plate", "unit_price": 2200}
FULL: dict[str, Any] = {
    **PLATE,
    "description": "Thrown in Kilrush.\n\nGlazed <b>twice</b>.",
    "stock": 12,
    "group": "Plate",
    "options": {"Glaze": "Blue"},
    "kind": "ceramics",
    "lead_time_days": 20,
    "minimum": 6,
    "step": 3,
    "archived": True,
}


def of(sku: str) -> Product:
    return Product.objects.get(sku=sku)


def test_a_program_adds_a_product_and_reads_it(cast: Cast) -> None:
    hanna = Caller.of(cast.hanna)
    made = hanna.put("/products/PLA-01", FULL)
    assert made.status_code == 201
    told = made.json()
    assert {name: told[name] for name in FULL} == FULL
    assert (told["sku"], told["currency"]) == ("PLA-01", "USD")
    assert made["ETag"] == f'"{told["etag"]}"'
    plate = of("PLA-01")
    assert (plate.maker, plate.stock, plate.archived) == (cast.byrne, 12, True)
    assert [move.quantity for move in plate.movements.all()] == [12]
    assert hanna.get("/products/PLA-01").json() == told
    assert hanna.put("/products/PLA-01", FULL).json() == told  # the same again is the same
    assert [(one.added, one.via, one.by) for one in ProductChange.objects.of_product(plate)][-1] == (
        True, "api", cast.hanna
    )  # fmt: skip


def test_put_replaces_what_is_left_out_is_as_of_a_new_one_but_archived_stays(cast: Cast) -> None:
    hanna = Caller.of(cast.hanna)
    hanna.put("/products/PLA-01", FULL)
    told = hanna.put("/products/PLA-01", PLATE)
    assert told.status_code == 200
    new = {"stock": None, "group": "", "options": {}, "kind": None, "lead_time_days": None, "minimum": 1, "step": 1}
    assert {name: told.json()[name] for name in new} == new
    assert told.json()["archived"] is True
    assert of("PLA-01").description == FULL["description"]
    assert hanna.put("/products/PLA-01", {**PLATE, "archived": False}).json()["archived"] is False


def test_patch_changes_what_it_says_and_nothing_else(cast: Cast) -> None:
    hanna = Caller.of(cast.hanna)
    before = hanna.put("/products/PLA-01", FULL).json()
    after = hanna.patch("/products/PLA-01", {"unit_price": 2500, "lead_time_days": None}).json()
    assert {name for name in before if before[name] != after[name]} == {"unit_price", "lead_time_days", "etag"}
    assert hanna.patch("/products/PLA-01", {"stock": None}).json()["stock"] is None
    assert hanna.patch("/products/PLA-01", {}).status_code == 200
    assert hanna.patch("/products/PLA-99", {"stock": 1}).status_code == 404


def test_a_description_is_plain_text_as_its_page_has_it(cast: Cast) -> None:
    hanna = Caller.of(cast.hanna)
    etag = hanna.put("/products/PLA-01", {**FULL, "archived": False})["ETag"]
    page = Client().get(of("PLA-01").get_absolute_url()).content.decode()
    assert "<p>Thrown in Kilrush.</p>" in page
    assert "Glazed &lt;b&gt;twice&lt;/b&gt;." in page
    told = hanna.patch("/products/PLA-01", {"description": "  Fired once.\n"})
    assert told.json()["description"] == of("PLA-01").description
    assert told["ETag"] != etag
    assert ProductChange.objects.of_product(of("PLA-01"))[0].changes.keys() == {"description"}
    assert hanna.patch("/products/PLA-01", {"description": "x" * 5_000}).status_code == 200
    assert hanna.patch("/products/PLA-01", {"description": "x" * 5_001}).status_code == 422
    assert hanna.patch("/products/PLA-01", {"description": None}).status_code == 422
    assert hanna.put("/products/PLA-01", {**PLATE, "description": ""}).json()["description"] == ""
    assert of("PLA-01").description == ""


def test_baskets_see_a_price_at_once_and_placed_orders_never(cast: Cast) -> None:
    order = cast.order()
    put_in(cast.harbor, cast.mug, 4)
    before = list(order.lines.values_list("title", "unit_price"))
    assert Caller.of(cast.hanna).patch("/products/MUG-01", {"unit_price": 2000, "stock": 3}).status_code == 200
    [part] = parts_of(cast.harbor)
    assert (part.goods, part.wrong) == (8000, ["There are only 3 of “Mug, oatmeal”."])
    assert list(order.lines.values_list("title", "unit_price")) == before


def test_a_stale_etag_is_412_and_changes_nothing(cast: Cast) -> None:
    hanna = Caller.of(cast.hanna)
    first = hanna.get("/products/MUG-01")
    assert hanna.patch("/products/MUG-01", {"unit_price": 2000}, if_match=first["ETag"]).status_code == 200
    for call in (hanna.patch, hanna.put):
        late = call("/products/MUG-01", PLATE, if_match=first["ETag"])
        assert (late.status_code, code_of(late)) == (412, "product_changed")
    assert of("MUG-01").unit_price == 2000
    for etag in ("*", f'"x", {hanna.get("/products/MUG-01")["ETag"]}', hanna.get("/products/MUG-01").json()["etag"]):
        assert hanna.patch("/products/MUG-01", {"title": "Mug"}, if_match=etag).status_code == 200
        Product.objects.filter(sku="MUG-01").update(title="Mug, oatmeal")
    assert hanna.put("/products/NEW-01", PLATE, if_match="*").status_code == 412
    assert not Product.objects.filter(sku="NEW-01").exists()


def test_a_reservation_changes_the_etag(cast: Cast) -> None:
    hanna = Caller.of(cast.hanna)
    first = hanna.get("/products/MUG-01")
    reserve({cast.mug.pk: 6})
    now = hanna.get("/products/MUG-01")
    assert (first.json()["stock"], now.json()["stock"]) == (100, 94)
    assert first["ETag"] != now["ETag"]
    assert hanna.patch("/products/MUG-01", {"stock": 100}, if_match=first["ETag"]).status_code == 412
    assert of("MUG-01").stock == 94


def test_a_product_is_its_own_makers(cast: Cast) -> None:
    """D1"""
    for person in (cast.ines, cast.sam):
        caller = Caller.of(person)
        answers = (caller.get("/products"), caller.get("/products/MUG-01"), caller.put("/products/MUG-01", PLATE))
        assert [answer.status_code for answer in answers] == [404, 404, 404]
    otto = Caller.of(cast.otto)
    assert otto.get("/products/MUG-01").status_code == 404
    assert otto.patch("/products/MUG-01", PLATE).status_code == 404
    assert otto.put("/products/MUG-01", PLATE).status_code == 201  # his own of that SKU
    assert of_maker(cast, "MUG-01") == ["Mug, oatmeal"]


def of_maker(cast: Cast, sku: str) -> list[str]:
    return list(Product.objects.of_maker(cast.byrne).filter(sku=sku).values_list("title", flat=True))


WRONG = [
    {"title": ""}, {"title": " \u200b"}, {"title": "x" * 256}, {"title": None}, {"unit_price": 0}, {"unit_price": -1},
    {"unit_price": 1.5}, {"unit_price": "12"}, {"unit_price": 10**9 + 1}, {"stock": -1}, {"stock": 1_000_001},
    {"stock": True}, {"group": "x" * 256}, {"group": None}, {"options": []}, {"options": {"Glaze": ""}},
    {"options": {"": "Blue"}}, {"options": {"Glaze": 1}}, {"options": {"x" * 51: "y"}}, {"options": {"x": "y" * 101}},
    {"options": {str(n): "x" for n in range(6)}}, {"kind": "plastic"}, {"kind": ""}, {"lead_time_days": 0},
    {"lead_time_days": 366}, {"minimum": 0}, {"minimum": 10_000}, {"minimum": 5, "step": 2}, {"step": 0},
    {"archived": "yes"}, {"archived": None}, {"picture_urls": ["http://x/1.jpg"]}, {"picture_urls": ["file:///etc"]},
    {"picture_urls": ["https://x/" + "y" * 500]}, {"picture_urls": ["https://x/1.jpg"] * 11}, {"sku": "MUG-02"},
    {"currency": "EUR"}, {"description": "x" * 5_001},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=[str(one)[:40] for one in WRONG])
def test_what_cannot_be_is_a_422_and_nothing_is_half_done(cast: Cast, wrong: dict[str, Any]) -> None:
    hanna = Caller.of(cast.hanna)
    before = [list(table.objects.order_by("pk").values()) for table in (Product, StockMovement, ProductChange)]
    for answer in (
        hanna.put("/products/MUG-01", {**FULL, **wrong}),
        hanna.put("/products/NEW-01", {**FULL, **wrong}),
        hanna.patch("/products/MUG-01", wrong),
    ):
        assert (answer.status_code, code_of(answer)) == (422, "wrong")
    assert [list(table.objects.order_by("pk").values()) for table in (Product, StockMovement, ProductChange)] == before


@pytest.mark.parametrize("sku", ["%20x", "a%0Ab", "x" * 101, "%2E%2E", "a%20%20b", "%E2%80%8B"])
def test_a_sku_that_is_none_is_not_added(cast: Cast, sku: str) -> None:
    answer = Caller.of(cast.hanna).put(f"/products/{sku}", PLATE)
    assert answer.status_code in (404, 422)
    assert not Product.objects.filter(title="Plate").exists()


@pytest.mark.parametrize("method", ["get", "put", "patch"])
def test_an_address_with_what_no_database_keeps_is_answered(cast: Cast, method: str) -> None:
    hanna = Caller.of(cast.hanna)
    sent = () if method == "get" else (PLATE,)
    assert getattr(hanna, method)("/products/a%00b", *sent).status_code == 422
    assert getattr(hanna, method)("/products/%FF", *sent).status_code in (404, 201)


def test_a_sku_may_hold_what_an_address_writes_otherwise(cast: Cast) -> None:
    hanna = Caller.of(cast.hanna)
    for path, sku in (("A%2FB", "A/B"), ("Bol%20%C3%A9t%C3%A9", "Bol été"), ("50%25", "50%")):
        assert hanna.put(f"/products/{path}", PLATE).json()["sku"] == sku
        assert hanna.get(f"/products/{path}").json()["sku"] == sku


def test_the_list_has_all_of_them_once_and_takes_filters(cast: Cast) -> None:
    hanna = Caller.of(cast.hanna)
    for number in range(5):
        hanna.put(f"/products/PLA-{number}", {**FULL, "archived": number == 0})
    found, cursor = [], ""
    while True:
        page = hanna.get("/products", limit=3, **({"cursor": cursor} if cursor else {})).json()
        found += [one["sku"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert found == ["MUG-01", "BWL-03", *(f"PLA-{number}" for number in range(5))]
    skus = {
        name: [one["sku"] for one in hanna.get("/products", **query).json()["items"]]
        for name, query in {
            "archived": {"archived": "true"}, "kind": {"kind": "ceramics", "archived": "false"}, "group": {"group": "x"}
        }.items()
    }  # fmt: skip
    assert skus == {"archived": ["PLA-0"], "kind": ["PLA-1", "PLA-2", "PLA-3", "PLA-4"], "group": []}


@pytest.mark.parametrize("query", [{"kind": "plastic"}, {"archived": "perhaps"}, {"cursor": "x"}, {"limit": 0}])
def test_a_filter_that_is_none_is_refused(cast: Cast, query: dict[str, Any]) -> None:
    assert Caller.of(cast.hanna).get("/products", **query).status_code == 422


def test_pictures_are_brought_as_an_import_brings_them(cast: Cast) -> None:
    urls = ["https://shop.example/1.jpg", "https://shop.example/2.jpg"]
    hanna = Caller.of(cast.hanna)
    hanna.put("/products/PLA-01", {**PLATE, "picture_urls": urls})
    plate = of("PLA-01")
    assert [one.source_url for one in plate.pictures.all()] == urls
    hanna.patch("/products/PLA-01", {"picture_urls": ["https://shop.example/3.jpg"]})
    assert plate.pictures.count() == 2  # what its maker made of them stays


def test_an_order_that_was_placed_elsewhere_may_have_fewer_than_the_minimum(cast: Cast) -> None:
    Product.objects.filter(pk=cast.mug.pk).update(minimum=12, step=6)
    lines = [{"sku": "MUG-01", "title": "Mug", "quantity": 1, "unit_price": 1450}]
    new = {"number": "N-1", "maker": "byrne", "buyer": "harbor", "currency": "USD", "lines": lines}
    assert Caller.of(cast.sam).post("/orders", new).status_code == 201
    assert of("MUG-01").stock == 99

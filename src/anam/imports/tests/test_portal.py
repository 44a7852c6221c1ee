"""Maker Portal → Bring in: sent, looked through, imported; by its job, and by nobody else's."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.html import squeezed

from anam.catalog.models import Product
from anam.imports.actions import run_import as carrying
from anam.imports.actions.forget_files import forget_files
from anam.imports.actions.run_import import run_import
from anam.imports.models import Import, Piece, Refusal
from anam.imports.tests.export import BOWL, RUG, order, text_of
from anam.imports.uploads import PIECE
from anam.mail.models import Email
from anam.orders.models import Order
from anam.people.models import Buyer, User
from conftest import Cast, after_the_session

PAGE = "/portal/import/"
SignIn = Callable[[User], Client]
ORDERS = text_of(
    order("#1", total="14.50"),
    order("#2", RUG, total="100.00"),
    order("#3", {}, BOWL, total="80.50"),
    order("#4", {"Lineitem quantity": "x"}, total="14.50"),
)


def send(client: Client, content: str = ORDERS, **fields: Any) -> Any:
    file = SimpleUploadedFile("orders.csv", content.encode())
    sent = {"kind": "order:shopify-csv", "time_zone": "", "key": str(uuid.uuid4()), "file": file, **fields}
    return client.post(PAGE, sent)


def looked_through(client: Client, content: str = ORDERS, **fields: Any) -> Import:
    send(client, content, **fields)
    one = Import.objects.latest("id")
    run_import(one.pk)
    one.refresh_from_db()
    return one


def start(client: Client, one: Import) -> None:
    client.post(f"{PAGE}{one.pk}/start/")


def test_a_file_is_looked_through_first_and_nothing_comes_in(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna)
    assert (one.stage, one.read, one.position) == ("checked", 4, one.size)
    assert not Order.objects.exists()
    page = squeezed(hanna.get(f"{PAGE}{one.pk}/").content.decode())
    assert "What would happen" in page
    assert "<dt>In the file</dt><dd>4 orders</dd>" in page
    assert "<dt>To import</dt><dd>2: 2 waiting for the maker</dd>" in page
    assert "Import 2 orders" in page
    assert "It belongs to another maker, “Otto Weaves”: you import orders of Byrne Ceramics." in page
    assert "The quantity “x” is not a whole number" in page


def test_then_it_comes_in_for_this_maker_alone(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna)
    start(hanna, one)
    run_import(one.pk)
    assert {made.maker for made in Order.objects.all()} == {cast.byrne}
    assert Order.objects.count() == 2
    entry = Order.objects.first().entries.get(kind="imported")  # type: ignore[union-attr]
    assert (entry.actor, entry.actor_as) == (cast.hanna, "maker")
    one.refresh_from_db()
    assert (one.stage, one.became["outcomes"]) == ("done", {"imported": 2, "refused": 2})
    assert not Piece.objects.exists()
    assert not Email.objects.exists()
    assert "<h2>Done</h2>" in hanna.get(f"{PAGE}{one.pk}/").content.decode()


def test_a_double_click_is_one_import(cast: Cast, sign_in: SignIn) -> None:
    """D7"""
    hanna, key = sign_in(cast.hanna), str(uuid.uuid4())
    first, second = send(hanna, key=key), send(hanna, key=key)
    assert first["Location"] == second["Location"]
    assert Import.objects.count() == 1
    one = Import.objects.get()
    run_import(one.pk)
    start(hanna, one)
    start(hanna, one)
    assert ProcrastinateJob.objects.filter(task_name="imports.run_import").count() == 2  # to look through, to import
    run_import(one.pk)
    run_import(one.pk)
    assert Order.objects.count() == 2


def test_killed_in_the_middle_it_is_taken_up_again_and_each_order_counts_once(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D7"""
    monkeypatch.setattr("anam.imports.running.AT_ONCE", 2)
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna, text_of(*(order(f"#{number}", total="14.50") for number in range(7))))
    start(hanna, one)
    kept = carrying._keep
    calls: list[int] = []

    def killed(*arguments: Any) -> bool:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return kept(*arguments)

    monkeypatch.setattr(carrying, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        run_import(one.pk)
    one.refresh_from_db()
    assert (one.read, Order.objects.count()) == (4, 4)
    run_import(one.pk)
    one.refresh_from_db()
    assert (one.stage, one.read, one.became["outcomes"], Order.objects.count()) == ("done", 7, {"imported": 7}, 7)


def test_stopped_it_keeps_what_is_in_and_goes_on_later(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anam.imports.running.AT_ONCE", 2)
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna, text_of(*(order(f"#{number}", total="14.50") for number in range(6))))
    start(hanna, one)
    kept = carrying._keep

    def pressed(*arguments: Any) -> bool:
        went = kept(*arguments)
        hanna.post(f"{PAGE}{one.pk}/stop/")
        return went

    monkeypatch.setattr(carrying, "_keep", pressed)
    run_import(one.pk)
    one.refresh_from_db()
    assert (one.stage, one.read, Order.objects.count()) == ("stopped", 2, 2)
    assert "Continue" in hanna.get(f"{PAGE}{one.pk}/").content.decode()
    monkeypatch.setattr(carrying, "_keep", kept)
    start(hanna, one)
    run_import(one.pk)
    assert Order.objects.count() == 6


def test_stopped_and_forgotten_it_says_to_send_the_file_again(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna)
    start(hanna, one)
    hanna.post(f"{PAGE}{one.pk}/stop/")
    Piece.objects.all().delete()
    assert "Send it again for the rest" in hanna.get(f"{PAGE}{one.pk}/").content.decode()
    start(hanna, one)
    one.refresh_from_db()
    assert one.stage == "stopped"


def test_nobody_else_sees_starts_or_stops_it(cast: Cast, sign_in: SignIn) -> None:
    """D1"""
    one = looked_through(sign_in(cast.hanna))
    otto = sign_in(cast.otto)
    assert otto.get(f"{PAGE}{one.pk}/").status_code == 404
    assert otto.get(f"{PAGE}{one.pk}/refused.csv").status_code == 404
    assert otto.post(f"{PAGE}{one.pk}/start/").status_code == 404
    assert otto.post(f"{PAGE}{one.pk}/stop/").status_code == 404
    assert one.file_name not in otto.get(PAGE).content.decode()
    for other in (cast.ines, cast.sam):
        assert sign_in(other).get(PAGE).status_code == 404
    one.refresh_from_db()
    assert one.stage == "checked"


def test_a_maker_cannot_reach_a_shops_account_that_they_have_not_met(cast: Cast, sign_in: SignIn) -> None:
    hanna, people = sign_in(cast.hanna), User.objects.count()
    one = looked_through(hanna, text_of(order("#1", total="14.50", Email=cast.ines.email)))
    start(hanna, one)
    run_import(one.pk)
    assert Order.objects.get().buyer != cast.harbor
    assert User.objects.count() == people
    cast.order()
    two = looked_through(hanna, text_of(order("#2", total="14.50", Email=cast.ines.email)))
    start(hanna, two)
    run_import(two.pk)
    assert Order.objects.get(reference__startswith="#2").buyer == cast.harbor
    assert Buyer.objects.count() == 2


def test_what_was_refused_can_be_taken_as_a_file_that_no_spreadsheet_runs(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna, text_of(order("=HYPERLINK(1)", {"Lineitem price": "x"}, total="1.00", Id="5")))
    answer = hanna.get(f"{PAGE}{one.pk}/refused.csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeffline,order,reason\r\n2,'=HYPERLINK(1),")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "order:fax"}, "Say where the file comes from."),
        ({"kind": "order:olist"}, "Say where the file comes from."),
        ({"time_zone": "Mars/Base"}, "There is no time zone “Mars/Base”"),
        ({"file": ""}, "Choose a file."),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "Choose a file."),
    ],
)
def test_what_cannot_be_sent_is_said_and_what_was_chosen_is_kept(
    cast: Cast, sign_in: SignIn, fields: dict[str, Any], words: str
) -> None:
    answer = send(sign_in(cast.hanna), **{"time_zone": "Europe/Dublin", **fields})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    if "time_zone" not in fields:
        assert '<option value="Europe/Dublin" selected>' in page
    assert not Import.objects.exists()


def test_a_file_over_the_limit_is_refused_in_words(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anam.imports.actions.upload.MAX_BYTES", 100)
    answer = send(sign_in(cast.hanna))
    assert answer.status_code == 422
    assert "the most that can be sent here" in answer.content.decode()


def test_a_file_of_another_kind_says_why_and_nothing_comes_in(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    one = looked_through(hanna, "Who,What\nme,this\n")
    assert one.stage == "unusable"
    assert "it has no column Name, Id" in hanna.get(f"{PAGE}{one.pk}/").content.decode()


def test_a_file_of_many_pieces_is_read_as_it_was_sent(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    content = text_of(*(order(f"#{number}", total="14.50", Notes="n" * 4000) for number in range(150)))
    assert len(content) > 2 * PIECE
    one = looked_through(hanna, content)
    assert one.would["outcomes"] == {"imported": 150}
    assert one.pieces.count() > 2


def test_products_come_in_the_same_way(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    header = "Handle,Title,Vendor,Variant SKU,Variant Price\n"
    content = f"{header}vase,Vase,Byrne Ceramics,VASE-1,20.00\nrug,Rug,Otto Weaves,R,1\n"
    one = looked_through(hanna, content, kind="product:shopify-csv")
    start(hanna, one)
    run_import(one.pk)
    assert Product.objects.get(sku="VASE-1").maker == cast.byrne
    assert Refusal.objects.filter(of=one, tried=False).count() == 1
    assert not Product.objects.of_maker(cast.weaves).exists()


def test_an_expired_session_says_that_the_file_must_be_chosen_again(cast: Cast, client: Client) -> None:
    client = after_the_session(cast.hanna)
    sent = {"kind": "order:faire-json", "time_zone": "Europe/Dublin", "key": str(uuid.uuid4())}
    answer = client.post(PAGE, {**sent, "file": SimpleUploadedFile("o.json", b"[]")})
    assert answer.status_code == 302
    client.post(answer["Location"], {"login": cast.hanna.email, "password": "demo"})
    page = client.get(PAGE).content.decode()
    assert "Please choose the file once more" in page
    assert '<option value="order:faire-json" selected>' in page


def test_the_page_asks_again_while_it_goes_on_and_not_after(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    send(hanna)
    one = Import.objects.get()
    part = hanna.get(f"{PAGE}{one.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    run_import(one.pk)
    assert 'hx-trigger="every 1s"' not in hanna.get(f"{PAGE}{one.pk}/").content.decode()


def test_files_of_imports_that_nobody_came_back_to_are_forgotten(cast: Cast, sign_in: SignIn) -> None:
    from datetime import timedelta

    one = looked_through(sign_in(cast.hanna))
    forget_files()
    assert one.pieces.exists()
    Import.objects.update(asked_at=one.asked_at - timedelta(days=15))
    forget_files()
    assert not one.pieces.exists()


def test_the_list_costs_the_same_for_many(cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any) -> None:
    hanna = sign_in(cast.hanna)
    for _ in range(20):
        send(hanna)
    with django_assert_max_num_queries(9):
        assert hanna.get(PAGE).content.decode().count("orders.csv") == 20

"""What is sent may be anything: a clear no, and nothing half-done."""

from typing import Any

import pytest

from anam.api.bodies import LARGEST_BODY
from anam.api.tests.calling import Caller, code_of
from anam.orders.models import Order
from conftest import Cast

BAD = [
    (b"{", 400, "json_unreadable"), (b"\xff\xfe{}", 400, "json_unreadable"),
    (b"\xef\xbb\xbf{}", 400, "json_unreadable"),
    (b'{"reason": NaN}', 400, "json_unreadable"), (b'{"reason": Infinity}', 400, "json_unreadable"),
    (b'{"a": 1, "a": 2}', 422, "json_unusable"), (b'{"reason": "a\\u0000b"}', 422, "json_unusable"),
    (b'{"reason": "\\ud800"}', 422, "json_unusable"), (b'{"a\\u0000": 1}', 422, "json_unusable"),
    (b'{"a": 9223372036854775808}', 422, "json_unusable"), (b'{"a": 1e999}', 422, "json_unusable"),
    (b'{"a": ' + b"1" * 5000 + b"}", 400, "json_unreadable"),
    (b'{"a": ' + b"[" * 9 + b"]" * 9 + b"}", 400, "json_too_deep"), (b"[" * 200_000, 400, "json_too_deep"),
    (b'{"a":' * 40_000 + b"1" + b"}" * 40_000, 400, "json_too_deep"),
    (b"[]", 422, "not_an_object"), (b"null", 422, "not_an_object"), (b'"text"', 422, "not_an_object"),
    (b"7", 422, "not_an_object"), (b" " * (LARGEST_BODY + 1), 413, "body_too_large"),
    (b"{}", 422, "wrong"), (b"", 422, "wrong"), (b'{"reason": "other", "explanation": 7}', 422, "wrong"),
    (b'{"reason": "other", "explanation": "It broke in the kiln", "surprise": 1}', 422, "wrong"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "status", "code"), BAD, ids=[f"{raw[:24]!r}" for raw, _, _ in BAD])
@pytest.mark.parametrize("key", [None, "a key"])
def test_a_bad_body_is_refused_in_words(cast: Cast, raw: bytes, status: int, code: str, key: str | None) -> None:
    order = cast.order(told=True)
    answer = Caller.of(cast.hanna).send(f"/orders/{order.number}/decline", raw, key=key)
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert Order.objects.get(pk=order.pk).status == "placed"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_only_json_is_read(cast: Cast, kind: str) -> None:
    answer = Caller.of(cast.hanna).send("/orders/X-1/decline", b'{"reason": "other"}', content_type=kind)
    assert (answer.status_code, code_of(answer)) == (415, "not_json")


def test_json_may_say_its_charset(cast: Cast) -> None:
    order = cast.order()
    answer = Caller.of(cast.hanna).send(
        f"/orders/{order.number}/accept", b"{}", content_type="application/json; charset=utf-8"
    )
    assert answer.status_code == 200


def test_every_field_that_is_wrong_is_named(cast: Cast) -> None:
    sent = {"number": "A/1", "maker": 1, "lines": [{"title": " ", "quantity": 0, "unit_price": 1.5}]}
    answer = Caller.of(cast.sam).post("/orders", sent)
    assert {error["where"] for error in answer.json()["errors"]} == {
        "body.number",
        "body.maker",
        "body.buyer",
        "body.currency",
        "body.lines.0.title",
        "body.lines.0.quantity",
        "body.lines.0.unit_price",
    }
    assert all(error["message"] for error in answer.json()["errors"])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/orders", {"limit": 0}),
        ("/orders", {"limit": 101}),
        ("/orders", {"limit": "x"}),
        ("/orders", {"status": "odd"}),
        ("/orders/X-1/decline", {"reason": "a\x00b"}),
        ("/orders", {"cursor": "nonsense"}),
        ("/orders", {"cursor": "1.\x00"}),
        ("/events", {"after": "-1"}),
        ("/events", {"after": "９"}),
        ("/events", {"after": "9" * 20}),
        ("/conversations", {"cursor": "x"}),
    ],
)
def test_a_parameter_that_is_none_is_refused(cast: Cast, path: str, query: dict[str, Any]) -> None:
    answer = Caller.of(cast.hanna).get(path, **query)
    assert answer.status_code == 422
    assert code_of(answer) in ("wrong", "cursor_unknown", "json_unusable")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing",
        "/orders/",
        "/orders/a/b/c",
        "/orders/%00",
        "/conversations/x/messages",
        "/conversations/99999999999999999999/messages",
    ],
)
def test_an_address_without_a_call_is_a_problem_too(cast: Cast, path: str) -> None:
    answer = Caller.of(cast.hanna).get(path)
    assert (answer.status_code, code_of(answer)) == (404, "not_found")


def test_a_method_that_is_none_says_which_are(cast: Cast) -> None:
    answer = Caller.of(cast.hanna).post("/events")
    assert (answer.status_code, code_of(answer), answer["Allow"]) == (405, "method_not_allowed", "GET")


def test_a_thousand_parameters_are_refused(cast: Cast) -> None:
    answer = Caller.of(cast.hanna).get("/orders", **{f"p{number}": "" for number in range(1000)})
    assert (answer.status_code, code_of(answer)) == (400, "unreadable")


def test_a_bug_is_a_problem_and_undoes_what_was_begun(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """D7: with a key, nothing is kept, so that asking again does it."""
    order = cast.order()

    def break_down(*_: Any) -> None:
        raise RuntimeError("a bug")

    caller = Caller.of(cast.hanna)
    with monkeypatch.context() as broken:
        broken.setattr("anam.api.calls.fulfilment.order_out", break_down)
        answer = caller.post(f"/orders/{order.number}/accept", key="again")
        assert (answer.status_code, code_of(answer)) == (500, "broken")
    assert Order.objects.get(pk=order.pk).status == "placed"
    assert caller.post(f"/orders/{order.number}/accept", key="again").status_code == 200


def test_every_wrong_field_is_told_by_where_it_is_in_words_of_ours(cast: Cast) -> None:
    line = {"title": " ", "quantity": 0, "unit_price": 10**13, "colour": "blue"}
    body = {
        "number": "a/b",
        "maker": "",
        "buyer": 5,
        "placed_at": "today",
        "currency": "usd",
        "tax": 1.5,
        "payment": "cash",
        "reference": "x" * 200,
        "lines": [line, "mug"],
    }
    answer = Caller.of(cast.sam).post("/orders", body).json()
    told = {error["where"].removeprefix("body."): error["message"] for error in answer["errors"]}
    assert told == {
        "number": "it must have the form ^[!-.0-~]([ -.0-~]{0,38}[!-.0-~])?$",
        "maker": "its length must be at least 1",
        "buyer": "it must be text",
        "placed_at": "it must be a time with its offset, as in 2026-11-20T10:00:00Z (RFC 3339)",
        "currency": "it must have the form ^[A-Z]{3}$",
        "tax": "it must be a whole number",
        "payment": "it must be one of 'authorised', 'captured' or 'none'",
        "reference": "its length must be at most 120",
        "lines.0.title": "it must say something",
        "lines.0.quantity": "it must be at least 1",
        "lines.0.unit_price": "it must be at most 1000000000000",
        "lines.0.colour": "there is no field of that name",
        "lines.1": "it must be an object",
    }

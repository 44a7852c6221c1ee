"""Pages are sent compressed to whoever takes them so; what a program compares letter for letter is not."""

import gzip
from collections.abc import Callable
from typing import Any

from django.test import Client

from conftest import Cast

SignIn = Callable[[Any], Client]
TAKES_GZIP = {"Accept-Encoding": "gzip"}


def test_a_page_is_sent_compressed_to_whoever_takes_it_so(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    answer = hanna.get("/portal/orders/", headers=TAKES_GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "<h1>Orders</h1>" in gzip.decompress(answer.content).decode()
    plain = hanna.get("/portal/orders/")
    assert "Content-Encoding" not in plain.headers
    assert len(answer.content) * 2 < len(plain.content)


def test_of_two_answers_of_one_page_the_length_says_nothing(cast: Cast, sign_in: SignIn) -> None:
    """Else whoever makes a browser ask again and again could guess what the page hides."""
    hanna = sign_in(cast.hanna)
    assert len({len(hanna.get("/portal/orders/", headers=TAKES_GZIP).content) for _ in range(8)}) > 1


def test_what_is_no_page_is_sent_as_it_is(cast: Cast, sign_in: SignIn) -> None:
    """A program compares ETags letter for letter, and a file streams as it is made."""
    hanna = sign_in(cast.hanna)
    for path in ("/api/v1/openapi.json", "/portal/orders/export.csv", "/healthz"):
        answer = hanna.get(path, headers=TAKES_GZIP)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers

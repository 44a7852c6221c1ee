"""However long a body is, its sender reads why it was not taken: the connection is not closed under them."""

import http.client

import pytest

from anam.api.bodies import LARGEST_BODY
from conftest import Cast
from tests.conftest import Live
from tests.races.programs import Program

TRIES = 12


@pytest.mark.parametrize("length", [LARGEST_BODY + 1, 900_000, 3_000_000, 20_000_000])
def test_a_body_that_is_too_long_for_a_call_is_answered_every_time(scenario: Cast, on_live: Live, length: int) -> None:
    hanna = Program.of(on_live.port, scenario.hanna)
    for headers in ({"Authorization": f"Bearer {hanna.secret}"}, {}):
        for _ in range(TRIES):
            kind = {**headers, "Content-Type": "application/json"}
            status, words = sent(on_live, "/api/v1/orders", b" " * length, kind)
            assert status == (413 if headers else 401)
            assert "application/problem+json" in words


@pytest.mark.parametrize("length", [1_100_000, 20_000_000])
def test_a_form_that_is_too_long_is_answered_in_words_every_time(on_live: Live, length: int) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(TRIES):
        assert sent(on_live, "/support/declining-an-order/helpful/", b"missing=" + b"x" * length, kind)[0] == 403
        with_a_token = {**kind, "Cookie": f"csrftoken={'a' * 32}"}
        assert sent(on_live, "/accounts/login/", b"login=" + b"x" * length, with_a_token)[0] == 413


def sent(live: Live, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """The status and the kind of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, str(answer.headers["Content-Type"])

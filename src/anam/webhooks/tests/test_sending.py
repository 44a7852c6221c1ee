"""A receiver that is slow, wrong, gone, redirecting or endless costs a little time and nothing else."""

import socket
import threading
from pathlib import Path
from typing import Any

import pytest
import trustme

from anam.outbound import addresses, connection
from anam.webhooks import sending
from anam.webhooks.sending import post
from anam.webhooks.tests.receiver import receiving


@pytest.mark.parametrize(
    ("status", "success"),
    [(200, True), (204, True), (299, True), (301, False), (400, False), (410, False), (500, False)],
)
def test_only_2xx_is_success(status: int, success: bool) -> None:
    with receiving(statuses=[status]) as receiver:
        answer = post(receiver.url, b"{}", {})
    assert (answer.status, answer.is_success) == (status, success)


def test_a_redirect_is_not_followed() -> None:
    with receiving() as other, receiving(statuses=[307], headers={"Location": other.url}) as receiver:
        assert post(receiver.url, b"{}", {}).status == 307
        assert other.received == []


def test_a_receiver_that_does_not_answer_is_given_up(monkeypatch: Any) -> None:
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.3)
    with receiving(waits=60) as receiver:
        answer = post(receiver.url, b"{}", {})
    assert answer.status is None
    assert "No answer within" in answer.words
    assert 300 <= answer.took_ms < 30_000


def test_a_receiver_that_never_ends_is_given_up_and_its_status_counts(monkeypatch: Any) -> None:
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 1.5)
    with receiving(drips=True) as receiver:
        answer = post(receiver.url, b"{}", {})
    assert answer.status == 200  # that there is an answer at all shows that the end was not waited for


def test_a_huge_answer_is_read_to_64_kb_and_500_characters_are_kept() -> None:
    with receiving(says=b"\0" + b"x" * 5_000_000) as receiver:
        answer = post(receiver.url, b"{}", {})
    assert (answer.status, len(answer.words)) == (200, 499)
    assert set(answer.words) == {"x"}


def test_a_receiver_that_is_gone_is_a_failure_with_words() -> None:
    with receiving() as receiver:
        url = receiver.url
    answer = post(url, b"{}", {})
    assert answer.status is None
    assert (answer.body, answer.why["code"]) == ("", "no_connection")
    assert "refused" in answer.words


def test_a_receiver_that_speaks_no_http_or_no_tls_is_a_failure() -> None:
    with receiving() as receiver:
        answer = post(receiver.url.replace("http:", "https:"), b"{}", {})
    assert answer.status is None
    assert "No secure connection" in answer.words


@pytest.mark.parametrize(
    ("named", "trusted", "says"),
    [
        ("shop.example", True, ""),
        ("other.example", True, "No secure connection"),
        ("shop.example", False, "No secure connection"),
    ],
)
def test_the_name_is_proven_where_the_address_is_given(
    monkeypatch: Any, tmp_path: Path, named: str, trusted: bool, says: str
) -> None:
    """The connection goes to the address that was looked at, and its certificate must be that of the name."""
    ours, another = trustme.CA(), trustme.CA()
    (ours if trusted else another).cert_pem.write_to_path(tmp_path / "trusted.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    monkeypatch.setattr(socket, "getaddrinfo", answering_for("shop.example", "127.0.0.1"))
    connection._trust.cache_clear()
    try:
        with receiving(certificate=ours.issue_cert(named)) as receiver:
            port = receiver.url.split(":")[2]
            answer = post(f"https://shop.example:{port}", b"{}", {})
            assert (answer.status, len(receiver.received)) == ((None, 0) if says else (200, 1))
            assert says in answer.words
    finally:
        connection._trust.cache_clear()


def test_a_name_with_an_address_that_does_not_answer_is_reached_at_the_next(monkeypatch: Any) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering_for("shop.example", "127.0.0.9", "127.0.0.1"))
    with receiving() as receiver:
        assert post(receiver.url.replace("127.0.0.1", "shop.example"), b"{}", {}).status == 200


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch: Any) -> None:
    answers = threading.Event()
    monkeypatch.setattr(addresses, "LOOK_UP_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.wait(60))
    answer = post("https://slow.example/", b"{}", {})
    answers.set()
    assert answer.status is None
    assert "There is no host" in answer.words
    assert answer.took_ms < 30_000


def answering_for(name: str, *found: str) -> Any:
    """`socket.getaddrinfo`, with a name of ours."""
    real = socket.getaddrinfo

    def answer(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host != name:
            return real(host, port, *rest, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    return answer

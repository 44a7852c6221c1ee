"""A receiver that is slow, wrong, gone, redirecting or endless costs a little time and nothing else."""

import time
from typing import Any

import pytest

from anam.webhooks import sending
from anam.webhooks.sending import post
from anam.webhooks.tests.receiver import receiving


@pytest.fixture(autouse=True)
def _here(settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True


@pytest.mark.parametrize(("status", "success"), [(200, True), (204, True), (299, True), (301, False), (400, False),
                                                 (410, False), (500, False)])  # fmt: skip
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
    with receiving(waits=3) as receiver:
        answer = post(receiver.url, b"{}", {})
    assert answer.status is None
    assert "No answer within" in answer.words
    assert 300 <= answer.took_ms < 2000


def test_a_receiver_that_never_ends_is_given_up_and_its_status_counts(monkeypatch: Any) -> None:
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.5)
    began = time.monotonic()
    with receiving(drips=True) as receiver:
        answer = post(receiver.url, b"{}", {})
    assert answer.status == 200
    assert time.monotonic() - began < 3


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
    assert "refused" in answer.words


def test_a_receiver_that_speaks_no_http_or_no_tls_is_a_failure() -> None:
    with receiving() as receiver:
        answer = post(receiver.url.replace("http:", "https:"), b"{}", {})
    assert answer.status is None
    assert "No secure connection" in answer.words

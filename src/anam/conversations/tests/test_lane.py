"""The one lane for pictures: who waits, who is refused, and what a picture may cost."""

import os
import threading
import time
from collections.abc import Iterator

import pytest

from anam.conversations.pictures import Sent, all_cleaned, cleaned
from anam.decoding import lane
from anam.decoding.lane import Busy, decoded
from anam.decoding.tests.pictures import picture
from anam.decoding.unusable import Unusable
from anam.refusals import Refused

SMALL = picture()


@pytest.fixture
def taken() -> Iterator[threading.Lock]:
    """Somebody else's pictures are being decoded."""
    lane._turn.acquire()
    yield lane._turn
    if lane._turn.locked():
        lane._turn.release()


def test_no_pictures_start_no_process() -> None:
    lane._close()
    assert decoded("message", [], patience=0) == []
    assert lane._process is None


def test_a_message_waits_for_its_turn_and_a_third_is_refused_at_once(taken: threading.Lock) -> None:
    made: list[object] = []
    waiting = threading.Thread(target=lambda: made.append(decoded("message", [SMALL], patience=30)))
    waiting.start()
    while not lane._next_in_line.locked():
        time.sleep(0.01)
    with pytest.raises(Busy):
        decoded("message", [SMALL], patience=30)
    with pytest.raises(Refused) as refused:
        all_cleaned([Sent(SMALL)])
    assert refused.value.refusal.code == "pictures_busy"
    taken.release()
    waiting.join(30)
    assert len(made) == 1


def test_who_has_waited_long_enough_is_refused(taken: threading.Lock) -> None:
    with pytest.raises(Busy):
        decoded("message", [SMALL], patience=0.05)
    assert not lane._next_in_line.locked()


def test_a_job_waits_for_as_long_as_it_takes(taken: threading.Lock) -> None:
    made: list[object] = []
    job = threading.Thread(target=lambda: made.append(cleaned(SMALL)))
    job.start()
    job.join(0.3)
    assert not made
    taken.release()
    job.join(30)
    assert made


def test_a_process_that_ended_costs_one_picture_and_no_other() -> None:
    cleaned(SMALL)
    assert lane._process
    was = lane._process
    was.kill()
    was.wait()
    assert cleaned(SMALL).width == 60
    assert lane._process is not was


def test_a_picture_that_takes_too_long_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "MAX_SECONDS", 0.0)
    [made] = decoded("message", [picture("PNG", size=(4000, 4000))], patience=None)
    assert isinstance(made, Unusable)
    assert made.code == "picture_too_much_work"
    monkeypatch.undo()
    assert cleaned(SMALL).width == 60


def test_the_process_has_none_of_our_secrets_and_gives_way_to_everybody() -> None:
    cleaned(SMALL)
    assert lane._process
    with open(f"/proc/{lane._process.pid}/environ", "rb") as environment:
        assert b"DATABASE_URL" not in environment.read()
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, lane._process.pid) == min(ours + 10, 19)


def test_what_nobody_uses_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "IDLE_SECONDS", 0.05)
    cleaned(SMALL)
    deadline = time.monotonic() + 20
    while lane._process is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert lane._process is None


def test_a_photograph_of_a_camera_is_taken_and_what_no_camera_makes_is_not() -> None:
    assert cleaned(picture(size=(8160, 6120))).width == 2400
    for content in (
        picture(size=(8160, 6200)),
        picture(size=(4100, 4000), progressive=True),
        picture("PNG", size=(4100, 4000)),
        picture("WEBP", size=(4100, 4000)),
    ):
        with pytest.raises(Refused) as refused:
            cleaned(content)
        assert refused.value.refusal.code == "picture_too_many_pixels"
    assert cleaned(picture("PNG", size=(4000, 3000))).width == 2400

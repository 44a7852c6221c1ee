"""The queue in front of the pages: bounded, who acts before who only looks, and an honest no past it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from anam.media.pictures import ADDRESS
from anam.web.admission import Queue, admit


class Crowd:
    """People at one queue, each in a thread; `let_in` are the names of those who got a place, in order."""

    def __init__(self, queue: Queue) -> None:
        self.queue, self.let_in, self.turned_away = queue, list[str](), list[str]()
        self.threads: list[threading.Thread] = []

    def comes(self, name: str, *, acts: bool = False) -> None:
        """One more comes; they wait by now, or have gone."""

        def enter() -> None:
            (self.let_in if self.queue.enter(acts=acts) else self.turned_away).append(name)

        thread = threading.Thread(target=enter, daemon=True)
        self.threads.append(thread)
        their_line = self.queue._acts if acts else self.queue._looks
        before = len(their_line)
        thread.start()
        while thread.is_alive() and len(their_line) == before:
            thread.join(0.005)

    def one_leaves(self) -> None:
        """Whoever is next is in before anybody else leaves."""
        before = len(self.let_in)
        self.queue.leave()
        for thread in self.threads:
            if len(self.let_in) > before:
                break
            thread.join(2)


def test_who_acts_is_let_in_before_who_only_looks() -> None:
    crowd = Crowd(Queue(at_once=1, waiting=4))
    crowd.comes("first")
    crowd.comes("look")
    crowd.comes("decline", acts=True)
    crowd.comes("another", acts=True)
    for _ in range(3):
        crowd.one_leaves()
    assert crowd.let_in == ["first", "decline", "another", "look"]


def test_where_it_is_full_whoever_came_last_to_look_gives_way_to_who_acts() -> None:
    crowd = Crowd(Queue(at_once=1, waiting=8))
    for name in ("first", "look 1", "look 2", "look 3"):
        crowd.comes(name)
    assert crowd.turned_away == ["look 3"]  # a quarter of the room is for looking
    acts = [f"act {number}" for number in range(1, 10)]
    for name in acts:
        crowd.comes(name, acts=True)
    for thread in crowd.threads[1:3]:
        thread.join(2)
    assert sorted(crowd.turned_away) == ["act 9", "look 1", "look 2", "look 3"]
    for _ in range(8):
        crowd.one_leaves()
    assert crowd.let_in == ["first", *acts[:8]]


def test_nobody_waits_for_ever_and_no_place_is_lost() -> None:
    queue = Queue(at_once=1, waiting=4)
    assert queue.enter(acts=False)
    assert not queue.enter(acts=True, patience=0.01)
    queue.leave()
    assert queue.enter(acts=False)


@pytest.fixture
def stuck(settings: Any) -> Callable[[HttpRequest], HttpResponse]:
    """Pages of which one is being answered, and will be for a while; nobody may wait."""
    settings.WEB_AT_ONCE, settings.WEB_WAITING = 1, 0
    begun = threading.Event()

    def slow(request: HttpRequest) -> HttpResponse:
        if request.path == "/slow/":
            begun.set()
            threading.Event().wait(5)
        return HttpResponse("done")

    answer = admit(slow)
    threading.Thread(target=lambda: answer(RequestFactory().get("/slow/")), daemon=True).start()
    assert begun.wait(2)
    return answer


@pytest.mark.parametrize("method", ["get", "post"])
def test_past_it_the_answer_says_when_to_come_again_and_that_nothing_was_done(
    stuck: Callable[[HttpRequest], HttpResponse], method: str
) -> None:
    answer = stuck(getattr(RequestFactory(), method)("/orders/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "Nothing you sent was done." in answer.content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", f"{ADDRESS}a/96.webp"])
def test_health_figures_and_pictures_never_wait(stuck: Callable[[HttpRequest], HttpResponse], path: str) -> None:
    assert stuck(RequestFactory().get(path)).content == b"done"


def test_a_program_reads_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queue, "enter", lambda *_, **__: False)
    answer = Client().get("/api/v1/orders")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert answer.json()["code"] == "busy"

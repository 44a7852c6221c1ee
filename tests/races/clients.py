"""People at their browsers: signed in to the running marketplace, each on a connection of their own."""

import http.client
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from anam.orders.models import Order
from anam.people.models import User

WORDS = "I am so sorry: my kiln is down until spring, and I cannot make these."


@dataclass(frozen=True)
class Answer:
    status: int
    words: str


class Member:
    """Somebody who is signed in, on one connection that is kept."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.cookies = cookies
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    @classmethod
    def signed_in(cls, port: int, person: User) -> "Member":
        """As if they had signed in before; so many at once would be taken for somebody who guesses passwords."""
        session = Client()
        session.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        member = cls(port, {"sessionid": session.cookies["sessionid"].value})
        assert member.ask("GET", "/notices/").status == 200
        return member

    def in_another_tab(self, port: int | None = None) -> "Member":
        """The same person on another connection, perhaps to another web process."""
        return Member(port or self.connection.port, self.cookies)

    def post(self, path: str, **fields: str) -> Answer:
        return self.ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}))

    def decline(self, order: Order, reason: str = "too_late") -> Answer:
        return self.post(f"/portal/orders/{order.number}/decline/", reason=reason, explanation=WORDS)

    def accept(self, order: Order) -> Answer:
        return self.post(f"/portal/orders/{order.number}/accept/")

    def undo_accept(self, order: Order) -> Answer:
        return self.post(f"/portal/orders/{order.number}/accept/undo/")

    def ship(self, order: Order) -> Answer:
        return self.post(f"/portal/orders/{order.number}/ship/", carrier="An Post", tracking="AP-1")

    def ask(
        self, method: str, path: str, body: str | None = None, *, kind: str = "application/x-www-form-urlencoded"
    ) -> Answer:
        status, page = self._send(method, path, body, kind)
        return Answer(status, " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split()))

    def page(self, method: str, path: str, fields: dict[str, str]) -> str:
        """What comes back as it is sent, with its hidden fields."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}) if method == "POST" else None
        return self._send(method, path, body, "application/x-www-form-urlencoded")[1]

    def _send(self, method: str, path: str, body: str | None, kind: str) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, page


def at_once[T](*clicks: Callable[[], T]) -> list[T]:
    """What each of `clicks` answered, all of them made at the same moment; raises what one of them raised."""
    barrier = threading.Barrier(len(clicks))
    answers: dict[int, T] = {}
    raised: list[BaseException] = []

    def make(number: int, click: Callable[[], T]) -> None:
        try:
            barrier.wait(20)
            answers[number] = click()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=make, args=numbered) for numbered in enumerate(clicks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
    return [answers[number] for number in range(len(clicks))]


def decline_all(members: Sequence[Member], orders: Sequence[Order]) -> list[Answer]:
    """The answers to declining all of `orders`, shared out among `members`, who work at the same time."""

    def share(number: int) -> Callable[[], list[Answer]]:
        mine = orders[number :: len(members)]
        return lambda: [members[number].decline(order) for order in mine]

    return [answer for answers in at_once(*map(share, range(len(members)))) for answer in answers]

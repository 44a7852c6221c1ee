"""Programs that call the running marketplace's API, each on a connection of its own."""

import http.client
import json
from dataclasses import dataclass
from typing import Any

from anam.api.actions.make_token import make_token
from anam.people.models import User


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json.get("code", ""))


class Program:
    """Something that has a token."""

    def __init__(self, port: int, secret: str) -> None:
        self.secret = secret
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    @classmethod
    def of(cls, port: int, person: User, *, name: str = "a program") -> "Program":
        return cls(port, make_token(person, name=name)[1])

    def elsewhere(self, port: int | None = None) -> "Program":
        """The same token on another connection, perhaps to another web process."""
        return Program(port or self.connection.port, self.secret)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Answer:
        headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        return self._ask("POST", path, None if body is None else json.dumps(body), headers)

    def change(self, method: str, path: str, body: Any, *, if_match: str = "") -> Answer:
        """A PUT or a PATCH, with the ETag that the thing must have."""
        headers = {"Content-Type": "application/json", **({"If-Match": if_match} if if_match else {})}
        return self._ask(method, path, json.dumps(body), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self.connection.request(method, f"/api/v1{path}", body, {**headers, "Authorization": f"Bearer {self.secret}"})
        answer = self.connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read())

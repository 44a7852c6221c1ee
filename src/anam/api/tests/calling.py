"""Programs that call the API, each with somebody's token."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from anam.api.actions.make_token import make_token
from anam.people.models import User


@dataclass
class Caller:
    """Calls with one token; `None`: without."""

    secret: str | None

    @classmethod
    def of(cls, person: User | None, *, name: str = "a test", reads_only: bool = False) -> "Caller":
        return cls(make_token(person, name=name, reads_only=reads_only)[1] if person else None)

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(f"/api/v1{path}", query, headers=self._headers())

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        sent = b"" if body is None else json.dumps(body).encode()
        return self.send(path, sent, key=key)

    def put(self, path: str, body: Any = None, *, if_match: str = "") -> Any:
        return self._change("PUT", path, body, if_match)

    def patch(self, path: str, body: Any = None, *, if_match: str = "") -> Any:
        return self._change("PATCH", path, body, if_match)

    def _change(self, method: str, path: str, body: Any, if_match: str) -> Any:
        headers = self._headers() | ({"If-Match": if_match} if if_match else {})
        sent = b"" if body is None else json.dumps(body).encode()
        return Client().generic(method, f"/api/v1{path}", sent, content_type="application/json", headers=headers)

    def send(self, path: str, raw: bytes, *, key: str | None = None, content_type: str = "application/json") -> Any:
        headers = self._headers()
        if key is not None:
            headers["Idempotency-Key"] = key
        return Client().post(f"/api/v1{path}", raw, content_type=content_type, headers=headers)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


def code_of(answer: Any) -> str:
    """The code of a problem document, which it must be."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    document = answer.json()
    assert document["status"] == answer.status_code
    assert {"type", "title", "detail", "code"} <= set(document)
    return str(document["code"])

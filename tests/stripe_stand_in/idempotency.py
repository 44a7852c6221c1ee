"""Idempotency keys: the first answer of a key is kept for a day of the stand-in's clock, and given again, a 500 too."""

from dataclasses import dataclass
from typing import Any

from tests.stripe_stand_in.clock import DAY, Clock
from tests.stripe_stand_in.errors import ApiError

KEPT_FOR = DAY
MAX_KEY = 255


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    request_id: str


@dataclass
class Kept:
    """What a key was first used for, and what came of it. No answer yet: the request is still being worked on."""

    path: str
    params: dict[str, Any]
    since: float
    answer: Answer | None = None


class Keys:
    """Of one account in one mode. Used under the server's lock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._kept: dict[str, Kept] = {}

    def begin(self, key: str, path: str, params: dict[str, Any]) -> Answer | None:
        """The answer that this key had; None: it is new, and its work may begin, to end with `keep` or `forget`.

        Raises ApiError: the key is too long, was used for something else (400), or is being worked on (409)."""
        if len(key) > MAX_KEY:
            message = f"Idempotency-Key must be at most {MAX_KEY} characters."
            raise ApiError(400, message, type="idempotency_error", kept=False)
        kept = self._kept.get(key)
        if kept is None or self.clock.now() - kept.since >= KEPT_FOR:
            self._kept[key] = Kept(path, params, self.clock.now())
            return None
        if (kept.path, kept.params) != (path, params):
            same = "parameters" if kept.path == path else "endpoint"
            message = (
                f"Keys for idempotent requests can only be used with the same {same} they were first used with. Try"
            )
            message += f" using a key other than '{key}' if you meant to execute a different request."
            raise ApiError(400, message, type="idempotency_error", kept=False)
        if kept.answer is None:
            raise in_use(key)
        return kept.answer

    def keep(self, key: str, answer: Answer) -> None:
        if kept := self._kept.get(key):
            kept.answer = answer

    def forget(self, key: str) -> None:
        self._kept.pop(key, None)


def in_use(key: str) -> ApiError:
    message = (
        f"There is currently another in-progress request using this Idempotent Key: {key}. Please try again later."
    )
    return ApiError(409, message, type="idempotency_error", code="idempotency_key_in_use", kept=False)

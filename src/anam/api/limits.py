"""How often one token may call: counted in the database (see arrivals), so over all processes."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from anam.api.problems import Problem

MINUTE = 60


@dataclass(frozen=True)
class RateLimit:
    """The calls of a token within its minute: how many may be, how many were made, and seconds until it begins anew."""

    most: int
    made: int
    seconds: int

    @classmethod
    def after(cls, made: int, *, seconds: int) -> "RateLimit":
        """What `made` calls of this minute leave, this one among them."""
        return cls(settings.API_CALLS_PER_MINUTE, made, seconds)

    @property
    def left(self) -> int:
        return max(self.most - self.made, 0)

    @property
    def used_up(self) -> bool:
        """Whether this call was one too many."""
        return self.made > self.most

    def put_on(self, response: HttpResponse) -> None:
        """The headers of the IETF draft, and the three that most programs still look for."""
        response["RateLimit-Policy"] = f'"minute";q={self.most};w={MINUTE}'
        response["RateLimit"] = f'"minute";r={self.left};t={self.seconds}'
        response["RateLimit-Limit"] = str(self.most)
        response["RateLimit-Remaining"] = str(self.left)
        response["RateLimit-Reset"] = str(self.seconds)

    @property
    def too_many(self) -> Problem:
        words = f"This token made its {self.most} calls of this minute. Ask again in {self.seconds} s."
        return Problem(429, "too_many_calls", words, Retry_After=str(self.seconds))

"""How often one token may call: counted in the database, so over all processes, with one statement."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpResponse

from anam.api.models import Token
from anam.api.problems import Problem

MINUTE = 60
_COUNT = """
INSERT INTO api_use AS u (token_id, began_at, calls) VALUES (%(token)s, clock_timestamp(), 1)
ON CONFLICT (token_id) DO UPDATE SET
  calls = CASE WHEN u.began_at > clock_timestamp() - interval '1 minute' THEN u.calls + 1 ELSE 1 END,
  began_at = CASE WHEN u.began_at > clock_timestamp() - interval '1 minute' THEN u.began_at
             ELSE clock_timestamp() END
RETURNING calls, greatest(ceil(extract(epoch FROM u.began_at + interval '1 minute' - clock_timestamp()))::int, 1)
"""


@dataclass(frozen=True)
class Allowance:
    """What a token may do within its minute: in all, still, and how many seconds until it begins anew."""

    most: int
    left: int
    seconds: int

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


def count_call(token: Token) -> tuple[Allowance, bool]:
    """Count one call of `token`: what is left to it, and whether this one was still within the limit."""
    most = settings.API_CALLS_PER_MINUTE
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"token": token.pk})
        calls, seconds = cursor.fetchone()
    return Allowance(most, max(most - calls, 0), seconds), calls <= most

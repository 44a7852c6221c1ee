"""Idempotency: a POST with a key is done once, and its answer is written together with its effect (D7)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from anam.api.kept_addresses import with_addresses, without_addresses
from anam.api.problems import Problem
from anam.people.models import User
from anam.sql import execute, fetch_one

# Held until the answer is committed, or gone with the process that was killed.
_FORGOTTEN = "clock_timestamp() - interval '48 hours'"
_TAKE = f"""
SELECT pg_try_advisory_xact_lock(hashtextextended(%(lock)s, 0)) AS taken, k.fingerprint, k.status, k.content_type,
       k.body
FROM (SELECT) one LEFT JOIN api_kept_answer k
  ON k.user_id = %(user)s AND k.key = %(key)s AND k.at > {_FORGOTTEN}
"""  # noqa: S608 - nothing but our own words
_KEEP = f"""
INSERT INTO api_kept_answer AS k (user_id, key, fingerprint, status, content_type, body, at)
VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp())
ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status,
  content_type = excluded.content_type, body = excluded.body, at = excluded.at
WHERE k.at <= {_FORGOTTEN}
"""  # noqa: S608 - nothing but our own words
_FORGET = f"DELETE FROM api_kept_answer WHERE at <= {_FORGOTTEN}"  # noqa: S608
MAX_KEY_LENGTH = 255


@dataclass(frozen=True)
class _Kept:
    """Whether the key could be `taken`, and what was answered before; all empty where nothing was."""

    taken: bool
    fingerprint: str | None
    status: int | None
    content_type: str | None
    body: str | None


def once(user: User, key: str, *, address: str, body: dict[str, Any], do: Callable[[], HttpResponse]) -> HttpResponse:
    """What `do` answers, the first time; later, with the same key and body, the same answer without doing it.

    A refusal is an answer too, and kept; a failure of ours is none: it is undone, and asking again does it.
    Raises Problem: 400 for a key that is none, 409 while the first runs, 422 where the key had another body.
    """
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= MAX_KEY_LENGTH):
        raise Problem(400, "idempotency_key_unusable")
    fingerprint = hashlib.sha256(f"{address}\n{json.dumps(body, sort_keys=True)}".encode()).hexdigest()
    try:
        return _first(user, key, fingerprint, do)
    except _AnsweredMeanwhile:
        with transaction.atomic():
            if kept := _kept_answer(user, key, fingerprint):
                return kept
        raise Problem(409, "idempotency_key_in_use", Retry_After="1") from None


class _AnsweredMeanwhile(Exception):
    """Raised, to undo all, where another call with this key was answered between our look and our lock."""


@transaction.atomic
def _first(user: User, key: str, fingerprint: str, do: Callable[[], HttpResponse]) -> HttpResponse:
    if kept := _kept_answer(user, key, fingerprint):
        return kept
    response = do()
    if response.status_code >= 500:
        transaction.set_rollback(True)
    else:
        _keep(user, key, fingerprint, response)
    return response


def _kept_answer(user: User, key: str, fingerprint: str) -> HttpResponse | None:
    """Take the key, and find what it was answered before. One statement.

    It sees what was committed when it began, and the lock comes a moment later: of what is committed in that moment,
    `_keep` knows.
    """
    kept = fetch_one(_Kept, _TAKE, {"lock": f"anam.api {user.pk} {key}", "user": user.pk, "key": key})
    if not kept.taken:
        raise Problem(409, "idempotency_key_in_use", Retry_After="1")
    if kept.fingerprint is None:
        return None
    if kept.fingerprint != fingerprint:
        raise Problem(422, "idempotency_key_used")
    headers = {"Idempotency-Replayed": "true"}
    return HttpResponse(
        with_addresses(kept.body or "", user), status=kept.status, content_type=kept.content_type, headers=headers
    )


def _keep(user: User, key: str, fingerprint: str, response: HttpResponse) -> None:
    """Write the answer, unless the key has one: then nothing of this call may stay."""
    answer = (response.status_code, response["Content-Type"], without_addresses(response.content.decode()))
    if not execute(_KEEP, [user.pk, key, fingerprint, *answer]):
        raise _AnsweredMeanwhile


def forget_old_answers() -> int:
    """After 48 hours a key is free again. The answer is how many were forgotten."""
    return execute(_FORGET)

"""Versions of the policy: one after the other, each with its author, its date and its why (D13)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from anam.people.models import User
from anam.policy.diff import history_of
from anam.policy.models import SETTABLE, Policy, Reason, current_policy
from anam.policy.validation import clean_why, validate_numbers, validate_why
from anam.refusals import Next, Refusal, Refused
from anam.sql import execute
from anam.words import count, day_and_clock, listed


def lock_policy() -> Policy:
    """The policy in force, which nobody else changes until the transaction ends: versions never branch.

    Placing an order does not wait for it: an order takes the newest version that is committed, whole.
    """
    execute("SELECT pg_advisory_xact_lock(hashtext('anam policy'))")
    return current_policy()


def begin_version(current: Policy, *, by: User | None, why: str, **changes: int | bool) -> Policy:
    """The version after `current`, which is locked. Raises Refused without a why."""
    why = clean_why(why)
    if wrong := validate_why(why):
        raise Refused(wrong)
    kept = {name: getattr(current, name) for name in SETTABLE}
    return Policy.objects.create(changed_by=by, why=why, **{**kept, **changes})


def validate_change(
    current: Policy, changes: Mapping[str, int | bool], *, why: str, base_version: int | None
) -> Refusal | None:
    """Why the numbers of `current` cannot be changed so; None where they can. The preview and the action ask here."""
    if base_version is not None and base_version != current.pk:
        return changed_since(base_version)
    values = {name: getattr(current, name) for name in SETTABLE}
    for words in validate_numbers({**values, **changes}).values():
        return Refusal("policy_wrong", words, Next(""))
    if values == {**values, **changes}:
        return Refusal("nothing_changed", "This is what the policy says already: nothing was changed.", Next(""))
    return validate_why(clean_why(why))


def refuse_if_changed_since(current: Policy, base_version: int | None) -> None:
    """Raise Refused, in words, where somebody changed the policy since `base_version`, which was looked at (D7)."""
    if base_version is not None and base_version != current.pk:
        raise Refused(changed_since(base_version))


def changed_since(base_version: int) -> Refusal:
    """What was changed since the version `base_version`, by whom, when and why."""
    since = list(Policy.objects.since(base_version)[:10]) if Policy.objects.version(base_version) else []
    see = Next("See the policy", reverse("policy"))
    if not since:
        return Refusal("policy_moved_on", "This page was too old. What you typed is kept: look at it again.", see)
    newest = history_of(since[:1])[0]
    more = f" Before that, it was changed {count(len(since) - 1, 'more time')}." if len(since) > 1 else ""
    words = (
        f"{newest.who} changed the policy on {day_and_clock(newest.version.changed_at)}: "
        f"{listed(newest.changes, most=3) or 'nothing but the why'} (“{newest.version.why}”).{more} "
        f"What you typed is kept: look at it again."
    )
    return Refusal("policy_moved_on", words, see)


def is_duplicate_submission(current: Policy, base_version: int | None, *, by: User | None, why: str) -> bool:
    """Whether `current` is what the same click has made already: the one after `base_version`, with this why (D7)."""
    if base_version is None or current.pk == base_version:
        return False
    versions = list(Policy.objects.since(base_version)[:2])
    return len(versions) == 1 and current.changed_by_id == (by and by.pk) and current.why == clean_why(why)


def says(reason: Reason, columns: Mapping[str, Any]) -> bool:
    """Whether `reason` says all that `columns` say."""
    return all(getattr(reason, name) == value for name, value in columns.items())

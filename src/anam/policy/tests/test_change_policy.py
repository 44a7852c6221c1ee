"""Changing the policy: a new version with an author, a date and a why, which touches no order already placed."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from anam.clock import database_now
from anam.policy.actions.change_policy import change_policy
from anam.policy.actions.reword_reason import reword_reason
from anam.policy.diff import history_of, in_words
from anam.policy.models import SETTABLE, Policy, current_policy
from anam.policy.validation import SWITCHES
from anam.refusals import Refused
from conftest import Cast


def refused(**asked: Any) -> str:
    """The code and words of a change that is refused; nothing is changed by it."""
    before = Policy.objects.count()
    with pytest.raises(Refused) as no, transaction.atomic():
        change_policy(**{"why": "A test", **asked})
    assert Policy.objects.count() == before
    return f"{no.value.refusal.code}: {no.value.refusal.message}"


def test_a_change_has_an_author_a_date_and_a_why(cast: Cast) -> None:
    before = database_now()
    changed = change_policy(by=cast.sam, why="  Christmas,\n early ", decline_window_hours=96, support_answer_hours=24)
    kept = Policy.objects.get(pk=changed.pk)
    assert (kept.decline_window_hours, kept.support_answer_hours, kept.first_reminder_hours) == (96, 24, 24)
    assert (kept.changed_by, kept.why) == (cast.sam, "Christmas, early")
    assert before <= kept.changed_at <= database_now()
    assert current_policy() == kept


def test_an_order_keeps_the_window_of_its_day(cast: Cast) -> None:
    """D13"""
    before = cast.order()
    change_policy(by=cast.sam, why="A test", decline_window_hours=24)
    after = cast.order()
    before.refresh_from_db()
    assert before.decline_by - before.placed_at == timedelta(hours=72)
    assert after.decline_by - after.placed_at == timedelta(hours=24)


def test_verify_is_content_after_changes(cast: Cast) -> None:
    """D13"""
    cast.order(told=True)
    change_policy(by=cast.sam, why="A test", decline_window_hours=24)
    cast.order()
    reword_reason("too_late", by=cast.sam, why="A test", label="Too late", counts=False)
    change_policy(by=cast.sam, why="A test", decline_window_hours=100, first_reminder_hours=48)
    cast.order()
    said = StringIO()
    call_command("verify", stdout=said)
    assert "3 orders" in said.getvalue()
    assert "all is well" in said.getvalue()
    Policy.objects.filter(why="What the marketplace begins with").update(decline_window_hours=71)
    with pytest.raises(CommandError):
        call_command("verify", stdout=said)
    assert "D13" in said.getvalue()


@pytest.mark.parametrize("name", [name for name in SETTABLE if name not in SWITCHES])
@pytest.mark.parametrize("value", [0, -1, 721, 10**12])
def test_a_number_out_of_bounds_is_refused_in_words(cast: Cast, name: str, value: int) -> None:
    assert refused(by=cast.sam, **{name: value}).startswith("policy_wrong: “")


def test_the_last_reminder_comes_after_the_first(cast: Cast) -> None:
    assert "must come after" in refused(by=cast.sam, first_reminder_hours=6)
    assert "must come after" in refused(by=cast.sam, last_reminder_hours=24)


def test_the_database_keeps_the_bounds_too(cast: Cast) -> None:
    for wrong in ({"support_answer_hours": 0}, {"last_reminder_hours": 24}, {"why": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Policy.objects.create(**{"why": "A test", **wrong})


@pytest.mark.parametrize(("why", "words"), [("", "Say why"), (" \n\0 ", "Say why"), ("x" * 301, "this has 301")])
def test_a_change_says_why(cast: Cast, why: str, words: str) -> None:
    assert words in refused(by=cast.sam, why=why, decline_window_hours=96)
    change_policy(by=cast.sam, why="x" * 300, decline_window_hours=96)


def test_what_changes_nothing_makes_no_version(cast: Cast) -> None:
    assert "nothing was changed" in refused(by=cast.sam, decline_window_hours=72)
    assert "nothing was changed" in refused(by=cast.sam)


def test_the_same_click_twice_is_one_version(cast: Cast) -> None:
    """D7"""
    base_version = current_policy().pk
    first = change_policy(by=cast.sam, why="A test", base_version=base_version, decline_window_hours=96)
    assert change_policy(by=cast.sam, why="A test", base_version=base_version, decline_window_hours=96) == first
    assert Policy.objects.count() == 2


def test_who_comes_second_is_told_what_the_first_did(cast: Cast) -> None:
    """D7"""
    base_version = current_policy().pk
    change_policy(by=cast.sam, why="Christmas", base_version=base_version, decline_window_hours=96)
    words = refused(by=None, base_version=base_version, decline_window_hours=48)
    assert words.startswith("policy_moved_on: Sam changed the policy on ")
    assert "Decline window, in hours 72 → 96 (“Christmas”)" in words
    assert "policy_moved_on" in refused(
        by=cast.sam, why="Another why", base_version=base_version, decline_window_hours=96
    )
    change_policy(by=cast.sam, why="Again", decline_window_hours=100)
    assert "Before that, it was changed 1 more time." in refused(
        by=None, base_version=base_version, decline_window_hours=48
    )


@pytest.mark.parametrize("base_version", [0, 10**15])
def test_a_version_that_nobody_can_have_seen_is_refused(cast: Cast, base_version: int) -> None:
    assert "policy_moved_on" in refused(by=cast.sam, base_version=base_version, decline_window_hours=48)


def test_the_history_says_from_what_to_what(cast: Cast) -> None:
    change_policy(by=cast.sam, why="A try", makers_may_start_conversations=True, buyer_request_hours=12)
    reword_reason("too_late", by=cast.sam, why="Shorter", label="Too late", stock="keep", counts=False)
    told = history_of(list(Policy.objects.newest_first()))
    assert told[0].changes == [
        "reworded the reason “Cannot make it in time”: label “Cannot make it in time” → “Too late”; "
        "counts yes → no; stock goes back to stock → stock stays as it is"
    ]
    assert told[1].changes == ["Makers may write first off → on", "Buyer’s window to ask, in hours 24 → 12"]
    assert (told[2].changes, told[2].who) == ([], "The marketplace")


def test_what_is_in_force_is_said_in_words(cast: Cast) -> None:
    assert in_words(current_policy())[0] == "A maker may decline for 72 hours, from the moment an order is placed."
    change_policy(
        by=cast.sam, why="A try", makers_may_start_conversations=True, decline_window_hours=1, support_answer_hours=7
    )
    words = " ".join(in_words(current_policy()))
    assert "decline for 1 hour," in words
    assert "A maker may write first" in words
    assert "Support has 7 hours" in words

"""`anam policy`: the marketplace's numbers, shown and set (D13)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from anam.orders.policy import SETTABLE, Policy, current_policy
from conftest import Cast


def policy(*arguments: str) -> str:
    said = StringIO()
    call_command("policy", *arguments, stdout=said)
    return said.getvalue()


def test_it_shows_every_name_its_value_and_its_meaning(db: None) -> None:
    said = policy()
    for name, meaning in SETTABLE.items():
        assert name in said
        assert meaning in said
    assert "What the marketplace begins with" in said


def test_a_change_is_kept_with_who_and_why(cast: Cast) -> None:
    policy("set", "decline_window_hours", "96", "--why", "Christmas", "--by", "sam@test.example")
    assert current_policy().decline_window_hours == 96
    assert current_policy().changed_by == cast.sam
    assert "Sam: decline_window_hours 72 → 96, Christmas" in policy()


@pytest.mark.parametrize(("text", "value"), [("on", True), ("True", True), ("off", False), ("false", False)])
def test_a_switch_is_on_or_off(db: None, text: str, value: bool) -> None:
    policy("set", "makers_may_start_conversations", text, "--why", "A try")
    assert current_policy().makers_may_start_conversations is value


def test_what_is_so_already_makes_no_new_version(db: None) -> None:
    assert "nothing was changed" in policy("set", "decline_window_hours", "72", "--why", "Again")
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["deadline", "72", "--why", "x"], "There is no “deadline”"),
     (["decline_window_hours", "0", "--why", "x"], "whole hours"),
     (["decline_window_hours", "721", "--why", "x"], "whole hours"),
     (["decline_window_hours", "9" * 40, "--why", "x"], "whole hours"),
     (["decline_window_hours", "three", "--why", "x"], "whole hours"),
     (["decline_window_hours", "72.5", "--why", "x"], "whole hours"),
     (["last_reminder_hours", "30", "--why", "x"], "must come after"),
     (["makers_may_start_conversations", "1", "--why", "x"], "neither on nor off"),
     (["decline_window_hours", "96", "--why", " "], "Say why"),
     (["decline_window_hours", "96", "--why", "x", "--by", "hanna@test.example"], "Nobody in support")],
)  # fmt: skip
def test_what_cannot_be_is_said_in_one_line_and_changes_nothing(cast: Cast, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words) as refused:
        policy("set", *arguments)
    assert "\n" not in str(refused.value)
    assert Policy.objects.count() == 1

"""`anam policy`: the marketplace's numbers, shown and set (D13)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from anam.policy.models import SETTABLE, Policy, Reason, current_policy
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
    [
        (["deadline", "72", "--why", "x"], "There is no “deadline”"),
        (["decline_window_hours", "0", "--why", "x"], "whole hours"),
        (["decline_window_hours", "721", "--why", "x"], "whole hours"),
        (["decline_window_hours", "9" * 40, "--why", "x"], "whole hours"),
        (["decline_window_hours", "three", "--why", "x"], "whole hours"),
        (["decline_window_hours", "72.5", "--why", "x"], "whole hours"),
        (["last_reminder_hours", "30", "--why", "x"], "must come after"),
        (["makers_may_start_conversations", "1", "--why", "x"], "neither on nor off"),
        (["decline_window_hours", "96", "--why", " "], "Say why"),
        (["decline_window_hours", "96", "--why", "x", "--by", "hanna@test.example"], "Nobody in support"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_changes_nothing(cast: Cast, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words) as refused:
        policy("set", *arguments)
    assert "\n" not in str(refused.value)
    assert Policy.objects.count() == 1


def test_it_shows_the_reasons_in_their_order_and_those_retired(db: None) -> None:
    policy("reason", "retire", "damaged", "--why", "Nobody uses it")
    said = policy("reasons")
    assert said.index("out_of_stock") < said.index("buyer_asked") < said.index("other") < said.index("Retired")
    assert "Out of stock: fault maker, counts, also for a part, stock is set to zero, 10 characters or more" in said
    assert "only the program gives it" in said
    assert said.index("Retired") < said.index("Damaged in the workshop: retired")


def test_a_reason_is_added_reworded_and_retired_with_who_and_why(cast: Cast) -> None:
    by = ["--by", "sam@test.example", "--why", "It rains"]
    said = policy("reason", "add", "flood", "--label", "Flood", "--counts", "no", "--fault", "nobody", *by)
    assert said == "“Flood” (flood) is added, for orders placed from now on.\n"
    assert "is reworded" in policy("reason", "reword", "flood", "--label", "High water", "--stock", "keep", *by)
    flood = Reason.objects.in_force(current_policy().pk).get(key="flood")
    assert (flood.label, flood.stock, flood.fault, flood.counts) == ("High water", "keep", "nobody", False)
    assert "nothing was changed" in policy("reason", "reword", "flood", "--label", "High water", *by)
    assert policy("reason", "retire", "flood", *by) == "“High water” is retired, for orders placed from now on.\n"
    assert "Sam: retired the reason “High water”, It rains" in policy()
    assert set(Policy.objects.exclude(changed_by=None).values_list("changed_by", "why")) == {(cast.sam.pk, "It rains")}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["retire", "other"], "cannot be retired"),
        (["retire", "nonsense"], "There is no reason “nonsense” in force"),
        (["reword", "nonsense", "--label", "x"], "There are: out_of_stock"),
        (["reword", "too_late"], "Say what to change"),
        (["reword", "too_late", "--counts", "perhaps"], "--counts: “perhaps” is neither yes nor no"),
        (["reword", "too_late", "--least-words", "many"], "--least-words: “many” will not do"),
        (["reword", "too_late", "--position", "9" * 40], "--position: "),
        (["add", "flood"], "Give it a label"),
        (["add", "Flood", "--label", "x"], "A key has"),
        (["add", "too_late", "--label", "x"], "Reword that one"),
        (["add", "flood", "--label", "x", "--fault", "cat"], "maker, buyer, nobody"),
        (["reword", "buyer_asked", "--fault", "maker"], "stays as it is"),
        (["retire", "damaged", "--why", " "], "Say why"),
        (["retire", "damaged", "--by", "no@body"], "Nobody in support"),
    ],
)
def test_what_cannot_be_with_a_reason_is_said_in_one_line(cast: Cast, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words) as refused:
        policy("reason", *arguments)
    assert "\n" not in str(refused.value)
    assert Policy.objects.count() == 1

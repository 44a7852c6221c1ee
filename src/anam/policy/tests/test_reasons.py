"""Reasons, added, reworded and retired: for orders placed from then on (D13), and never against fairness (D14)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anam.orders.cancellation.decline import decline
from anam.orders.models import Order
from anam.policy.actions.add_reason import add_reason
from anam.policy.actions.retire_reason import retire_reason
from anam.policy.actions.reword_reason import reword_reason
from anam.policy.diff import history_of
from anam.policy.models import Policy, Reason, current_policy
from anam.policy.parsing import new_reason
from anam.policy.reason_columns import COLUMNS, Column, facts_of, line_of
from anam.policy.reason_validation import NEEDED
from anam.refusals import Refused
from conftest import Cast

WORDS = "I am so sorry: my kiln is down until spring."


def add(cast: Cast, key: str = "flood", **columns: Any) -> Reason:
    given = {"why": "It rains", "label": "Flood", **columns}
    return add_reason(key, by=cast.sam, **{**new_reason(), **given})


def reword(cast: Cast, key: str, **columns: Any) -> Reason:
    return reword_reason(key, by=cast.sam, **{"why": "Clearer", **columns})


def retire(cast: Cast, key: str, **asked: Any) -> Reason:
    return retire_reason(key, by=cast.sam, **{"why": "Nobody uses it", **asked})


def labels(order: Order) -> dict[str, str]:
    """What the pop-up of `order` offers."""
    return dict(Reason.objects.in_force(order.policy_id).filter(for_makers=True).values_list("key", "label"))


def test_a_new_reason_is_offered_for_orders_placed_from_now_on(cast: Cast) -> None:
    """D13"""
    before = cast.order(told=True)
    reason = add(cast)
    after = cast.order(told=True)
    assert (reason.since, reason.until) == (current_policy(), None)
    assert "flood" not in labels(before)
    assert labels(after)["flood"] == "Flood"
    with pytest.raises(Refused):
        decline(before.number, maker=cast.byrne, by=cast.hanna, reason="flood", explanation=WORDS)
    declined = decline(after.number, maker=cast.byrne, by=cast.hanna, reason="flood", explanation=WORDS)
    assert declined.cancellation.reason == reason


def test_a_new_reason_stands_before_other(cast: Cast) -> None:
    add(cast)
    keys = list(Reason.objects.in_force(current_policy().pk).values_list("key", flat=True))
    assert keys.index("flood") == keys.index("other") - 1


def test_a_reworded_reason_keeps_its_old_words_for_orders_before(cast: Cast) -> None:
    """D13"""
    before = cast.order(told=True)
    old = Reason.objects.get(key="too_late")
    new = reword(cast, "too_late", label="Too late", for_buyer="it would be late", least_words=40)
    after = cast.order(told=True)
    assert (labels(before)["too_late"], labels(after)["too_late"]) == ("Cannot make it in time", "Too late")
    assert Reason.objects.get(pk=old.pk).until == new.since == current_policy()
    assert (new.fault, new.counts, new.position) == (old.fault, old.counts, old.position)
    short = "Sorry, the kiln is down."
    assert (
        decline(
            before.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=short
        ).cancellation.reason
        == old
    )
    with pytest.raises(Refused, match="at least 40 characters"):
        decline(after.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=short)


def test_a_retired_reason_stays_with_orders_before(cast: Cast) -> None:
    """D13"""
    before = cast.order(told=True)
    retire(cast, "too_late")
    after = cast.order(told=True)
    assert "too_late" in labels(before)
    assert "too_late" not in labels(after)
    decline(before.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    assert [one.key for one in Reason.objects.retired()] == ["too_late"]


def test_a_retired_reason_can_be_begun_again(cast: Cast) -> None:
    retire(cast, "too_late")
    again = add(cast, "too_late", label="Too late")
    assert again.until is None
    assert not Reason.objects.retired().exists()
    changes = [change for told in history_of(list(Policy.objects.newest_first())) for change in told.changes]
    assert changes == ["added the reason “Too late”", "retired the reason “Cannot make it in time”"]


@pytest.mark.parametrize("key", sorted(NEEDED))
def test_what_the_program_needs_can_be_reworded_but_not_retired(cast: Cast, key: str) -> None:
    with pytest.raises(Refused, match="cannot be retired") as no:
        retire(cast, key)
    assert no.value.refusal.code == "reason_needed"
    assert reword(cast, key, label="Otherwise").label == "Otherwise"


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        ("buyer_asked", {"fault": "maker"}),
        ("buyer_asked", {"fault": "maker", "counts": True}),
        ("buyer_asked", {"part_of_an_order": False}),
        ("payment_failed", {"for_makers": True, "least_words": 10}),
        ("cancelled_elsewhere", {"fault": "buyer"}),
        ("other", {"for_makers": False}),
        ("other", {"least_words": 29}),
    ],
)
def test_what_the_program_needs_keeps_its_meaning(cast: Cast, key: str, columns: dict[str, Any]) -> None:
    """D14"""
    with pytest.raises(Refused) as no:
        reword(cast, key, **columns)
    assert no.value.refusal.code == "reason_wrong"
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("fault", ["buyer", "nobody"])
def test_only_the_makers_fault_counts_against_them(cast: Cast, fault: str) -> None:
    """D14"""
    with pytest.raises(Refused, match="Only what is the maker’s fault"):
        reword(cast, "too_late", fault=fault)
    reword(cast, "too_late", fault=fault, counts=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reason.objects.filter(key="too_late", until=None).update(counts=True)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"label": ""}, "Give it a label"),
        ({"label": "x" * 81}, "81 characters of at most 80"),
        ({"label": "out OF stock"}, "There is a reason “out OF stock” already"),
        ({"for_buyer": "x" * 81}, "too long"),
        ({"suggestion": "x" * 201}, "too long"),
        ({"fault": "cat"}, "whose fault"),
        ({"stock": "burn"}, "what the stock does"),
        ({"least_words": 9}, "from 10 to 500"),
        ({"least_words": 501}, "from 10 to 500"),
        ({"position": -1}, "from 0 to 9999"),
        ({"why": " "}, "Say why"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast: Cast, columns: dict[str, Any], words: str) -> None:
    for change in (lambda: add(cast, **columns), lambda: reword(cast, "too_late", **{"label": "X", **columns})):
        with pytest.raises(Refused, match=words), transaction.atomic():
            change()
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "Flood", "9lives", "a b", "a" * 41, "fl\u00f6t", "x\0y"])
def test_a_key_is_plain(cast: Cast, key: str) -> None:
    with pytest.raises(Refused, match="A key has 2 to 40 characters"):
        add(cast, key)


def test_a_key_in_force_is_not_added_again(cast: Cast) -> None:
    with pytest.raises(Refused, match="Reword that one"):
        add(cast, "too_late")


def test_what_is_not_in_force_can_be_neither_reworded_nor_retired(cast: Cast) -> None:
    retire(cast, "too_late")
    for key in ("too_late", "nonsense"):
        with pytest.raises(Reason.DoesNotExist):
            retire(cast, key)
        with pytest.raises(Reason.DoesNotExist):
            reword(cast, key, label="X")


def test_one_reason_for_makers_stays(cast: Cast) -> None:
    """Where “other” was lost before it could not be retired."""
    Reason.objects.filter(for_makers=True).exclude(key="too_late").update(for_makers=False)
    with pytest.raises(Refused, match="the only reason that makers have"):
        retire(cast, "too_late")
    with pytest.raises(Refused, match="the only reason that makers have"):
        reword(cast, "too_late", for_makers=False)


def test_what_changes_nothing_makes_no_version(cast: Cast) -> None:
    with pytest.raises(Refused, match="nothing was changed"):
        reword(cast, "too_late", label="Cannot make it in time")
    assert Policy.objects.count() == 1


def test_the_same_click_twice_is_one_version(cast: Cast) -> None:
    """D7"""
    for change in (
        lambda base_version: add(cast, base_version=base_version),
        lambda base_version: reword(cast, "flood", base_version=base_version, label="High water"),
        lambda base_version: retire(cast, "flood", base_version=base_version),
    ):
        base_version, versions = current_policy().pk, Policy.objects.count()
        assert change(base_version) == change(base_version)
        assert Policy.objects.count() == versions + 1


def test_who_comes_second_is_told_what_the_first_did(cast: Cast) -> None:
    """D7"""
    base_version = current_policy().pk
    reword(cast, "too_late", label="Too late")
    for change in (
        lambda: add(cast, base_version=base_version),
        lambda: reword(cast, "too_late", base_version=base_version, label="Late"),
        lambda: retire(cast, "too_late", base_version=base_version, why="Clearer"),
        lambda: retire(cast, "capacity", base_version=base_version),
    ):
        with pytest.raises(Refused, match=r"Sam changed the policy on .*“Too late”") as no:
            change()
        assert no.value.refusal.code == "policy_moved_on"
    assert Policy.objects.count() == 2


def test_a_column_more_is_shown_on_the_page_and_by_the_command_without_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """What describes a column says all that lists of reasons need."""
    reason = Reason(key="flood", label="Flood", fault="nobody", counts=False, stock="keep", least_words=0)
    monkeypatch.setitem(COLUMNS, "key", Column("Short name", "short name", "", longest=40))
    said = (
        "fault nobody, does not count, also for a part, stock stays as it is, 0 characters or more, short name “flood”"
    )
    assert line_of(reason) == said
    assert facts_of(reason) == {
        "Shown to buyer": ["only the explanation"],
        "Fault": ["Nobody"],
        "Counts against maker": ["No"],
        "Allowed for part": ["Yes"],
        "Stock": ["stock stays as it is"],
        "Explanation": ["None needed"],
        "Short name": ["“flood”"],
    }

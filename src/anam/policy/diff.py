"""What each version of the policy changed, from what to what, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anam.policy.models import SETTABLE, Policy, Reason, unit_of
from anam.policy.reason_columns import COLUMNS
from anam.policy.validation import shown_setting
from anam.words import count

NAMES = {
    "decline_window_hours": "Decline window, in hours",
    "makers_may_start_conversations": "Makers may write first",
    "first_reminder_hours": "First reminder, in hours before the window ends",
    "last_reminder_hours": "Last reminder, in hours before the window ends",
    "buyer_request_hours": "Buyer’s window to ask, in hours",
    "request_answer_hours": "Maker’s time to answer a request, in hours",
    "support_answer_hours": "Support’s time to answer a case, in hours",
    "complete_after_days": "Days until a shipped order completes itself",
    "confirm_card_hours": "Buyer’s time to confirm a card that was refused, in hours",
    "return_days": "Buyer’s days to send back what was agreed",
    "makers_may_confirm_payments": "Makers may confirm payments held elsewhere",
    "orders_on_invoice": "Orders on invoice",
}


def in_words(policy: Policy) -> list[str]:
    """What the policy says, one sentence for each number and switch, in their order."""
    hours = {name: count(getattr(policy, name), unit_of(name)) for name in SETTABLE}
    first = (
        "A maker may write first to a buyer, about an order they have received."
        if policy.makers_may_start_conversations
        else "A maker writes only to a buyer who has written to them; else they ask support."
    )
    return [
        f"A maker may decline for {hours['decline_window_hours']}, from the moment an order is placed.",
        first,
        f"An unanswered order reminds its maker {hours['first_reminder_hours']} before that time ends, "
        f"and for the last time {hours['last_reminder_hours']} before.",
        f"A buyer may ask to cancel, or to remove lines, for {hours['buyer_request_hours']} from the moment an order "
        f"is placed.",
        f"A maker has {hours['request_answer_hours']} to answer that; then it becomes a case for support.",
        f"Support has {hours['support_answer_hours']} to answer a case; then its lead is told.",
        f"A shipped order completes itself after {hours['complete_after_days']}, unless something is open about it.",
        f"A buyer whose bank refused their card has {hours['confirm_card_hours']} to confirm it or give another; then "
        f"the order is cancelled.",
        f"A buyer has {hours['return_days']} to send back what support has agreed to; then they are reminded.",
        "A maker may say that money which another system holds has moved."
        if policy.makers_may_confirm_payments
        else "Only support says that money which another system holds has moved.",
        "Without a payment gateway, orders are taken on invoice."
        if policy.orders_on_invoice
        else "Without a payment gateway, orders cannot be paid here.",
    ]


@dataclass(frozen=True)
class Told:
    """One version of the policy, and what it changed."""

    version: Policy
    changes: list[str]

    @property
    def who(self) -> str:
        return self.version.changed_by.name if self.version.changed_by else "The marketplace"


def numbers_changed(
    before: Policy, after: Mapping[str, int | bool], *, names: Mapping[str, str] = NAMES
) -> list[tuple[str, str]]:
    """Each number of `after` that is another than in `before`: its name, and from what to what."""
    return [
        (names.get(name, name), f"{shown_setting(getattr(before, name))} → {shown_setting(after[name])}")
        for name in SETTABLE
        if name in after and getattr(before, name) != after[name]
    ]


def history_of(versions: Sequence[Policy], *, names: Mapping[str, str] = NAMES) -> list[Told]:
    """What each of `versions`, the newest first and without a gap, changed. Two queries, however many they are."""
    if not versions:
        return []
    older = Policy.objects.newest_first(before=versions[-1].pk).first()
    reasons = list(Reason.objects.changed_in(version.pk for version in versions))
    told = []
    for version, before in zip(versions, [*versions[1:], older], strict=True):
        changes: list[str] = []
        if before is not None:
            values = {name: getattr(version, name) for name in SETTABLE}
            changes = [f"{name} {change}" for name, change in numbers_changed(before, values, names=names)]
            changes += _reasons_changed(reasons, version.pk)
        told.append(Told(version, changes))
    return told


def _reasons_changed(reasons: list[Reason], version: int) -> list[str]:
    begun = {one.key: one for one in reasons if one.since_id == version}
    ended = {one.key: one for one in reasons if one.until_id == version}
    added = [f"added the reason “{one.label}”" for key, one in begun.items() if key not in ended]
    retired = [f"retired the reason “{one.label}”" for key, one in ended.items() if key not in begun]
    reworded = [
        f"reworded the reason “{ended[key].label}”: {'; '.join(columns_changed(ended[key], one))}"
        for key, one in begun.items()
        if key in ended
    ]
    return added + retired + reworded


def columns_changed(before: Reason, after: Reason) -> list[str]:
    """Each column of a reworded reason that is another: its name, and from what to what."""
    return [
        f"{column.name} {column.in_words(getattr(before, name))} → {column.in_words(getattr(after, name))}"
        for name, column in COLUMNS.items()
        if getattr(before, name) != getattr(after, name)
    ]

"""What an entry of the history says is made when it is read, of a kind and facts."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from tests.languages import irish

from anam.coded import Unworded, coded
from anam.elsewhere import played_in_this_database
from anam.history.models import Entry
from anam.history.record import record
from anam.history.sentences import sentence
from anam.orders.cancellation.decline import decline
from anam.payments.actions.execute import execute
from anam.payments.models import PaymentOperation, SandboxFault
from anam.refusals import Refused, refusal_words
from conftest import Cast

pytestmark = pytest.mark.django_db
SORRY = "I am so sorry: the kiln broke this morning."


def refused(cast: Cast, **order: Any) -> tuple[Entry, str]:
    """The entry of a decline that was refused, and what the maker was told."""
    with pytest.raises(Refused) as found:
        decline(cast.order(**order).number, maker=cast.byrne, by=cast.hanna, reason="other", explanation=SORRY)
    return Entry.objects.get(kind="decline_refused"), found.value.refusal.message


def test_a_refused_decline_keeps_codes_and_is_read_as_it_was_said(cast: Cast) -> None:
    """D12"""
    entry, told = refused(cast)
    assert entry.facts == {
        "codes": ["buyer_not_contacted"],
        "why": {"code": "buyer_not_contacted", "buyer": "Harbor & Pine"},
    }
    assert sentence(entry) == f"Hanna tried to cancel this order, and could not: {told}"


def test_it_is_read_in_the_language_and_the_zone_of_the_reader(cast: Cast, tmp_path: Path, settings: Any) -> None:
    entry, _ = refused(cast)
    told = "Tell {buyer} first: a message about this order, before it is cancelled."
    with irish(settings, tmp_path, {told: "Abair le {buyer} ar dtús."}), translation.override("ga"):
        assert "Abair le Harbor & Pine ar dtús." in sentence(entry)


def test_money_that_did_not_move_keeps_the_code_of_why(cast: Cast) -> None:
    """D8, D12"""
    order = cast.order(told=True)
    SandboxFault.objects.create(reference="", mode="refuse")
    decline(order.number, maker=cast.byrne, by=cast.hanna, reason="other", explanation=SORRY)
    operation = PaymentOperation.objects.get(payment__order=order)
    with played_in_this_database():
        execute(operation.pk)
    operation.refresh_from_db()
    entry = Entry.objects.get(order=order, kind="payment_refused")
    assert (operation.why, entry.facts["why"]) == (coded("gateway_refused"), coded("gateway_refused"))
    assert sentence(entry, reader="support").endswith("The gateway refused.")


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("eaten_by_sheep", {}),
        ("decline_refused", {"why": {"code": "of_an_older_version"}}),
        ("lines_declined", {"lines": [{}], "reason": None}),
        ("payment_refunded", {"amount": 100}),
        ("shipped", {"why": "in words"}),
    ],
)
def test_what_another_version_kept_is_shown_all_the_same(cast: Cast, kind: str, facts: Any) -> None:
    order = cast.order()
    entry = Entry.objects.create(
        order=order,
        maker=order.maker,
        policy_id=order.policy_id,
        kind=kind,
        actor=cast.hanna,
        actor_as="maker",
        at=order.placed_at,
        facts=facts,
    )
    assert sentence(entry)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("eaten_by_sheep", {}),
        ("decline_refused", {}),
        ("decline_refused", {"why": {"code": "of_an_older_version"}}),
        ("decline_refused", {"why": coded("buyer_not_contacted")}),
        ("decline_refused", {"why": "in words"}),
        ("decline_refused", {"words": refusal_words("buyer_not_contacted", buyer="Ines")}),
        ("lines_declined", {"lines": [], "reason": None}),
        ("payment_refunded", {"amount": 100}),
        ("cancel_requested", {"words": "They do not fit."}),
    ],
)
def test_what_has_no_words_is_not_written(cast: Cast, kind: str, facts: Any) -> None:
    """D12"""
    order = cast.order()
    with pytest.raises(Unworded):
        record(order, kind=kind, by=cast.hanna, acting_as="maker", **facts)
    assert not Entry.objects.filter(order=order, kind=kind).exists()

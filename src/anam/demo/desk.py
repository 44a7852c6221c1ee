"""What lies on the desk besides: an e-mail from outside, whose case is whose, and what support noted for itself."""

from datetime import datetime, timedelta

from anam.cases.actions.add_entry import add_entry
from anam.cases.actions.open_case import open_case
from anam.cases.models import Case
from anam.coded import coded
from anam.demo.parties import Parties
from anam.policy.models import current_policy

SAM, NORA = "support@demo.test", "nora@demo.test"


def fill_desk(parties: Parties, *, now: datetime) -> None:
    """The cases that no order tells of, and what Sam and Nora have done about the others, as at `now` (UTC)."""
    _somebody_wrote(now - timedelta(hours=5, minutes=12))
    case = Case.objects.still_open().escalations().get(maker__slug="tallow-and-wick")
    at = _since(case.opened_at, now)
    sam, nora = parties.people[SAM], parties.people[NORA]
    Case.objects.filter(pk=case.pk).update(assigned_to=sam)
    add_entry(case, "event", event=coded("taken", by=sam.name), side="support", by=sam, at=at)
    add_entry(
        case,
        "note",
        "Rang the shop at noon, nobody there. They open at two on Tuesdays, so I will ring again.",
        side="support",
        by=sam,
        at=_since(at, now),
    )
    complaint = Case.objects.still_open().get(kind=Case.Kind.COMPLAINT)
    add_entry(
        complaint,
        "note",
        "Wilf’s packing is beyond reproach, as a rule. Ask both for photographs first.",
        side="support",
        by=nora,
        at=_since(complaint.opened_at, now),
    )


def _since(at: datetime, now: datetime) -> datetime:
    """Half-way between `at` and `now`: after the one and before the other, whatever the hour."""
    return at + (now - at) / 2


def _somebody_wrote(at: datetime) -> None:
    open_case(
        Case.Kind.MAIL,
        subject="Selling bread boards through you",
        message="Good morning,\n\nI make bread boards in Tallinn and a customer of mine says that I ought to be with "
        "you. Whom do I talk to, and what do you take from each order?\n\nKadri Tamm",
        opened_as="outside",
        outside_email="kadri@boards.example",
        answer_within=current_policy().support_answer_time,
        at=at,
    )

"""What support sees of an order and of the people of a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.translation import gettext

from anam.cases.models import Case
from anam.coded import worded
from anam.compiled import Bound, CompiledQuery
from anam.conversations.between import conversation_between
from anam.conversations.models import Conversation, Message
from anam.history.models import Entry
from anam.history.sentences import sentence
from anam.mail.delivery import NotReached, failure_of_newest, not_reached
from anam.mail.sentences import FAILURES
from anam.orders.cancellation.figures import figures_of
from anam.orders.models import Order
from anam.orders.page_queries import lines_of
from anam.orders.payments.external_money import external_money
from anam.orders.ship_to.visibility import ship_to_for
from anam.orders.status import OPEN
from anam.partial import without
from anam.people.models import Buyer, Maker, User

MAX_MESSAGES = 12


@dataclass(frozen=True)
class Member:
    """Somebody who can be reached: and whether the last e-mail to them failed."""

    name: str
    email: str
    phone: str = ""
    clock: str = ""
    failure: str = ""


@dataclass(frozen=True)
class Party:
    """The maker or the buyer of a case ("maker", "buyer"), or the outside sender ("outside")."""

    key: str
    name: str
    place: str
    members: list[Member]


def people_of(case: Case) -> list[Party]:
    """Both parties of a case and their ways to be reached."""
    parties = [_party("maker", case.maker), _party("buyer", case.buyer)]
    if case.outside_email:
        parties.append(Party("outside", case.outside_email, "", [Member("", case.outside_email)]))
    return [party for party in parties if party]


def _party(key: str, party: Maker | Buyer | None) -> Party | None:
    if party is None:
        return None
    members = [
        Member(user.name, user.email, user.phone, _their_clock(user), _failure_words(user))
        for user in _MEMBERS[key].all(party=party.pk)
    ]
    return Party(key, party.name, party.place, members)


def _members_query(key: str) -> CompiledQuery[Any]:
    members = User.objects.active_members(key, Bound("party", BigIntegerField()))
    return CompiledQuery(lambda: members.annotate(failure=failure_of_newest()).order_by("name"))


_MEMBERS = {key: _members_query(key) for key in ("maker", "buyer")}


def _failure_words(user: Any) -> str:
    """What the mail server said of the newest e-mail to a member; "" where it did not fail."""
    return "" if user.failure is None else worded(user.failure, FAILURES) or gettext("it did not arrive")


def _their_clock(user: User) -> str:
    return f"{timezone.localtime(timezone.now(), ZoneInfo(user.time_zone)):%H:%M}"


def case_entries(pk: int) -> list[Entry]:
    """The history of the order of the case of that number, which need not be read before; empty where it has none."""
    return _ENTRIES.all(case=pk)


_CASE: Any = Bound("case", BigIntegerField())
_ENTRIES = CompiledQuery(lambda: Entry.objects.filter(order__cases=_CASE).as_it_happened())
_OTHER_CASES = CompiledQuery(
    lambda: (
        without(Case.objects.of_order(Bound("order", BigIntegerField())), "search").exclude(pk=_CASE).order_by("-id")
    )
)


def case_context(
    order: Order | None, case: Case | None, *, entries: Collection[Entry], now: datetime
) -> dict[str, Any]:
    """What a page of support shows of an order: lines, money, history, conversation, cases, the maker's figures.

    `entries` were read before the order and its money, so that the page never knows less of it than they say.
    """
    maker = order.maker if order else case.maker if case else None
    conversation = _conversation_of(order, case)
    return {
        "order": order,
        "lines": lines_of(order) if order else [],
        "ship_to": ship_to_for(order, "support", now=now) if order else None,
        "payment": getattr(order, "payment", None) if order else None,
        "external_money": external_money(order) if order else [],
        "in_time": order.in_time(now) if order else False,
        "is_open": order.status in OPEN if order else False,
        "cancellation": order.cancellation if order else None,
        "history": [(entry, sentence(entry, reader="support")) for entry in entries],
        "conversation": conversation,
        "messages_about": conversation.latest_messages(MAX_MESSAGES) if conversation else _only(case),
        "unreached": _unreached(order, case),
        "reported": case.about_message_id if case else None,
        "other_cases": _OTHER_CASES.all(order=order.pk, case=case.pk if case else 0) if order else [],
        "figures": figures_of(maker, now=now) if maker else None,
    }


def _unreached(order: Order | None, case: Case | None) -> list[NotReached]:
    """Who has not been reached about the order, or about what the conversation of the case's parties says."""
    conversation = None if order else _conversation_of(order, case)
    return not_reached(order_id=order.pk if order else None, conversation_id=conversation.pk if conversation else None)


def _conversation_of(order: Order | None, case: Case | None) -> Conversation | None:
    row = order or case
    if row is None or row.maker_id is None or row.buyer_id is None:
        return None
    return conversation_between(maker_id=row.maker_id, buyer_id=row.buyer_id)


def _only(case: Case | None) -> list[Message]:
    return list(Message.objects.for_page().filter(pk=case.about_message_id)) if case and case.about_message_id else []

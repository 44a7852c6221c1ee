"""Filling the demo: everything that ever happened there, in the order in which it happened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db.models import OuterRef, Subquery

from anam.cases.models import Case
from anam.clock import database_now
from anam.conversations.actions.post import post
from anam.conversations.models import Conversation, Reading
from anam.demo.addresses import ADDRESSES
from anam.demo.byrne import BYRNE, RECOUNTS
from anam.demo.conversations import TALKS
from anam.demo.desk import fill_desk
from anam.demo.emails import newest_job, notify_now, send_all_emails
from anam.demo.legal import publish_texts
from anam.demo.money import pay
from anam.demo.others import OTHERS
from anam.demo.parties import Parties, build_parties, recount
from anam.demo.past import ANSWERS, VERBS, remind
from anam.demo.scenarios import Dialogue, Scenario, Sides, Step, basket, moment, span
from anam.history.models import Entry
from anam.marketplace.actions.open_marketplace import open_marketplace
from anam.notifications.engine import notify_of
from anam.notifications.models import Notice
from anam.orders.fulfilment.place import Item, place
from anam.orders.locking import lock
from anam.orders.models import Order
from anam.people.models import User
from anam.policy.models import Policy, current_policy

_BEGINNING = timedelta(days=60)
_SEEN_AFTER = timedelta(hours=36)


@dataclass(frozen=True)
class Happening:
    """Something to be written down, and when it happened; an order that is answered needs no more reminders."""

    at: datetime
    write: Callable[[], None]
    answers: bool = False


def fill(*, say: Callable[[str], object]) -> None:
    """Write the whole demo into the current transaction; `say` hears how far it is."""
    now, policy, before = database_now(), current_policy(), newest_job()
    parties = build_parties(since=now - _BEGINNING)
    say(f"{len(parties.makers)} makers, {len(parties.products)} products, {len(parties.buyers)} buyers")
    happenings = [
        *_recounts(parties, now, policy),
        *(one for conversation in TALKS for one in _messages(conversation, parties, now, policy)),
        *(one for scenario in (*BYRNE, *OTHERS) for one in _story(scenario, parties, now, policy)),
    ]
    for done, happening in enumerate(sorted(happenings, key=lambda one: one.at), 1):
        happening.write()
        notify_now(jobs_after=before)
        if done % 100 == 0:
            say(f"{done} of {len(happenings)} things that happened")
    fill_desk(parties, now=now)
    publish_texts(parties)
    open_marketplace()
    _read_what_was_read(parties, now)
    send_all_emails(jobs_after=before)
    orders, conversations, cases = (
        len(BYRNE) + len(OTHERS),
        Conversation.objects.count(),
        Case.objects.still_open().count(),
    )
    say(f"{orders} orders, {conversations} conversations, {cases} open cases on the desk")


def _recounts(parties: Parties, now: datetime, policy: Policy) -> list[Happening]:
    found = []
    for maker, sku, when, stock in RECOUNTS:
        at = moment(when, now=now, window=policy.decline_window)
        found.append(Happening(at, partial(recount, parties.products[maker, sku], stock=stock, at=at)))
    return found


def _messages(conversation: Dialogue, parties: Parties, now: datetime, policy: Policy) -> list[Happening]:
    found = []
    for when, email, words in conversation.messages:
        at = moment(when, now=now, window=policy.decline_window)
        found.append(Happening(at, partial(_say, conversation, parties, email, words, at)))
    return found


def _say(conversation: Dialogue, parties: Parties, email: str, words: str, at: datetime) -> None:
    maker, buyer, author = parties.makers[conversation.maker], parties.buyers[conversation.buyer], parties.people[email]
    side = "maker" if author in parties.members[conversation.maker] else "buyer"
    posted = post(words, maker_id=maker.pk, buyer_id=buyer.pk, side=side, by=author, at=at)
    notify_of(message_id=posted.message_id)


def _story(scenario: Scenario, parties: Parties, now: datetime, policy: Policy) -> list[Happening]:
    """An order, what was done with it, and the reminders on the way to its deadline."""
    placed_at = moment(scenario.placed, now=now, window=policy.decline_window)
    order = _OrderOf(scenario, parties)
    found = [Happening(placed_at, partial(order.place, placed_at))]
    for step in scenario.then:
        at = placed_at + span(step.after)
        found.append(Happening(at, partial(order.take, step, at), answers=step.verb in ANSWERS))
    answered_at = min((one.at for one in found[1:] if one.answers), default=now)
    for hours in (policy.first_reminder_hours, policy.last_reminder_hours):
        at = placed_at + policy.decline_window - timedelta(hours=hours)
        if at < answered_at:
            found.append(Happening(at, partial(order.remind, hours, at)))
    return found


class _OrderOf:
    """The order of a tale, once it has been placed."""

    def __init__(self, scenario: Scenario, parties: Parties) -> None:
        self.scenario, self.parties, self.number = scenario, parties, ""
        makers, buyers = parties.members[scenario.maker], parties.members[scenario.buyer]
        self.sides = Sides(makers[0], makers[-1], buyers[0], parties.members["support"][0])

    def place(self, at: datetime) -> None:
        scenario, maker = self.scenario, self.parties.makers[self.scenario.maker]
        terms = maker.storefront
        wanted = [
            (self.parties.products[scenario.maker, sku], number) for sku, number in basket(scenario.basket).items()
        ]
        items = [Item(product.title, number, product.unit_price, product.sku, product) for product, number in wanted]
        total = sum(item.quantity * item.unit_price for item in items) + terms.shipping
        card = scenario.card or self.parties.cards[scenario.buyer]
        order = place(
            items,
            maker=maker,
            buyer=self.parties.buyers[scenario.buyer],
            currency=terms.currency,
            by=self.sides.buyer,
            shipping=terms.shipping,
            shipping_is_exact=False,
            ship_to=ADDRESSES[scenario.buyer][0],
            placed_at=at,
            payment=pay(maker, amount=total, currency=terms.currency, card=card, at=at) if scenario.paid else None,
        )
        self.number = order.number

    def take(self, step: Step, at: datetime) -> None:
        VERBS[step.verb](self._now(), step, self.sides, at)

    def remind(self, hours_left: int, at: datetime) -> None:
        remind(self._now(), hours_left=hours_left, at=at)

    def _now(self) -> Order:
        return lock(Order.objects.all(), self.number)


def _read_what_was_read(parties: Parties, now: datetime) -> None:
    """Old notices have been read, and conversations too, but for those that wait to be answered."""
    happened_at = Subquery(Entry.objects.filter(pk=OuterRef("entry_id")).values("at")[:1])
    Notice.objects.filter(entry__at__lt=now - _SEEN_AFTER).update(read_at=happened_at + _SEEN_AFTER)
    for dialogue in TALKS:
        conversation = Conversation.objects.get(maker__slug=dialogue.maker, buyer__slug=dialogue.buyer)
        for side, party in (("maker", dialogue.maker), ("buyer", dialogue.buyer)):
            _read(conversation, side, parties.members[party][0], last_too=dialogue.unread != party, now=now)


def _read(conversation: Conversation, side: str, by: User, *, last_too: bool, now: datetime) -> None:
    """One side opened the conversation an hour after each message for them; perhaps not after the last one."""
    for_them = conversation.messages.exclude(side=side).order_by("sent_at").values_list("sent_at", flat=True)
    read = list(for_them) if last_too else list(for_them)[:-1]
    for sent_at in read:
        seen_at = min(sent_at + timedelta(hours=1), now)
        Reading.objects.create(conversation=conversation, side=side, up_to=sent_at, by=by, at=seen_at)
    if read:
        Conversation.objects.filter(pk=conversation.pk).update(**{f"{side}_read_to": read[-1]})

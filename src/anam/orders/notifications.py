"""Who is told what about an order (D10): by the kind of the entry in its history, and the party that reads of it.

A kind that is not here is told to nobody. Preferences stop "progress"; a "confirmation" is one only for whoever did
it themselves: to everybody else it is news, and always told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from django.utils import translation

from anam.conversations.models import Conversation
from anam.conversations.notifications import notify_of_message
from anam.history.models import Entry
from anam.mail.content import EmailContent, EmailSubject
from anam.notifications.engine import Telling, notifies_of, notify
from anam.notifications.models import Notice
from anam.notifications.registry import EntryNotification, entry_notification, register
from anam.orders.contacting.contact_validation import conversations_of, validate_may_write
from anam.orders.contacting.waiting_email import is_told_with_cancellation
from anam.orders.emails import (
    address_emails,
    cancellation_emails,
    escalation_emails,
    payment_emails,
    progress,
    refunds,
    requests,
    returns,
)
from anam.orders.models import Order
from anam.orders.payments.delayed_money import went_back_as_announced
from anam.orders.restock_link import leaves_waiting, restock_link
from anam.orders.status import Status
from anam.people.models import User

_CONFIRMATION = "confirmation"
# Whose buyer may wait for what they did not get.
_TAKES_OUT = ("declined", "cancelled", "lines_declined", "lines_removed")

for _one in (
    EntryNotification("placed", "maker", content=progress.placed_maker),
    # A shop that orders elsewhere was told there.
    EntryNotification("placed", "buyer", content=progress.placed_buyer, when={"source": ["checkout"]}),
    EntryNotification("reminded", "maker", content=progress.reminded_maker),
    EntryNotification("accepted", "buyer", "progress", content=progress.accepted_buyer),
    EntryNotification("shipped", "buyer", "progress", content=progress.shipped_buyer),
    EntryNotification("declined", "buyer", content=cancellation_emails.declined_buyer),
    EntryNotification("declined", "maker", _CONFIRMATION, content=cancellation_emails.declined_maker),
    EntryNotification("cancelled", "buyer", content=cancellation_emails.cancelled_buyer),
    EntryNotification("cancelled", "maker", _CONFIRMATION, content=cancellation_emails.cancelled_maker),
    EntryNotification("lines_declined", "buyer", content=requests.part_declined_buyer),
    EntryNotification("lines_declined", "maker", content=partial(requests.removed, "maker")),
    EntryNotification("lines_removed", "buyer", content=partial(requests.removed, "buyer")),
    EntryNotification("lines_removed", "maker", _CONFIRMATION, content=partial(requests.removed, "maker")),
    EntryNotification("cancel_requested", "maker", content=requests.asked_maker),
    EntryNotification("request_declined", "buyer", content=requests.declined_buyer),
    EntryNotification("request_taken_back", "maker"),
    EntryNotification("request_unanswered", "buyer", content=partial(requests.unanswered, "buyer")),
    EntryNotification("request_unanswered", "maker", content=partial(requests.unanswered, "maker")),
    EntryNotification("ship_to_changed", "maker", _CONFIRMATION, content=address_emails.changed_maker),
    EntryNotification("ship_to_changed", "buyer", _CONFIRMATION, content=address_emails.changed_buyer),
    EntryNotification("address_asked", "maker", content=address_emails.asked_maker),
    EntryNotification("address_asked", "buyer", _CONFIRMATION, content=address_emails.asked_buyer),
    EntryNotification("address_taken_back", "maker"),
    EntryNotification("address_refused", "buyer", content=address_emails.refused_buyer),
    EntryNotification("address_refused", "maker", _CONFIRMATION, content=address_emails.refused_maker),
    EntryNotification("support_asked", "maker", _CONFIRMATION, content=escalation_emails.asked_maker),
    EntryNotification("support_refused", "maker", content=escalation_emails.refused_maker),
    EntryNotification("support_handed_back", "maker", content=escalation_emails.handed_back_maker),
    EntryNotification("refund_decided", "buyer", content=refunds.decided_buyer),
    EntryNotification("refund_decided", "maker", content=refunds.decided_maker),
    EntryNotification("refund_recorded", "buyer", content=refunds.recorded_buyer),
    EntryNotification("refund_recorded", "maker", content=refunds.decided_maker),
    EntryNotification(
        "payment_corrected",
        "buyer",
        content=partial(refunds.corrected, "buyer"),
        when={"moved": ["void", "refund"]},
    ),
    EntryNotification("payment_corrected", "maker", content=partial(refunds.corrected, "maker")),
    EntryNotification("return_asked", "maker", content=partial(returns.step, "maker")),
    EntryNotification("return_asked", "buyer", _CONFIRMATION, content=partial(returns.step, "buyer")),
    EntryNotification("return_agreed", "buyer", content=returns.agreed_buyer),
    EntryNotification("return_agreed", "maker", content=partial(returns.step, "maker")),
    EntryNotification("return_sent", "maker", content=partial(returns.step, "maker")),
    EntryNotification("return_received", "buyer", content=partial(returns.step, "buyer")),
    EntryNotification("return_received", "maker", content=partial(returns.step, "maker")),
    EntryNotification("return_refused", "buyer", content=partial(returns.step, "buyer")),
    EntryNotification("return_refused", "maker", content=partial(returns.step, "maker")),
    EntryNotification("return_reminded", "buyer", content=returns.reminded_buyer),
    EntryNotification("payment_failed", "buyer", content=payment_emails.payment_failed_buyer),
    EntryNotification("payment_failed", "maker"),
    EntryNotification("payment_not_renewed", "buyer", content=payment_emails.payment_not_renewed_buyer),
    EntryNotification(
        "payment_authorised", "maker", content=payment_emails.payment_authorised_maker, when={"was": ["unpaid"]}
    ),
    # The email of the cancellation has said that the money goes back: another only where that took long.
    EntryNotification(
        "payment_voided", "buyer", content=cancellation_emails.given_back_buyer, unless=went_back_as_announced
    ),
    EntryNotification(
        "payment_refunded", "buyer", content=cancellation_emails.given_back_buyer, unless=went_back_as_announced
    ),
    EntryNotification("part_refunded", "buyer", content=requests.part_refunded_buyer, unless=went_back_as_announced),
    EntryNotification("money_delayed", "buyer", content=cancellation_emails.delayed_buyer),
    # What was not taken of an order that has shipped; what did not go back, support sees to (M11).
    EntryNotification("payment_refused", "maker", content=progress.not_charged_maker, when={"refused": ["capture"]}),
    # That another system has charged is no news: the order has shipped.
    EntryNotification(
        "payment_confirmed", "buyer", content=cancellation_emails.confirmed_buyer, when={"moved": ["void", "refund"]}
    ),
):
    register(_one)


@notifies_of("contact_id")
def notify_of_contacts(message_ids: Sequence[int]) -> None:
    """Tell the buyer of a contact, once its email has waited; unless that of a cancellation did so meanwhile."""
    for message_id in message_ids:
        if not is_told_with_cancellation(message_id):
            notify_of_message(message_id)


@notifies_of("entry_id")
def notify_of_entries(entry_ids: Sequence[int]) -> None:
    """Tell everybody for whom the bell rang of these entries, in words: each person once of each (D7)."""
    of_order = ("order__maker", "order__buyer", "order__payment", "order__policy")
    annotated = Entry.objects.annotate(leaves_waiting=leaves_waiting("order"))
    entries: Any = annotated.select_related("actor", *of_order).in_bulk(entry_ids)
    if gone := set(entry_ids) - entries.keys():
        raise Entry.DoesNotExist(f"Entries {sorted(gone)} are gone.")
    told = {pk: news for pk, entry in entries.items() if (news := _news(entry))}
    conversations = conversations_of(entries[pk].order for pk, news in told.items() if "maker" in news)
    said = cache(lambda entry_id, *reader: _content(told[entry_id], entries[entry_id], conversations, *reader))
    tellings = []
    for notice in Notice.objects.of_entries(told):
        entry = entries[notice.entry_id]
        if tells := told[entry.pk].get(notice.as_party):
            content = partial(_in_this_language, said, notice)
            if notice.as_party == "buyer" and entry.kind in _TAKES_OUT and entry.leaves_waiting:
                content = partial(_with_restock_link, content, entry.order, notice.user)
            did_it_themselves = entry.actor_id == notice.user_id and entry.actor_as == notice.as_party
            important = tells.preference == _CONFIRMATION and not did_it_themselves
            key = f"entry:{entry.pk}:person:{notice.user_id}"
            about = EmailSubject(order_id=entry.order_id, parties=(entry.order.maker, entry.order.buyer))
            tellings.append(Telling(tells, content, to=notice.user, key=key, about=about, important=important))
    notify(*tellings)


def _news(entry: Entry) -> dict[str, EntryNotification]:
    """What there is to tell in words, by the party that is told."""
    if entry.kind == "accepted" and not still_stands(entry):
        return {}
    registered = (entry_notification(entry.kind, party) for party in ("maker", "buyer"))
    return {one.to: one for one in registered if one and one.content and not (one.unless and one.unless(entry))}


def still_stands(acceptance: Entry) -> bool:
    """Whether its order was neither taken back since nor has moved on, which is told instead.

    Waits for whoever is at the order: nobody can undo it any more once this has said yes.
    """
    order = Order.objects.select_for_update(no_key=True).get(pk=acceptance.order_id)
    undone = Entry.objects.filter(order=acceptance.order_id, kind="unaccepted", id__gt=acceptance.pk)
    return order.status == Status.ACCEPTED and not undone.exists()


def _in_this_language(said: Callable[..., EmailContent], notice: Notice) -> EmailContent:
    """Made once for all of a party who read one language in one time zone."""
    return said(notice.entry_id, notice.as_party, notice.user.time_zone, translation.get_language())


def _with_restock_link(content: Callable[[], EmailContent], order: Order, reader: User) -> EmailContent:
    """With the way of this one reader to be told when what they did not get is back."""
    link = restock_link(order, to=reader)
    return replace(content(), other_link_words="Tell me when it is back", other_link=link)


def _content(
    told: Mapping[str, EntryNotification],
    entry: Entry,
    conversations: Mapping[tuple[int, int], Conversation],
    party: str,
    zone: str,
    _language: str,
) -> EmailContent:
    """What the entry's e-mail says, and why its readers cannot answer it, where that is so (D4)."""
    make, order = told[party].content, entry.order
    assert make
    content = make(entry, order, zone)
    conversation = conversations.get((order.maker_id, order.buyer_id))
    refusal = validate_may_write(order, conversation) if party == "maker" else None
    return replace(content, no_reply_reason=refusal.message) if refusal else content

"""The words for each kind of entry, once: the timeline, the notices and the e-mails read them here."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anam import refusals
from anam.coded import Coded, Unworded, Worded, check, worded
from anam.history.kinds import BUYER_READS, NOT_FOR_BUYERS
from anam.history.models import Entry
from anam.marketplace.current import marketplace
from anam.words import count, day, listed_goods, money

__all__ = ["BUYER_READS", "NOT_FOR_BUYERS", "SENTENCES", "sentence"]

# What each kind says; {who} is the actor. What a buyer may not read is in NOT_FOR_BUYERS.
SENTENCES: dict[str, Any] = {
    "placed": _("{who} placed this order."),
    "imported": _("This order came in from {source}, where it is {reference}{and_was}."),
    "contacted": _("{who} told the buyer about this order."),
    "accepted": _("{who} accepted this order."),
    "unaccepted": _("{who} took back that this order was accepted: it had been a slip."),
    "shipped": _("{who} shipped this order{with_carrier}.{with_less}"),
    "completed": "{completion}",
    "declined": _("{who} cancelled this order: {reason}."),
    "cancelled": _("{who} cancelled this order: {reason}."),
    "decline_refused": _("{who} tried to cancel this order, and could not: {words}"),
    "support_asked": _("{who} asked support to tell the buyer, and to cancel this order: {reason}."),
    "support_not_needed": _("{who} took back what they had asked of support."),
    "support_told": _("{who} told the buyer about this order{how_told}."),
    "support_refused": _("{who} did not cancel this order: {words}"),
    "support_handed_back": _("{who} handed this order back to the maker: {words}"),
    "cancel_requested": _("{who} asked to {request}: “{words}”"),
    "request_declined": _("{who} did not agree to what the buyer asked for: “{words}”"),
    "request_taken_back": _("{who} took back what they had asked for."),
    "request_unanswered": _("The buyer’s request was not answered in time, and went to support."),
    "lines_removed": _("{who} removed {removed} from this order."),
    "lines_declined": _("{who} cancelled {removed} of this order: {reason}."),
    "ship_to_changed": _("{who} changed the address that this order is sent to."),
    "address_asked": _("{who} asked to have this order sent to another country."),
    "address_taken_back": _("{who} no longer asks to have this order sent to another country."),
    "address_refused": _("{who} did not agree to send this order to another country: “{words}”"),
    "reminded": _("Maker reminded: {left} left."),
    "refund_decided": _("{who} decided to refund {amount}{of_lines}: {refund_reason}. “{words}”"),
    "return_asked": _("{who} asked that {removed} be sent back: “{words}”"),
    "return_agreed": _("{who} agreed that {removed} be sent back by {send_by:day}: “{words}”"),
    "return_sent": _("{who} said that {removed} went back{with_carrier}."),
    "return_received": _("{who} said that {removed} came back."),
    "return_refunded": _("{who} refunded {amount} for what came back."),
    "return_refused": _("{who} refused the return of {removed}: “{words}”"),
    "return_reminded": _("Nobody has said that {removed} went back, which was to be by {send_by:day}: reminded."),
    "payment_voided": _("The authorisation of {amount} was released. Nothing was charged."),
    "payment_refunded": _("{amount} was refunded."),
    "part_refunded": _("{amount} was refunded for what was removed."),
    "payment_captured": _("The payment of {amount} was taken."),
    "payment_void_due": _("{amount} is to be released by {holder}."),
    "payment_refund_due": _("{amount} is to be refunded by {holder}."),
    "payment_capture_due": _("{amount} is to be charged by {holder}."),
    "payment_confirmed": _("{holder} {moved} {amount} (confirmed by {confirmer} on {on})."),
    "refund_recorded": _(
        "{who} recorded that {holder} {moved} {amount} on {done_at:day}{of_lines}: {refund_reason}. “{words}”"
    ),
    "payment_corrected": _("{who} corrected what was recorded: {holder} has not {moved} {amount}. “{words}”"),
    "payment_refused": _("{holder} refused to move {amount}: {words}"),
    "money_delayed": _("{amount} is not {moved} yet."),
    "payment_failed": _("The bank did not authorise {amount}: {words}"),
    "payment_not_renewed": _("The bank did not agree to hold {amount} for longer: {words}"),
    "payment_authorised": _("The bank authorised {amount}; it is charged when the order ships."),
    "payment_expired": _("The authorisation of {amount} has ended: the bank no longer holds the money."),
    "payment_moved": _("{amount} was {moved} at {holder}."),
    "payment_returned": _("The refund of {amount} at {holder} has failed: the card’s bank sent the money back."),
    "payment_disputed": _("The card’s owner disputes {amount}: their bank has taken it back."),
    "payment_dispute_won": _("The dispute about {amount} was won: the money is back."),
}
FOR_BUYER: dict[str, Any] = {
    "contacted": _("{who} wrote to you about this order."),
    "request_declined": _("{who} did not agree to what you asked for: “{words}”"),
    "request_unanswered": _("Your request was not answered in time, and went to support."),
    "lines_removed": _("{who} removed {removed} from this order, as you asked."),
    "lines_declined": _("{who} cancelled {removed} of this order{because}."),
    "support_told": _("{who} told you about this order{how_told}."),
    "declined": _("{who} cancelled this order{because}."),
    "cancelled": _("{who} cancelled this order{because}."),
}
FOR_MAKER: dict[str, Any] = {
    "reminded": _("We reminded you: {left} left."),
}
FOR_READER = {"buyer": FOR_BUYER, "maker": FOR_MAKER}
_TABLES = {reader: SENTENCES | table for reader, table in FOR_READER.items()}


_SOURCES = {
    "shopify-csv": "Shopify",
    "shopify-json": "Shopify",
    "woocommerce-json": "WooCommerce",
    "faire-json": "Faire",
    "olist": "Olist",
    "api": _("another system"),
}
# Why support gives money back of what has shipped. The codes are public and stay.
REFUND_REASONS = {
    "damaged": _("it came damaged"),
    "lost": _("it was lost on its way"),
    "returned": _("it was sent back"),
    "goodwill": _("goodwill"),
    "other": _("another reason"),
}
_MOVED = {
    "void": _("released"),
    "refund": _("refunded"),
    "capture": _("charged"),
    "voided": _("released"),
    "refunded": _("refunded"),
    "captured": _("charged"),
}
_lazy_day = lazy(day, str)  # few sentences say it
_HOW_TOLD = {"email": _(", by email"), "phone": _(", by telephone")}


def sentence(entry: Entry, *, reader: str = "maker") -> str:
    """`entry` in words for a `reader` ("maker", "support" or "buyer"). An unknown kind still says what and who."""
    told, table = _parameters(entry), _TABLES.get(reader, SENTENCES)
    return worded(told, table) if entry.kind in table else f"{told['who']}: {entry.kind.replace('_', ' ')}."


def check_sentence(entry: Entry) -> None:
    """Raise Unworded where an entry that is to be written has no words, or its facts lack what its sentence says."""
    for said in entry.facts.values():
        if isinstance(said, Worded):
            raise Unworded(f"Keep {said.kept!r}, not its words: {said}")
    check(entry.facts.get("why", {}), refusals.SENTENCES)
    for table in (SENTENCES, FOR_BUYER, FOR_MAKER):
        if table is SENTENCES or entry.kind in table:
            check(_parameters(entry), table)


def words_of(entry: Entry) -> str:
    """What somebody said in `entry`, or why it was refused; "" where neither is kept."""
    return worded(entry.facts.get("why"), refusals.SENTENCES) or str(entry.facts.get("words", ""))


def _parameters(entry: Entry) -> Coded:
    """The kind of `entry`, and what a sentence may ask for. What its facts do not say is not there."""
    facts = entry.facts
    said = {name: fact for name, fact in facts.items() if name != "amount"}
    told = {**said, "code": entry.kind, "who": _who(entry), "completion": _completion(entry), "on": _lazy_day(entry.at)}
    told["confirmer"] = entry.actor.name if entry.actor else _("the marketplace")
    told["because"] = f": {facts['for_buyer']}" if facts.get("for_buyer") else ""
    told["and_was"] = gettext(" and was “{status}”").format(status=facts["status"]) if facts.get("status") else ""
    told["how_told"] = _HOW_TOLD.get(str(facts.get("how")), "")
    # What a gateway had refused, a person has done by hand.
    by_hand = entry.kind in ("payment_confirmed", "refund_recorded", "payment_corrected")
    told["holder"] = facts.get("holder") or (marketplace().name if by_hand else _("The payment gateway"))
    carrier = " ".join(filter(None, [facts.get("carrier"), facts.get("tracking")]))
    told["with_carrier"] = gettext(" with {carrier}").format(carrier=carrier) if carrier else ""
    of_lines = facts.get("lines") if entry.kind in ("refund_decided", "refund_recorded") else None
    pairs = [[one.get("quantity", "…"), one.get("title", "…")] for one in of_lines or []]
    told["of_lines"] = gettext(" for {lines}").format(lines=listed_goods(pairs)) if pairs else ""
    told["with_less"] = _with_less(facts)
    return {**told, **dict(_worded_facts(entry))}


def _worded_facts(entry: Entry) -> Iterator[tuple[str, Any]]:
    facts = entry.facts
    if {"why", "words"} & facts.keys():
        yield "words", words_of(entry)
    if {"whole", "parts"} & facts.keys():
        parts = gettext("remove {parts}").format(parts=listed_goods(facts.get("parts") or []))
        yield "request", _("cancel this order") if facts.get("whole") else parts
    if "lines" in facts:
        yield "removed", listed_goods((one.get("quantity", "…"), one.get("title", "…")) for one in facts["lines"])
    if "refund_reason" in facts:
        yield "refund_reason", REFUND_REASONS.get(facts["refund_reason"], facts["refund_reason"])
    if "hours_left" in facts:
        yield "left", count(facts["hours_left"], "hour")
    if "source" in facts:
        yield "source", _SOURCES.get(facts["source"], facts["source"])
    if "moved" in facts:
        yield "moved", _MOVED.get(facts["moved"], "…")
    if {"amount", "currency"} <= facts.keys():
        yield "amount", money(facts["amount"], facts["currency"])


def _who(entry: Entry) -> str:
    if entry.actor is None:
        return gettext("The buyer") if entry.kind == "placed" else gettext("The marketplace")
    return gettext("{who} of support").format(who=entry.actor.name) if entry.actor_as == "support" else entry.actor.name


def _completion(entry: Entry) -> str:
    if days := entry.facts.get("after_days"):
        words = gettext("Completed: {days} after it shipped, nobody had said that anything is wrong.")
        return words.format(days=count(days, "day"))
    return gettext("{who} said that the order has arrived.").format(who=_who(entry))


def _with_less(facts: dict[str, Any]) -> str:
    """That its shipping cost less than was announced."""
    if not facts.get("less"):
        return ""
    cost, less = (money(facts[name], facts["currency"]) for name in ("shipping", "less"))
    return f" Shipping cost {cost}, {less} less than announced."

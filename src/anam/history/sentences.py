"""The words for each kind of entry, once: the timeline, the notices and the e-mails read them here."""

from typing import Any

from django.conf import settings

from anam.history.kinds import BUYER_READS, NOT_FOR_BUYERS
from anam.history.models import Entry
from anam.words import count, day, listed, money

__all__ = ["BUYER_READS", "NOT_FOR_BUYERS", "SENTENCES", "sentence"]

# What each kind says; {who} is the actor. What a buyer may not read is in NOT_FOR_BUYERS.
SENTENCES = {
    "placed": "{who} placed this order.",
    "imported": "This order came in from {source}, where it is {reference}{and_was}.",
    "contacted": "{who} told the buyer about this order.",
    "accepted": "{who} accepted this order.",
    "shipped": "{who} shipped this order{with_carrier}.",
    "completed": "{completion}",
    "declined": "{who} cancelled this order: {reason}.",
    "cancelled": "{who} cancelled this order: {reason}.",
    "decline_refused": "{who} tried to cancel this order, and could not: {words}",
    "support_asked": "{who} asked support to tell the buyer, and to cancel this order: {reason}.",
    "support_not_needed": "{who} took back what they had asked of support.",
    "support_told": "{who} told the buyer about this order{how_told}.",
    "support_refused": "{who} did not cancel this order: {words}",
    "support_handed_back": "{who} handed this order back to the maker: {words}",
    "cancel_requested": "{who} asked to {wish}: “{words}”",
    "request_declined": "{who} did not agree to what the buyer asked for: “{words}”",
    "request_taken_back": "{who} took back what they had asked for.",
    "request_unanswered": "The buyer’s request was not answered in time, and went to support.",
    "lines_removed": "{who} removed {removed} from this order.",
    "lines_declined": "{who} cancelled {removed} of this order: {reason}.",
    "reminded": "{hours_left} hours were left to decline: the maker was reminded.",
    "payment_voided": "The authorisation of {amount} was released. Nothing was charged.",
    "payment_refunded": "{amount} was refunded.",
    "part_refunded": "{amount} was refunded for what was removed.",
    "payment_captured": "The payment of {amount} was taken.",
    "payment_void_due": "{amount} is to be released by {holder}.",
    "payment_refund_due": "{amount} is to be refunded by {holder}.",
    "payment_capture_due": "{amount} is to be charged by {holder}.",
    "payment_confirmed": "{holder} {moved} {amount} (confirmed by {confirmer} on {on}).",
    "payment_refused": "{holder} refused to move {amount}: {words}",
    "payment_expired": "The authorisation of {amount} has ended: the bank no longer holds the money.",
    "payment_moved": "{amount} was {moved} at {holder}.",
    "payment_returned": "The refund of {amount} at {holder} has failed: the card’s bank sent the money back.",
    "payment_disputed": "The card’s owner disputes {amount}: their bank has taken it back.",
    "payment_dispute_won": "The dispute about {amount} was won: the money is back.",
}
FOR_BUYER = {
    "contacted": "{who} wrote to you about this order.",
    "request_declined": "{who} did not agree to what you asked for: “{words}”",
    "request_unanswered": "Your request was not answered in time, and went to support.",
    "lines_removed": "{who} removed {removed} from this order, as you asked.",
    "lines_declined": "{who} cancelled {removed} of this order{because}.",
    "support_told": "{who} told you about this order{how_told}.",
    "declined": "{who} cancelled this order{because}.",
    "cancelled": "{who} cancelled this order{because}.",
}


_SOURCES = {
    "shopify-csv": "Shopify",
    "shopify-json": "Shopify",
    "woocommerce-json": "WooCommerce",
    "faire-json": "Faire",
    "olist": "Olist",
    "api": "another system",
}
_MOVED = {
    "void": "released",
    "refund": "refunded",
    "capture": "charged",
    "voided": "released",
    "refunded": "refunded",
    "captured": "charged",
}
_HOW_TOLD = {"email": ", by e-mail", "phone": ", by telephone"}


def sentence(entry: Entry, *, reader: str = "maker") -> str:
    """`entry` in words for a `reader` ("maker", "support" or "buyer"). An unknown kind still says what and who."""
    facts = dict(entry.facts)
    facts["because"] = f": {facts['for_buyer']}" if facts.get("for_buyer") else ""
    facts["who"] = entry.actor.name if entry.actor else "The buyer" if entry.kind == "placed" else "The marketplace"
    if entry.actor_as == "support":
        facts["who"] = f"{facts['who']} of support"
    facts["wish"] = "cancel this order" if facts.get("whole") else f"remove {_parts(facts.get('parts'))}"
    facts["removed"] = _parts([[one["quantity"], one["title"]] for one in facts.get("lines", [])])
    facts["and_was"] = f" and was “{facts['status']}”" if facts.get("status") else ""
    facts["how_told"] = _HOW_TOLD.get(str(facts.get("how")), "")
    facts["source"] = _SOURCES.get(facts.get("source", ""), facts.get("source", "…"))
    facts["completion"] = _completion(facts)
    facts["moved"] = _MOVED.get(facts.get("moved", ""), "…")
    facts["confirmer"] = entry.actor.name if entry.actor else "the marketplace"
    facts["on"] = day(entry.at)
    # What a gateway had refused, a person has done by hand.
    by_hand = entry.kind == "payment_confirmed"
    facts["holder"] = facts.get("holder") or (settings.MARKETPLACE_NAME if by_hand else "The payment gateway")
    if "amount" in facts:
        facts["amount"] = money(facts["amount"], facts["currency"])
    carrier = " ".join(filter(None, [facts.get("carrier"), facts.get("tracking")]))
    facts["with_carrier"] = f" with {carrier}" if carrier else ""
    template = FOR_BUYER.get(entry.kind) if reader == "buyer" else None
    template = template or SENTENCES.get(entry.kind)
    return template.format_map(_Forgiving(facts)) if template else f"{facts['who']}: {entry.kind.replace('_', ' ')}."


def _completion(facts: dict[str, Any]) -> str:
    if days := facts.get("after_days"):
        return f"Completed: {count(days, 'day')} after it shipped, nobody had said that anything is wrong."
    return f"{facts['who']} said that the order has arrived."


def _parts(parts: Any) -> str:
    """'2 × Mug, oatmeal and 1 × Bowl, large', of pairs of a quantity and a title."""
    return listed([f"{quantity} × {title}" for quantity, title in parts or []])


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"

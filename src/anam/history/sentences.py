"""The words for each kind of entry, once: the timeline, the notices and the letters read them here."""

from anam.history.models import Entry
from anam.words import money

# What each kind says; {who} is the actor. What a buyer may not read is not in BUYER_READS.
SENTENCES = {
    "placed": "{who} placed this order.",
    "imported": "This order came in from {source}, where it is {reference}.",
    "contacted": "{who} told the buyer about this order.",
    "accepted": "{who} accepted this order.",
    "shipped": "{who} shipped this order{with_carrier}.",
    "completed": "{who} said that the order has arrived.",
    "declined": "{who} cancelled this order: {reason}.",
    "cancelled": "{who} cancelled this order: {reason}.",
    "decline_refused": "{who} tried to cancel this order, and could not: {words}",
    "reminded": "{hours_left} hours were left to decline: the maker was reminded.",
    "payment_voided": "The authorisation of {amount} was released. Nothing was charged.",
    "payment_refunded": "{amount} was refunded in full.",
    "payment_captured": "The payment of {amount} was taken.",
}
BUYER_READS = frozenset(SENTENCES) - {"decline_refused", "reminded"}


FOR_BUYER = {
    "contacted": "{who} wrote to you about this order.",
    "declined": "{who} cancelled this order{because}.",
    "cancelled": "{who} cancelled this order{because}.",
}


def sentence(entry: Entry, *, reader: str = "maker") -> str:
    """`entry` in words for a `reader` ("maker", "support" or "buyer"). An unknown kind still says what and who."""
    facts = dict(entry.facts)
    facts["because"] = f": {facts['for_buyer']}" if facts.get("for_buyer") else ""
    facts["who"] = entry.actor.name if entry.actor else "The buyer" if entry.kind == "placed" else "The marketplace"
    if "amount" in facts:
        facts["amount"] = money(facts["amount"], facts["currency"])
    carrier = " ".join(filter(None, [facts.get("carrier"), facts.get("tracking")]))
    facts["with_carrier"] = f" with {carrier}" if carrier else ""
    template = FOR_BUYER.get(entry.kind) if reader == "buyer" else None
    template = template or SENTENCES.get(entry.kind)
    return template.format_map(_Forgiving(facts)) if template else f"{facts['who']}: {entry.kind.replace('_', ' ')}."


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"

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
    "support_asked": "{who} asked support to tell the buyer, and to cancel this order: {reason}.",
    "support_not_needed": "{who} took back what they had asked of support.",
    "support_told": "{who} told the buyer about this order{how_told}.",
    "support_refused": "{who} did not cancel this order: {words}",
    "support_handed_back": "{who} handed this order back to the maker: {words}",
    "reminded": "{hours_left} hours were left to decline: the maker was reminded.",
    "payment_voided": "The authorisation of {amount} was released. Nothing was charged.",
    "payment_refunded": "{amount} was refunded in full.",
    "payment_captured": "The payment of {amount} was taken.",
}
# What passes between the maker and support; the buyer reads everything else.
NOT_FOR_BUYERS = frozenset({
    "decline_refused", "reminded", "support_asked", "support_not_needed", "support_refused", "support_handed_back",
})  # fmt: skip
BUYER_READS = frozenset(SENTENCES) - NOT_FOR_BUYERS


FOR_BUYER = {
    "contacted": "{who} wrote to you about this order.",
    "support_told": "{who} told you about this order{how_told}.",
    "declined": "{who} cancelled this order{because}.",
    "cancelled": "{who} cancelled this order{because}.",
}


_HOW_TOLD = {"email": ", by e-mail", "phone": ", by telephone"}


def sentence(entry: Entry, *, reader: str = "maker") -> str:
    """`entry` in words for a `reader` ("maker", "support" or "buyer"). An unknown kind still says what and who."""
    facts = dict(entry.facts)
    facts["because"] = f": {facts['for_buyer']}" if facts.get("for_buyer") else ""
    facts["who"] = entry.actor.name if entry.actor else "The buyer" if entry.kind == "placed" else "The marketplace"
    if entry.actor_as == "support":
        facts["who"] = f"{facts['who']} of support"
    facts["how_told"] = _HOW_TOLD.get(str(facts.get("how")), "")
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

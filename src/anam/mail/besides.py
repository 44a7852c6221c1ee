"""What an e-mail says besides the words that were posted, for whoever may read it.

Beside a message, `left_out` is for all who read the message; `quoted` may be of our e-mail to its writer, and is for
their side and for support.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject, Left, Length

from anam.mail.models import IncomingMail
from anam.partial import without

# More stands on a page of its own.
SHOWN = 4000


def besides_of_messages() -> Subquery:
    """For a query of messages: what stands besides in the mail that each came by; None where there is nothing."""
    mails = IncomingMail.objects.filter(message=OuterRef("pk")).exclude(left_out="", quoted="").order_by("pk")
    facts = JSONObject(
        left_out=Left("left_out", SHOWN),
        quoted=Left("quoted", SHOWN),
        all_left_out=Length("left_out"),
        all_quoted=Length("quoted"),
    )
    return Subquery(mails.values(facts=facts)[:1])


@dataclass(frozen=True)
class Besides:
    """What one reader may see of it. `is_cut`: there is more than this."""

    texts: list[str]
    is_cut: bool = False


def besides_for(message: Any, side: str) -> Besides:
    """What that side ("maker", "buyer" or "support") may see besides `message`, as its query found it."""
    found = getattr(message, "besides", None) or {}
    names = ["left_out", "quoted"] if side in ("support", message.side) else ["left_out"]
    texts = [found[name] for name in names if found.get(name)]
    return Besides(texts, is_cut=any(found[f"all_{name}"] > SHOWN for name in names if found.get(name)))


def all_besides_for(message: Any, side: str) -> Besides:
    """The same, however long it is. One query."""
    mail = without(IncomingMail.objects.filter(message=message).exclude(left_out="", quoted=""), "raw").first()
    if mail is None:
        return Besides([])
    texts = [mail.left_out, mail.quoted if side in ("support", message.side) else ""]
    return Besides([text for text in texts if text])

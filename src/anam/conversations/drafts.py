"""Where somebody writes, and what they have written there and not sent."""

import secrets
from dataclasses import dataclass, replace
from functools import cache

from django.core import signing
from django.db.models import BigIntegerField

from anam.compiled import Bound, CompiledQuery
from anam.conversations.models import Draft
from anam.people.models import User

MAX_DRAFT_LENGTH = 20_000
_SALT = "where somebody writes"


@dataclass(frozen=True)
class DraftKey:
    """A form in which one person writes to one side, perhaps about an order; `page` is the page it stands on.

    By its page, words that were still on their way when the message was sent are told from what is written next.
    """

    person_id: int
    maker_id: int
    buyer_id: int
    order_id: int | None = None
    page: str = ""

    def on_a_new_page(self) -> "DraftKey":
        return replace(self, page=secrets.token_hex(8))

    def signed(self) -> str:
        """For a form to carry. Nobody can make up another, so what comes back names its own writer."""
        facts = [self.person_id, self.maker_id, self.buyer_id, self.order_id, self.page]
        return signing.dumps(facts, salt=_SALT)


def read_place(signed: str, *, by: User) -> DraftKey | None:
    """The place that a form carried, where it is one of `by`'s."""
    try:
        place = DraftKey(*signing.loads(signed, salt=_SALT))
    except (signing.BadSignature, TypeError):
        return None
    return place if place.person_id == by.pk else None


def draft_in(place: DraftKey) -> str:
    """What they have written there and not sent."""
    about = {"order": place.order_id} if place.order_id is not None else {}
    found = _draft_query(bool(about)).first(person=place.person_id, maker=place.maker_id, buyer=place.buyer_id, **about)
    return found.body if found else ""


@cache
def _draft_query(is_about_order: bool) -> CompiledQuery[Draft]:
    of = {name: Bound(name, BigIntegerField()) for name in ("person", "maker", "buyer")}
    order = Bound("order", BigIntegerField()) if is_about_order else None
    return CompiledQuery(lambda: Draft.objects.filter(**of, order=order)[:1])

"""Who has not been reached: the newest important e-mail to them about something did not arrive."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, QuerySet, Subquery, When

from anam.compiled import Bound, CompiledQuery
from anam.mail.models import IMPORTANT, Email


@dataclass(frozen=True)
class NotReached:
    """Somebody whose newest important e-mail failed; `at` in UTC, `why` in words."""

    name: str
    email: str
    at: datetime
    why: str
    party: str  # "maker" or "buyer"; "" for somebody who has left


def not_reached(
    *, order_id: int | None = None, conversation_id: int | None = None, party: str = ""
) -> list[NotReached]:
    """Everybody whose newest important e-mail about that order or conversation did not arrive. One query.

    With a `party` ("maker" or "buyer"), only its members. Support's own people are none of it.

    A later e-mail that has been handed over and has not come back ends it; so does a new e-mail address, for
    which nothing has failed yet.
    """
    about = {"order_id": order_id, "conversation_id": conversation_id}
    given = {name: pk for name, pk in about.items() if pk is not None}
    return [
        NotReached(email.user.name, email.to, email.failed_at, email.failure_words, _party(email))
        for email in (_newest_query(tuple(given), party).all(**given) if given else [])
        if email.user and email.failed_at and email.to.lower() == email.user.email.lower()
    ]


@cache
def _newest_query(about: tuple[str, ...], party: str) -> CompiledQuery[Email]:
    """The newest important e-mail to each person of `party` about what has the ids of `about`."""

    def build() -> "QuerySet[Email]":
        concerned = Email.objects.about(**{name: Bound(name, BigIntegerField()) for name in about})
        important = concerned.filter(kind=IMPORTANT, user__is_active=True, user__is_support=False)
        if party:
            important = important.filter(**{f"user__{party}_member__isnull": False})
        decided = important.exclude(sent_at=None, failed_at=None)
        newest = decided.select_related("user__maker_member", "user__buyer_member").order_by("user_id", "-id")
        return newest.distinct("user_id")

    return CompiledQuery(build)


def failure_of_newest() -> Subquery:
    """Why the newest e-mail to a person's address did not arrive, where it did not; an annotation of people."""
    newest = Email.objects.filter(user=OuterRef("pk")).order_by("-id")
    failed = When(failed_at__isnull=False, to=OuterRef("email"), then=F("failure"))
    return Subquery(newest.values(why=Case(failed))[:1])


def failed_about_conversation() -> Exists:
    """Whether any e-mail about a conversation did not arrive: an annotation of conversations."""
    return Exists(Email.objects.filter(conversation=OuterRef("pk"), failed_at__isnull=False))


def _party(email: Email) -> str:
    for party in ("maker", "buyer"):
        if hasattr(email.user, f"{party}_member"):
            return party
    return ""

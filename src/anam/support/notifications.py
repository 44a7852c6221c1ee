"""Who is told about a case, by e-mail: whoever asked, its parties, and support itself."""

from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from anam.cases.models import Case, CaseEntry
from anam.clock import database_now
from anam.mail.content import EmailContent, EmailSubject, ExternalRecipient
from anam.marketplace.current import marketplace
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.people.models import User
from anam.words import day_and_clock

CASE_TAKEN = register(Notification("case_taken", "whoever opened it by email"))
CASE_LETTER = register(Notification("case_letter", "the party that support writes to"))
CASE_ANSWERED = register(Notification("case_answered", "the agent who has the case"))
CASE_LATE = register(Notification("case_late", "support’s lead; without one, all of support"))


def members_of(case: Case, party: str) -> QuerySet[User]:
    """The active members of the maker or the buyer of a case."""
    # 0 where a case has none: None would find everybody who belongs to nobody.
    members = User.objects.active_members(party, getattr(case, f"{party}_id") or 0)
    return members.select_related("maker_member__maker", "buyer_member__buyer")


def leads() -> list[User]:
    """Who is told where support is late."""
    support = User.objects.filter(is_support=True, is_active=True)
    return list(support.filter(leads_support=True)) or list(support)


def notify_party(case: Case, entry: CaseEntry) -> None:
    """Send what support wrote in `entry` to whom it is for."""
    readers = [ExternalRecipient(case.outside_email)] if entry.to == "outside" else members_of(case, entry.to)
    _notify_each(CASE_LETTER, partial(_letter, case, entry), case, to=readers, key=f"case-entry:{entry.pk}")


def _letter(case: Case, entry: CaseEntry) -> EmailContent:
    author = f"{entry.author.name} of {marketplace().name} support" if entry.author else marketplace().name
    return EmailContent(
        subject=f"{case.title} (case {case.pk})",
        paragraphs=[],
        quoted=f"{author} writes:",
        quote=entry.words,
        link_words="See the case, and answer",
        link="" if entry.to == "outside" else _page_for_asker(case),
    )


def notify_agent(case: Case, entry: CaseEntry, *, who: str) -> None:
    """Send an answer in a case, in `who`'s words, to whoever has the case."""
    agents = User.objects.filter(pk=case.assigned_to_id or 0, is_active=True)
    _notify_each(CASE_ANSWERED, partial(_answer, case, entry, who), case, to=agents, key=f"case-entry:{entry.pk}")


def _answer(case: Case, entry: CaseEntry, who: str) -> EmailContent:
    return EmailContent(
        subject=f"{who} answered in case {case.pk}",
        paragraphs=[f"{case.title}"],
        quoted=f"{who} writes:",
        quote=entry.words,
        link_words="See the case",
        link=_page_for_support(case),
        after=[] if case.is_open else [f"{marketplace().name} had closed this case."],
    )


def notify_leads(case: Case, *, to: Iterable[User]) -> None:
    """Tell them that a case was not answered in time."""
    _notify_each(CASE_LATE, partial(_late, case), case, to=to, key=f"case:{case.pk}:late")


def _late(case: Case) -> EmailContent:
    has = f"{case.assigned_to.name} has it." if case.assigned_to else "Nobody has taken it."
    return EmailContent(
        subject=f"Case {case.pk} was not answered in time: {case.title}",
        paragraphs=[
            f"It was opened on {day_and_clock(case.opened_at, zone='UTC')} UTC and should have been answered by "
            f"{day_and_clock(case.answer_by, zone='UTC')} UTC. {has}"
        ],
        quoted="What was asked:" if case.question or case.explanation else "",
        quote=case.question or case.explanation,
        link_words="See the case",
        link=_page_for_support(case),
    )


def notify_sender(case: Case, to: User | ExternalRecipient) -> None:
    """Its number, to whoever wrote. To an address that we do not know once a day, and without a word of what it sent.

    Somebody could put another's address into From, and have us write to them.
    """
    if isinstance(to, User) and to.is_support:
        return
    day = database_now().date().isoformat()
    known = isinstance(to, User)
    key = f"case:{case.pk}:taken" if known else f"mail-taken:{to.email.lower()}"[:100] + f":{day}"
    notify(Telling(CASE_TAKEN, partial(_taken, case, to), to=to, key=key, about=EmailSubject(case_id=case.pk)))


def _taken(case: Case, to: User | ExternalRecipient) -> EmailContent:
    known = isinstance(to, User)
    zone = to.time_zone if isinstance(to, User) else "UTC"
    has_page = known and case.opened_as in ("maker", "buyer")
    return EmailContent(
        subject=f"{case.title} (case {case.pk})"[:200] if known else f"Your email is case {case.pk}",
        paragraphs=[
            f"Your email reached {marketplace().name} support. It is case {case.pk}.",
            f"A person reads it and answers you by {day_and_clock(case.answer_by, zone=zone)} ({zone}).",
            "If you did not write it, answer this email and say so.",
        ],
        quoted="You wrote:" if known else "",
        quote=case.question[:1000] if known else "",
        link_words="See the case" if has_page else "",
        link=_page_for_asker(case) if has_page else "",
    )


def _notify_each(
    notification: Notification,
    content: Callable[[], EmailContent],
    case: Case,
    *,
    to: Iterable[User | ExternalRecipient],
    key: str,
) -> None:
    about = EmailSubject(case_id=case.pk, order_id=case.order_id)
    keys = ((reader, f"{key}:person:{getattr(reader, 'pk', reader.email)}") for reader in to)
    notify(*(Telling(notification, content, to=reader, key=own, about=about) for reader, own in keys))


def _page_for_asker(case: Case) -> str:
    """Where whoever asked sees what was asked and answered."""
    return f"{settings.SITE_URL}{reverse('asked', args=[case.pk])}"


def _page_for_support(case: Case) -> str:
    return f"{settings.SITE_URL}{reverse('case', args=[case.pk])}"

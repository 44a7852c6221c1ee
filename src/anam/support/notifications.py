"""What support's e-mails say: to whoever asked, to a party of a case, and to support itself."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from anam.cases.models import Case, CaseEntry
from anam.mail.actions.queue_email import queue_email
from anam.mail.content import About, Outsider, Words
from anam.people.models import User


def members_of(case: Case, party: str) -> QuerySet[User]:
    """The active members of the maker or the buyer of a case."""
    # 0 where a case has none: None would find everybody who belongs to nobody.
    if party == "maker":
        return User.objects.filter(maker_member__maker=case.maker_id or 0, is_active=True)
    return User.objects.filter(buyer_member__buyer=case.buyer_id or 0, is_active=True)


def write_out(case: Case, entry: CaseEntry) -> int:
    """Write the letter of an entry to whom it is for. The answer is how many people it goes to."""
    author = (
        f"{entry.author.name} of {settings.MARKETPLACE_NAME} support" if entry.author else settings.MARKETPLACE_NAME
    )
    words = Words(
        subject=f"{case.subject} (case {case.pk})",
        paragraphs=[],
        quoted=f"{author} writes:",
        quote=entry.body,
        link_words="See the case, and answer",
        link="" if entry.to == "outside" else page_for_asker(case),
    )
    readers: Iterable[User | Outsider]
    readers = [Outsider(case.outside_email)] if entry.to == "outside" else members_of(case, entry.to)
    return send_to(readers, words, case, key=f"case-entry:{entry.pk}")


def tell_agents(agents: Iterable[User], words: Words, case: Case, *, key: str) -> int:
    """A letter to people of support about a case."""
    return send_to(agents, words, case, key=key)


def send_to(readers: Iterable[User | Outsider], words: Words, case: Case, *, key: str) -> int:
    """One letter to each of `readers`; the answer is how many were written now, and not before (D7)."""
    about = About(case_id=case.pk, order_id=case.order_id)
    written = [
        queue_email(words, to=reader, key=f"{key}:person:{getattr(reader, 'pk', reader.email)}", about=about)
        for reader in readers
    ]
    return sum(letter is not None for letter in written)


def page_for_asker(case: Case) -> str:
    """Where whoever asked sees what was asked and answered."""
    return f"{settings.SITE_URL}{reverse('asked', args=[case.pk])}"


def page_for_support(case: Case) -> str:
    return f"{settings.SITE_URL}{reverse('case', args=[case.pk])}"

"""Who is told what becomes of the people of a house: themselves, and those who look after the people there."""

from functools import partial

from django.conf import settings
from django.urls import reverse

from anam.clock import database_now
from anam.mail.content import EmailContent
from anam.marketplace.current import marketplace
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.people.house import includes
from anam.people.listeners import Change, MemberChange
from anam.people.models import User
from anam.words import listed

THEMSELVES = {what: register(Notification(f"member_{what}", "the member")) for what in Change}
OWNERS = {what: register(Notification(f"member_{what}", "the other owners, or leads of support")) for what in Change}


def tell_of_member(change: MemberChange) -> None:
    """In the transaction of the change. Whoever made it is told nothing, but that they have left."""
    at = database_now().isoformat()
    key = f"member:{change.what}:{change.user.pk}:{at}"
    told = [(OWNERS, one, _to_owner) for one in change.owners]
    told = [(THEMSELVES, change.user, _to_member), *told]
    notify(
        *(
            Telling(table[change.what], partial(words, change), to=one, key=f"{key}:{one.pk}")
            for table, one, words in told
            if change.what == Change.LEFT or not change.by or one.pk != change.by.pk
        )
    )


def _to_member(change: MemberChange) -> EmailContent:
    where, who = _where(change), _who(change.by)
    if change.what == Change.ROLE and change.role:
        return EmailContent(
            subject=f"Your role at {where} is now “{change.role.label}”",
            paragraphs=[f"{who} changed your role at {where}. It is now “{change.role.label}”{_included(change)}."],
            link_words="See who is there",
            link=settings.SITE_URL + reverse("team"),
        )
    gone = "You are signed out everywhere, and your tokens open nothing any more. What you did stays under your name."
    done = f"You have left {where}." if change.what == Change.LEFT else f"{who} removed you from {where}."
    return EmailContent(subject=f"You no longer act for {where}", paragraphs=[done, gone])


def _to_owner(change: MemberChange) -> EmailContent:
    where, who, name = _where(change), _who(change.by), change.user.name
    if change.what == Change.ROLE and change.role:
        subject = f"{name} is now “{change.role.label}” at {where}"
        said = f"{who} changed the role of {name} ({change.user.email}). It is now “{change.role.label}”."
    elif change.what == Change.LEFT:
        subject = f"{name} has left {where}"
        said = f"{name} ({change.user.email}) has left. They are signed out, and their tokens open nothing any more."
    else:
        subject = f"{name} no longer acts for {where}"
        said = f"{who} removed {name} ({change.user.email}), who is signed out, with tokens that open nothing any more."
    return EmailContent(
        subject=subject, paragraphs=[said], link_words="See who is there", link=settings.SITE_URL + reverse("team")
    )


def _where(change: MemberChange) -> str:
    return f"{marketplace().name} support" if change.party == "support" else change.party


def _who(by: User | None) -> str:
    return by.name if by else marketplace().name


def _included(change: MemberChange) -> str:
    words = includes(change.role, shop=bool(change.user.buyer)) if change.role else []
    return f", and includes {listed(words, most=len(words))}" if words else ""

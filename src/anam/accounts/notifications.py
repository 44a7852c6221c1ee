"""Who is told on the way in, and of their address: by e-mail, to addresses that may belong to nobody we know."""

from datetime import date
from functools import partial

from django.conf import settings
from django.urls import reverse

from anam.accounts.models import Application, Invitation
from anam.accounts.tokens import hash_of
from anam.mail.content import EmailContent, ExternalRecipient
from anam.marketplace.current import marketplace
from anam.notifications.engine import Telling, notify
from anam.notifications.registry import Notification, register
from anam.people.models import User
from anam.support.notifications import leads

APPLICATION_CONFIRM = register(Notification("application_confirm", "whoever applies to sell or to buy"))
APPLICATION_REFUSED = register(Notification("application_refused", "whoever applied and was refused"))
APPLICATION_WAITING = register(Notification("application_waiting", "support’s lead; without one, all of support"))
INVITATION = register(Notification("invitation", "whoever is invited to a maker, a shop or support"))
EMAIL_CONFIRM = register(Notification("email_confirm", "the new address that somebody wants for their account"))
EMAIL_CHANGED = register(Notification("email_changed", "the old address of an account"))


def ask_to_confirm_email(user: User, *, email: str, token: str) -> None:
    """Send the new address the link that makes it the account's."""
    link = f"{settings.SITE_URL}{reverse('confirm-email', args=[token])}"
    content = partial(_confirm, user.name, link)
    notify(Telling(EMAIL_CONFIRM, content, to=ExternalRecipient(email), key=f"email-change:{hash_of(token)}"))


def _confirm(name: str, link: str) -> EmailContent:
    return EmailContent(
        subject="Confirm your new email address",
        paragraphs=[
            f"{name} asked to sign in by this address at {marketplace().name}.",
            "If it was you, follow the link within a day, where you are signed in. If not, do nothing.",
        ],
        link_words="Confirm the address",
        link=link,
        reason=f"You get this because somebody gave your address at {marketplace().name}.",
    )


def say_email_is_taken(email: str, *, on: date) -> None:
    """Tell whoever has the address that an account of theirs has it already; once a day."""
    key = f"email-taken:{email}"[:100] + f":{on.isoformat()}"
    notify(Telling(EMAIL_CONFIRM, _taken, to=ExternalRecipient(email), key=key))


def _taken() -> EmailContent:
    return EmailContent(
        subject="This address has an account already",
        paragraphs=[
            f"Somebody asked to use this address for an account at {marketplace().name}. It has one already, "
            "so nothing was changed. If it was you, sign in with this address.",
        ],
        link_words="Sign in",
        link=f"{settings.SITE_URL}{reverse('account_login')}",
        reason=f"You get this because somebody gave your address at {marketplace().name}.",
    )


def say_email_has_changed(user: User, *, old: str, new: str, change_id: int) -> None:
    """Tell the old address that it is no longer the one of the account."""
    content = partial(_changed, user.name, new)
    notify(Telling(EMAIL_CHANGED, content, to=ExternalRecipient(old), key=f"email-changed:{change_id}"))


def _changed(name: str, new: str) -> EmailContent:
    return EmailContent(
        subject="Your email address was changed",
        paragraphs=[
            f"{name} now signs in as {new} at {marketplace().name}, and no longer by this address.",
            f"If it was not you, write to {marketplace().support_email} at once.",
        ],
        reason=f"You get this because it was the address of your account at {marketplace().name}.",
    )


def send_invitation(invitation: Invitation, *, token: str, words: str = "") -> None:
    """Send whoever is invited the link by which they join, with `words`; account or none."""
    link = f"{settings.SITE_URL}{reverse('invitation', args=[token])}"
    content = partial(_invitation, invitation, link, words)
    key = f"invitation:{invitation.pk}"
    notify(Telling(INVITATION, content, to=ExternalRecipient(invitation.email), key=key))


def _invitation(invitation: Invitation, link: str, words: str) -> EmailContent:
    who = invitation.sender_name
    return EmailContent(
        subject=f"{who} invites you to {invitation.house_name}",
        paragraphs=[
            f"{who} invites you to {invitation.house_name} at {marketplace().name}, "
            f"in the role “{invitation.role_label}”.",
            "The link is for this address alone, and works once, for 14 days. If you expect no invitation, do nothing.",
        ],
        quoted=f"{who} writes:" if words else "",
        quote=words,
        link_words="See the invitation",
        link=link,
        reason=f"You get this because {who} gave your address at {marketplace().name}.",
    )


def ask_to_confirm_application(application: Application, *, token: str) -> None:
    """Send whoever applied the link that shows the address to be theirs."""
    link = f"{settings.SITE_URL}{reverse('confirm-application', args=[token])}"
    content = partial(_confirm_application, application, link)
    key = f"application-confirm:{hash_of(token)}"
    notify(Telling(APPLICATION_CONFIRM, content, to=ExternalRecipient(application.email), key=key))


def _confirm_application(application: Application, link: str) -> EmailContent:
    here = marketplace().name
    return EmailContent(
        subject=f"Confirm your application to {here}",
        paragraphs=[
            f"Somebody, most likely you, applied {application.get_wants_display()} at {here}, "
            f"for {application.business}.",
            "Follow the link within 7 days to send it to us. If it was not you, do nothing: nobody reads it then.",
        ],
        link_words="Confirm the application",
        link=link,
        reason=f"You get this because somebody gave your address at {here}.",
    )


def say_application_waits(application: Application, *, on: date) -> None:
    """Tell whoever applies again that what they sent before waits for an answer; once a day."""
    content, key = partial(_waits, application), f"application:{application.pk}:waits:{on.isoformat()}"
    notify(Telling(APPLICATION_CONFIRM, content, to=ExternalRecipient(application.email), key=key))


def _waits(application: Application) -> EmailContent:
    return EmailContent(
        subject="Your application waits for an answer",
        paragraphs=[
            f"You applied {application.get_wants_display()} before, for {application.business}. "
            "That application is with us, and you need not send it again. We answer by email.",
        ],
        reason=f"You get this because you applied at {marketplace().name}.",
    )


def tell_leads_of_application(application: Application) -> None:
    """Tell support's leads that an application waits at the desk."""
    content = partial(_for_leads, application)
    key = f"application:{application.pk}:waiting"
    notify(*(Telling(APPLICATION_WAITING, content, to=lead, key=f"{key}:{lead.pk}") for lead in leads()))


def _for_leads(application: Application) -> EmailContent:
    return EmailContent(
        subject=f"{application.business} applies {application.get_wants_display()}",
        paragraphs=[f"{application.name} applies {application.get_wants_display()}, for {application.business}."],
        quoted=f"{application.name} writes:",
        quote=application.about,
        link_words="See the application",
        link=f"{settings.SITE_URL}{reverse('desk-application', args=[application.pk])}",
    )


def say_application_is_refused(application: Application) -> None:
    """Send whoever applied support's words."""
    content = partial(_refused, application)
    key = f"application:{application.pk}:refused"
    notify(Telling(APPLICATION_REFUSED, content, to=ExternalRecipient(application.email), key=key))


def _refused(application: Application) -> EmailContent:
    here = marketplace().name
    return EmailContent(
        subject=f"Your application to {here}",
        paragraphs=[f"{here} has not taken up your application for {application.business}."],
        quoted=f"{here} writes:",
        quote=application.answer,
        after=["You may apply again."],
        link_words="Apply again",
        link=f"{settings.SITE_URL}{reverse('apply')}",
        reason=f"You get this because you applied at {here}.",
    )

"""An e-mail as it goes out: its headers, its two parts, and the addresses that it comes back to."""

from email.policy import default
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from anam.mail.address_block import filled_in
from anam.mail.addresses import bounce_address, reply_address
from anam.mail.folding import MAX_LINE_LENGTH, Folding
from anam.mail.models import Email
from anam.mail.unsubscribing import stop_link
from anam.marketplace.current import marketplace


class _Folded(EmailMultiAlternatives):
    """Django's message, its headers folded by our rules."""

    def message(self, *, policy: Any = default) -> Any:
        kept = {"linesep": policy.linesep, "cte_type": policy.cte_type, "utf8": policy.utf8}
        return super().message(policy=Folding(max_line_length=MAX_LINE_LENGTH, **kept))


def wrapped(email: Email) -> EmailMultiAlternatives:
    """`email` as a message for the mail server or provider."""
    bounces = bounce_address(email)
    text, html = filled_in(email)
    message = _Folded(
        email.subject, text, to=[email.to], headers=headers_of(email), from_email=marketplace().from_email
    )
    if html:
        message.attach_alternative(html, "text/html")
    provided: Any = message
    provided.metadata = {"letter": str(email.pk)}  # read by a provider alone, and given back with what it reports
    if bounces and not settings.MAIL_PROVIDER:  # a provider has bounces come to itself, and reports them
        message.extra_headers["From"] = marketplace().from_email
        message.from_email = bounces
    return message


def headers_of(email: Email) -> dict[str, str]:
    """The headers that say which e-mail it is, what it belongs to, and where an answer goes."""
    headers = {
        "Message-ID": email.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "X-Loop": loop_mark(),
    }
    if answer := reply_address(email):
        headers["Reply-To"] = answer
    if thread := thread_of(email):
        headers["In-Reply-To"] = headers["References"] = thread
    if stop := stop_link(email):
        headers["List-Unsubscribe"] = f"<{stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def thread_of(email: Email) -> str:
    """The name that mail programs thread it under: one for a case, for an order, for a conversation."""
    for what in ("case", "order", "conversation"):
        if number := getattr(email, f"{what}_id"):
            return f"<{what}-{number}@{_our_domain()}>"
    return ""


def loop_mark() -> str:
    """What every e-mail of ours carries: a mail that has it was ours before."""
    return f"anam@{_our_domain()}"


def _our_domain() -> str:
    return str(marketplace().sender_address).rsplit("@", 1)[-1].lower()

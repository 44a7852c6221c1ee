from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from psycopg.types.json import Jsonb

from anam.jobs import to_do_in_sql
from anam.mail.addresses import can_be_answered
from anam.mail.content import ABOUT_NOTHING, EmailContent, EmailSubject, ExternalRecipient
from anam.mail.models import IMPORTANT, Email
from anam.mail.rendering import rendered
from anam.marketplace.current import marketplace
from anam.people.models import Buyer, Maker, User
from anam.sql import fetch_all

# Each e-mail that is new by its key, and the job that sends it.
_QUEUE = """
WITH written AS (
  INSERT INTO email (key, user_id, "to", subject, text, html, kind, shows_address, conversation_id, order_id, case_id,
                     written_at, failure, provider_id)
  SELECT key, user_id, "to", subject, text, html, kind, shows_address, conversation_id, order_id, case_id,
         clock_timestamp(), '{}', ''
  FROM jsonb_populate_recordset(NULL::email, %(emails)s) ORDER BY key
  ON CONFLICT (key) DO NOTHING RETURNING id, key, written_at
), deferred AS (
  SELECT procrastinate_defer_jobs_v1(array_agg(
           jsonb_populate_record(
             NULL::procrastinate_job_to_defer_v1,
             %(job)s::jsonb || jsonb_build_object('args', jsonb_build_object('email_id', id))) ORDER BY id)) AS jobs
  FROM written HAVING count(*) > 0
)
SELECT id, key, written_at, (SELECT jobs FROM deferred) AS jobs FROM written ORDER BY id
"""


@dataclass(frozen=True)
class OutgoingEmail:
    """An e-mail that is to be written. `kind` is what the reader's preferences call it, who can stop all others of that
    kind by a link in it; but for "important".
    """

    words: EmailContent
    to: User | ExternalRecipient
    key: str
    kind: str = IMPORTANT
    about: EmailSubject = ABOUT_NOTHING


@dataclass(frozen=True)
class _Written:
    id: int
    key: str
    written_at: datetime
    jobs: list[int]


def queue_email(
    words: EmailContent,
    *,
    to: User | ExternalRecipient,
    key: str,
    kind: str = IMPORTANT,
    about: EmailSubject = ABOUT_NOTHING,
) -> Email | None:
    """Write one e-mail as `queue_emails` does; None if its `key` was written before."""
    return next(iter(queue_emails([OutgoingEmail(words, to, key, kind, about)])), None)


def queue_emails(outgoing: Sequence[OutgoingEmail]) -> list[Email]:
    """Write e-mails and the jobs that send them, with one statement in the caller's transaction.

    The answer is those that are new: of each `key` one is ever written (D7).
    """
    emails = {one.key: _made(one) for one in outgoing}
    if not emails:
        return []
    rows = [
        {name: getattr(email, name) for name in ("key", "user_id", "to", "subject", "text", "html", "kind")}
        | {name: getattr(email, name) for name in ("shows_address", "conversation_id", "order_id", "case_id")}
        for email in emails.values()
    ]
    new = fetch_all(_Written, _QUEUE, {"emails": Jsonb(rows), "job": to_do_in_sql("mail.send_email")})
    for one in new:
        email = emails[one.key]
        email.pk, email.written_at = one.id, one.written_at
        email._state.adding = False
    return [emails[one.key] for one in new]


def _made(one: OutgoingEmail) -> Email:
    email = Email(
        key=one.key,
        user=one.to if isinstance(one.to, User) else None,
        kind=one.kind,
        shows_address=one.words.shows_address,
        to=one.to.email,
        subject=" ".join(one.words.subject.split())[:200],
        conversation_id=one.about.conversation_id,
        order_id=one.about.order_id,
        case_id=one.about.case_id,
    )
    maker, buyer = one.about.parties or _parties(email)
    answer = {} if one.words.no_reply_reason else _where_answers_go(email, maker, buyer)
    email.text, email.html = rendered(one.words, name=one.to.first_name, email=email, maker=maker, answer=answer)
    return email


def _parties(email: Email) -> tuple[Maker | None, Buyer | None]:
    """Whom what the e-mail is about concerns."""
    concerned = email.conversation or email.order
    return (concerned.maker, concerned.buyer) if concerned else (None, None)


def _where_answers_go(email: Email, maker: Maker | None, buyer: Buyer | None) -> dict[str, str]:
    """Who reads an answer to this e-mail; or, where no mail comes in, where an answer is given instead."""
    if not can_be_answered(email):
        return {}
    if email.case_id:
        if not settings.REPLY_DOMAIN:
            return {}  # it is from support's own address, and an answer goes there
        reader = f"{marketplace().name} support"
    else:
        other = buyer if email.user and email.user.maker else maker
        assert other
        reader = other.name
    return {"reader": reader, "by_mail": "yes" if settings.REPLY_DOMAIN else ""}

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction

from anam.accounts.models import Application
from anam.accounts.notifications import ask_to_confirm_application, say_application_waits
from anam.accounts.tokens import new_token
from anam.clock import database_now
from anam.postal.countries import is_country
from anam.sql import execute
from anam.web.limits import too_many_of

LASTS = timedelta(days=7)
# Sent twice within that, it was one press too many.
SAME_PRESS = timedelta(minutes=10)
MAX_LETTERS_A_DAY = 3
MIN_ABOUT, MAX_ABOUT = 30, 2000


@dataclass(frozen=True)
class Applying:
    """What somebody says who wants to sell or to buy."""

    wants: str
    name: str
    email: str
    business: str
    country: str
    about: str
    link: str = ""


def wrong_with(applying: Applying) -> dict[str, str]:
    """What is wrong, by field; nothing where it can be sent."""
    found = {}
    if applying.wants not in Application.Wants.values:
        found["wants"] = "Choose one."
    for name, what in (("name", "your name"), ("business", "what your shop or workshop is called")):
        if not 0 < len(getattr(applying, name)) <= 120:
            found[name] = f"Write {what}, in at most 120 characters."
    if not is_country(applying.country):
        found["country"] = "Choose a country."
    if not MIN_ABOUT <= len(applying.about) <= MAX_ABOUT:
        found["about"] = f"Write {MIN_ABOUT} to {MAX_ABOUT:,} characters."
    if not _is(validate_email, applying.email):
        found["email"] = "This does not look like an email address."
    if applying.link and not (len(applying.link) <= 300 and _is(URLValidator(["http", "https"]), applying.link)):
        found["link"] = "Write a web address, as in https://example.com."
    return found


def _is(valid: object, value: str) -> bool:
    try:
        valid(value)  # type: ignore[operator]
    except ValidationError:
        return False
    return True


@transaction.atomic
def apply(applying: Applying) -> None:
    """Keep an application, and ask by e-mail whether the address is its sender's; support sees it once that is known.

    Nothing that is answered depends on what is known of the address. Needs `wrong_with` to have found nothing.
    """
    applying = Applying(**{**asdict(applying), "email": applying.email.lower()})
    execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"anam applies {applying.email}"])
    now = database_now()
    Application.objects.filter(status=Application.Status.UNCONFIRMED, applied_at__lt=now - LASTS).delete()
    before = Application.objects.open().filter(email=applying.email, wants=applying.wants).first()
    if before and before.status == Application.Status.WAITING:
        say_application_waits(before, on=now.date())
    elif not (before and _is_the_same(before, applying, now=now)):
        _keep(applying, before, now=now)


def _is_the_same(before: Application, applying: Applying, *, now: datetime) -> bool:
    return before.applied_at > now - SAME_PRESS and all(
        getattr(before, name) == said for name, said in asdict(applying).items()
    )


def _keep(applying: Applying, before: Application | None, *, now: datetime) -> None:
    if too_many_of(applying.email, "application", most=MAX_LETTERS_A_DAY, seconds=24 * 3600):
        return
    token, token_hash = new_token()
    kept = {**asdict(applying), "token_hash": token_hash, "applied_at": now}
    if before:
        Application.objects.filter(pk=before.pk).update(**kept)
        before.refresh_from_db()
    ask_to_confirm_application(before or Application.objects.create(**kept), token=token)

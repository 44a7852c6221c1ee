from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction

from anam.accounts.actions.invite import send
from anam.accounts.models import Application
from anam.accounts.notifications import say_application_is_refused
from anam.clock import database_now
from anam.people.actions.open_party import open_buyer, open_maker
from anam.people.models import Buyer, Maker, Role, User
from anam.refusals import Refused
from anam.words import day_and_clock

MIN_WORDS, MAX_WORDS = 10, 1000
MAX_SLUG = 80


@transaction.atomic
def approve_application(pk: int, *, slug: str, words: str, by: User) -> Application:
    """Open the maker or the shop that was applied for, at `slug`, and invite its owner with `words`, if any.

    Raises Refused where it has been answered (`application_answered`), or `slug` or `words` will not do;
    Application.DoesNotExist.
    """
    application = _take(pk)
    if len(words) > MAX_WORDS:
        raise Refused.because("answer_needed", f"Write at most {MAX_WORDS:,} characters.")
    house = _open(application, _good_slug(slug, application))
    if isinstance(house, Maker):
        application.maker = house
    else:
        application.buyer = house
    _answered(application, Application.Status.APPROVED, words, by)
    send(application.email, role=Role.OWNER, house=house, by=by, now=database_now(), words=words)
    return application


@transaction.atomic
def refuse_application(pk: int, *, words: str, by: User) -> Application:
    """Refuse it, with `words` that the applicant reads; they may apply again. Raises as `approve_application` does."""
    application = _take(pk)
    if not MIN_WORDS <= len(words) <= MAX_WORDS:
        raise Refused.because(
            "answer_needed", f"Write {MIN_WORDS} to {MAX_WORDS:,} characters: the applicant reads it."
        )
    _answered(application, Application.Status.REFUSED, words, by)
    say_application_is_refused(application)
    return application


def _take(pk: int) -> Application:
    """The application, for us alone to answer until the transaction ends."""
    Application.objects.select_for_update().exclude(status=Application.Status.UNCONFIRMED).get(pk=pk)
    application = Application.objects.for_desk().get(pk=pk)
    if application.status != Application.Status.WAITING:
        who = application.answered_by.name if application.answered_by else "Somebody"
        when = f" on {day_and_clock(application.answered_at)}" if application.answered_at else ""
        what = f"{who} {application.get_status_display().lower()} this application{when}."
        raise Refused.because("application_answered", what)
    return application


def _good_slug(slug: str, application: Application) -> str:
    try:
        validate_slug(slug)
    except ValidationError as wrong:
        raise Refused.because("slug_unclear", "Use letters, digits and hyphens only.") from wrong
    kind = Maker if application.wants == Application.Wants.SELL else Buyer
    if len(slug) > MAX_SLUG:
        raise Refused.because("slug_unclear", f"Use at most {MAX_SLUG} characters.")
    if kind.objects.filter(slug=slug).exists():
        raise Refused.because("slug_unclear", f"“{slug}” is taken: choose another.")
    return slug


def _open(application: Application, slug: str) -> Maker | Buyer:
    facts = {"name": application.business, "time_zone": "UTC", "country": application.country}
    try:
        with transaction.atomic():
            opens = open_maker if application.wants == Application.Wants.SELL else open_buyer
            return opens(slug, **facts)
    except IntegrityError as taken:  # by another agent, this moment
        raise Refused.because("slug_unclear", f"“{slug}” is taken: choose another.") from taken


def _answered(application: Application, status: str, words: str, by: User) -> None:
    application.status, application.answer = status, words
    application.answered_at, application.answered_by = database_now(), by
    application.save()

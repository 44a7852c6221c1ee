"""What the marketplace is called, and by which address it is reached: remembered by each process, never for long.

The row has a version. Who is signed in is read with it (people/sessions.py, api/authentication.py), in the statement
that is made anyway, so a process learns of a change with the next such request, whichever process made it, and an
order is declined without a statement more. Where nobody is signed in, and in jobs, a process asks at most once in
MAX_AGE_SECONDS.
"""

from dataclasses import dataclass
from email.utils import parseaddr, quote
from time import monotonic

from django.conf import settings
from django.db import DatabaseError

from anam.marketplace.models import Marketplace

MAX_AGE_SECONDS = 1.0
_SPECIAL = frozenset('()<>@,;:\\".[]')  # what ends a name in a line of addresses


@dataclass(frozen=True)
class Current:
    """What holds now. The environment wins over what was chosen on a page, and locks it there."""

    version: int = 0
    chosen_name: str = ""
    chosen_support_email: str = ""
    accent: str = ""
    has_terms: bool = False
    has_privacy: bool = False

    @property
    def name(self) -> str:
        return (not settings.NAME_IS_GIVEN and self.chosen_name) or settings.MARKETPLACE_NAME

    @property
    def support_email(self) -> str:
        return (not settings.SUPPORT_EMAIL_IS_GIVEN and self.chosen_support_email) or settings.SUPPORT_EMAIL

    @property
    def from_email(self) -> str:
        """Whom e-mails are from."""
        name = f'"{quote(self.name)}"' if _SPECIAL & {*self.name} else self.name
        return settings.GIVEN_FROM_EMAIL or f"{name} <{self.support_email}>"

    @property
    def sender_address(self) -> str:
        return parseaddr(self.from_email)[1]

    @property
    def old_support_url(self) -> str:
        """Where the help articles were before."""
        return settings.OLD_SUPPORT_URL or f"https://support.{self.support_email.rpartition('@')[2]}"


_AS_IT_BEGINS = Current()
_remembered: Current | None = None
_asked_at = 0.0


def marketplace(*, ask: bool = True) -> Current:
    """What holds now. `ask=False` never asks the database, for pages that say that it does not answer."""
    if _remembered is not None and (monotonic() - _asked_at < MAX_AGE_SECONDS or not ask):
        return _remembered
    return _read() if ask else _AS_IT_BEGINS


def hear_version(version: int | None) -> None:
    """The row's version, as a statement has just read it with something else; what is older is forgotten."""
    global _asked_at
    if _remembered is not None and _remembered.version == (version or 0):
        _asked_at = monotonic()
    else:
        _read()


def forget() -> None:
    """This process has changed it, and asks anew."""
    global _asked_at
    _asked_at = float("-inf")


def _read() -> Current:
    """Where the database does not answer, what was known last is better than no page."""
    global _remembered, _asked_at
    _asked_at = monotonic()
    try:
        row = Marketplace.objects.values_list(
            "version", "name", "support_email", "accent", "has_terms", "has_privacy"
        ).first()
    except DatabaseError:
        return _remembered or _AS_IT_BEGINS
    _remembered = Current(*row) if row else _AS_IT_BEGINS
    return _remembered

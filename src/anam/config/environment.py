"""Reading the environment, and refusing what makes no sense in it; docs/settings.md explains each name."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from anam.config.database import CannotRun


def number(name: str, default: int, *, least: int = 0) -> int:
    """The whole number that `name` is set to. Raises CannotRun where it is none, or less than `least`."""
    given = os.environ.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and len(given) < 10 and int(given) >= least):
        raise CannotRun(f"{name} is {given[:40]!r}; it must be a whole number from {least}.")
    return int(given)


def in_production() -> bool:
    """Whether this is a marketplace for real people; a slip of the pen must not open the demo's doors."""
    kind = os.environ.get("ANAM_ENV") or "demo"
    if kind not in ("demo", "production"):
        raise ImproperlyConfigured(f"ANAM_ENV is {kind}; it must be production or demo.")
    return kind == "production"


def required(name: str, why: str) -> str:
    """What `name` is set to: in production something, in the demo perhaps nothing."""
    value = os.environ.get(name, "")
    if in_production() and not value:
        raise ImproperlyConfigured(f"ANAM_ENV=production needs {name}: {why}.")
    return value


def secret_key(home: Path) -> str:
    """What signs sessions and links: given, or one that the demo made for itself and keeps under `home`."""
    given = required("ANAM_SECRET_KEY", "a long random text that signs sessions and links")
    if given or in_production():
        if len(given) < 50:
            raise ImproperlyConfigured("ANAM_SECRET_KEY is too short: give it 50 characters or more.")
        return given
    kept = home / "secret-key"
    try:
        return kept.read_text()
    except FileNotFoundError:
        return _make_secret_key(kept)


def _make_secret_key(kept: Path) -> str:
    """Another process may be making one at the same moment: the first to link it there has made it for both."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    new = kept.with_name(f"{kept.name}.{os.getpid()}")
    new.touch(mode=0o600)
    new.write_text(secrets.token_urlsafe(48))
    try:
        os.link(new, kept)
    except FileExistsError:
        pass
    finally:
        new.unlink()
    return kept.read_text()

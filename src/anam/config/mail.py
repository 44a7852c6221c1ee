"""How mail is sent, and who may report on it, in the words of Django and django-anymail."""

import os
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from anam.config.environment import required

# The name that django-anymail has for a provider's key, by what ANAM_MAIL_PROVIDER calls the provider
_PROVIDERS = {
    "brevo": "BREVO_API_KEY",
    "mailersend": "MAILERSEND_API_TOKEN",
    "mailgun": "MAILGUN_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "resend": "RESEND_API_KEY",
    "sparkpost": "SPARKPOST_API_KEY",
}
# … and of those that sign what they report, with one key, or with one for what is tracked and one for mail
_SIGN = {
    "mailgun": ("MAILGUN_WEBHOOK_SIGNING_KEY", "MAILGUN_WEBHOOK_SIGNING_KEY"),
    "mailersend": ("MAILERSEND_SIGNING_SECRET", "MAILERSEND_INBOUND_SECRET"),
}


def provider() -> str:
    """Who sends our mail, where a provider does."""
    name = os.environ.get("ANAM_MAIL_PROVIDER", "")
    if name and name not in _PROVIDERS:
        raise ImproperlyConfigured(f"ANAM_MAIL_PROVIDER is {name}; it must be one of {', '.join(_PROVIDERS)}.")
    return name


def server() -> SplitResult:
    """The mail server where no provider sends; without a hostname, mail stays in the demo's outbox."""
    if provider():
        return urlsplit("")
    given = required("ANAM_SMTP_URL", "the mail server, as in smtp://user:secret@mail.example.com:587")
    try:
        found = urlsplit(given)
        wrong = given and not (found.scheme in ("smtp", "smtps") and found.hostname and found.port != 0)
    except ValueError:
        wrong = True
    if wrong:  # otherwise e-mails would stay in an outbox that nobody reads
        raise ImproperlyConfigured(
            "ANAM_SMTP_URL must look like smtp://user:secret@mail.example.com:587 (or smtps://)."
        )
    return found


def mailers(by: str) -> dict[str, Any]:
    """Django's MAILERS: the provider `by`, or the mail server."""
    if by:
        return {"default": {"BACKEND": f"anymail.backends.{by}.EmailBackend", "OPTIONS": {}}}
    smtp = server()
    options = {
        "host": smtp.hostname or "localhost",
        "port": smtp.port or 587,
        "username": unquote(smtp.username or ""),
        "password": unquote(smtp.password or ""),
        "use_tls": smtp.scheme == "smtp" and (smtp.port or 587) == 587,
        "use_ssl": smtp.scheme == "smtps",
        "timeout": 20,
    }
    return {"default": {"BACKEND": "anam.mail.smtp.EmailBackend", "OPTIONS": options}}


def webhook_secret() -> str:
    """What a provider that reports to us must show, as user:secret; nothing, where none may report."""
    given = os.environ.get("ANAM_MAIL_WEBHOOK_SECRET", "")
    if given and (len(given) < 20 or not all(given.partition(":"))):
        raise ImproperlyConfigured("ANAM_MAIL_WEBHOOK_SECRET must be user:secret, 20 characters or more.")
    return given


def anymail(by: str, secret: str) -> dict[str, Any]:
    """django-anymail's settings: the key of the provider `by`, and what its reports must show or be signed with."""
    # What a provider cannot do (headers, metadata) is left out, rather than the e-mail unsent.
    found: dict[str, Any] = {"IGNORE_UNSUPPORTED_FEATURES": True}
    if by:
        found[_PROVIDERS[by]] = required("ANAM_MAIL_PROVIDER_KEY", f"the key of your account at {by}")
    if secret:
        found["WEBHOOK_SECRET"] = secret
    if secret and by in _SIGN:
        keys = os.environ.get("ANAM_MAIL_WEBHOOK_KEY", "").split()
        if not keys:
            raise ImproperlyConfigured(f"{by} signs what it reports: ANAM_MAIL_WEBHOOK_KEY must be its key.")
        found |= dict(zip(_SIGN[by], (keys[0], keys[-1]), strict=True))
    return found

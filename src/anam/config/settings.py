"""Every setting, in one file. The environment is read here, once; docs/settings.md explains each."""

import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from anam.config import database
from anam.config.environment import number

SOURCE = Path(__file__).resolve().parents[1]
HOME = database.HOME

_kind = os.environ.get("ANAM_ENV") or "demo"
if _kind not in ("demo", "production"):  # a slip of the pen must not open the demo's doors
    raise ImproperlyConfigured(f"ANAM_ENV is {_kind}; it must be production or demo.")
PRODUCTION = _kind == "production"
DEMO = not PRODUCTION
DEBUG = os.environ.get("ANAM_DEBUG") == "1" and DEMO


def _required(name: str, why: str) -> str:
    value = os.environ.get(name, "")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"ANAM_ENV=production needs {name}: {why}.")
    return value


def _secret_key() -> str:
    given = _required("ANAM_SECRET_KEY", "a long random text that signs sessions and links")
    if given or PRODUCTION:
        if len(given) < 50:
            raise ImproperlyConfigured("ANAM_SECRET_KEY is too short: give it 50 characters or more.")
        return given
    kept = HOME / "secret-key"
    try:
        return kept.read_text()
    except FileNotFoundError:
        HOME.mkdir(parents=True, exist_ok=True)
        new = HOME / f"secret-key.{os.getpid()}"
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(48))
        try:
            os.link(new, kept)
        except FileExistsError:
            pass
        finally:
            new.unlink()
        return kept.read_text()


def _mail_server() -> SplitResult:
    if os.environ.get("ANAM_MAIL_PROVIDER"):
        return urlsplit("")
    given = _required("ANAM_SMTP_URL", "the mail server, as in smtp://user:secret@mail.example.com:587")
    try:
        server = urlsplit(given)
        wrong = given and not (server.scheme in ("smtp", "smtps") and server.hostname and server.port != 0)
    except ValueError:
        wrong = True
    if wrong:  # otherwise letters would stay in an outbox that nobody reads
        raise ImproperlyConfigured(
            "ANAM_SMTP_URL must look like smtp://user:secret@mail.example.com:587 (or smtps://)."
        )
    return server


# The marketplace's own names
MARKETPLACE_NAME = os.environ.get("ANAM_NAME", "ANAM Craft")
SUPPORT_EMAIL = os.environ.get("ANAM_SUPPORT_EMAIL", "support@anamcraft.com")
PORT = number("PORT", 8000)
SITE_URL = (
    _required("ANAM_URL", "the web address, as in https://orders.example.com") or f"http://127.0.0.1:{PORT}"
).rstrip("/")
OLD_SUPPORT_URL = os.environ.get("ANAM_OLD_SUPPORT_URL", f"https://support.{SUPPORT_EMAIL.rpartition('@')[2]}")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(f"ANAM_URL is {SITE_URL}; it must begin with https:// (or http://).")

SECRET_KEY = _secret_key()
_host = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = [host for host in (_host, *os.environ.get("ANAM_HOSTS", "").split(",")) if host]
if DEMO:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "anymail",
    "procrastinate.contrib.django",
    "anam.web",  # before allauth: its pages are ours
    "allauth",
    "allauth.account",
    "django_htmx",
    "lucide",
    "anam.people",
    "anam.catalog",
    "anam.history",
    "anam.cases",
    "anam.payments",
    "anam.mail",
    "anam.conversations",
    "anam.orders",
    "anam.checkout",
    "anam.support",
    "anam.incoming",
    "anam.helpcenter",
    "anam.exports",
    "anam.imports",
    "anam.api",
    "anam.webhooks",
    "anam.demo",
]

MIDDLEWARE = [
    "anam.web.middleware.count_requests",
    "anam.api.middleware.answer_with_problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anam.helpcenter.middleware.answer_old_addresses",
    "anam.web.middleware.read_the_clock_of_the_reader",
]

ROOT_URLCONF = "anam.config.urls"
WSGI_APPLICATION = "anam.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "anam.web.context.marketplace",
            ],
            "builtins": ["anam.web.templatetags.anam"],
        },
    }
]

# One URL for whichever server runs; see config/database.py
DATABASES = {
    "default": database.django_settings(
        os.environ.get("DATABASE_URL") or "postgresql:///postgres",
        pool=number("ANAM_DB_POOL", 6, least=1),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by every web process, so that guessing passwords is throttled on all machines alike.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}

# Signing in
AUTH_USER_MODEL = "people.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail addresses are unique, without regard to case: person_email_once
AUTHENTICATION_BACKENDS = ["anam.people.signing_in.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "anam.mail.account_letters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = number("ANAM_PROXIES", 0)

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "anam.web.views.errors.page_too_old"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# E-mail: jobs send it; the demo keeps it in its outbox
DEFAULT_FROM_EMAIL = os.environ.get("ANAM_FROM_EMAIL", f"{MARKETPLACE_NAME} <{SUPPORT_EMAIL}>")
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]
_smtp = _mail_server()
_provider = os.environ.get("ANAM_MAIL_PROVIDER", "")
EMAIL_OUTBOX_ONLY = not (_smtp.hostname or _provider)
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _smtp.hostname or "localhost",
            "port": _smtp.port or 587,
            "username": unquote(_smtp.username or ""),
            "password": unquote(_smtp.password or ""),
            "use_tls": _smtp.scheme == "smtp" and (_smtp.port or 587) == 587,
            "use_ssl": _smtp.scheme == "smtps",
            "timeout": 20,
        },
    }
}
# A mail provider instead: its key's name in django-anymail, by what ANAM_MAIL_PROVIDER calls it
_PROVIDERS = {
    "brevo": "BREVO_API_KEY", "mailersend": "MAILERSEND_API_TOKEN", "mailgun": "MAILGUN_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN", "resend": "RESEND_API_KEY", "sparkpost": "SPARKPOST_API_KEY",
}  # fmt: skip
# … and those that sign what they report, with one key, or with one for what is tracked and one for mail
_SIGN = {
    "mailgun": ("MAILGUN_WEBHOOK_SIGNING_KEY", "MAILGUN_WEBHOOK_SIGNING_KEY"),
    "mailersend": ("MAILERSEND_SIGNING_SECRET", "MAILERSEND_INBOUND_SECRET"),
}
MAIL_PROVIDER = _provider
# What one of them cannot do (headers, metadata) is left out, rather than the letter unsent.
ANYMAIL: dict[str, object] = {"IGNORE_UNSUPPORTED_FEATURES": True}
if _provider:
    if _provider not in _PROVIDERS:
        raise ImproperlyConfigured(f"ANAM_MAIL_PROVIDER is {_provider}; it must be one of {', '.join(_PROVIDERS)}.")
    ANYMAIL[_PROVIDERS[_provider]] = _required("ANAM_MAIL_PROVIDER_KEY", f"the key of your account at {_provider}")
    MAILERS = {"default": {"BACKEND": f"anymail.backends.{_provider}.EmailBackend", "OPTIONS": {}}}
# Mail that comes in: where it is received, and which addresses are ours
REPLY_DOMAIN = os.environ.get("ANAM_REPLY_DOMAIN", "").strip().lower()
RECEIVE_MAIL = os.environ.get("ANAM_RECEIVE_MAIL", "")
MAIL_AUTHSERV = os.environ.get("ANAM_MAIL_AUTHSERV", "").strip().lower()
MAIL_WEBHOOK_SECRET = os.environ.get("ANAM_MAIL_WEBHOOK_SECRET", "")
if MAIL_WEBHOOK_SECRET:
    if len(MAIL_WEBHOOK_SECRET) < 20 or not all(MAIL_WEBHOOK_SECRET.partition(":")):
        raise ImproperlyConfigured("ANAM_MAIL_WEBHOOK_SECRET must be user:secret, 20 characters or more.")
    ANYMAIL["WEBHOOK_SECRET"] = MAIL_WEBHOOK_SECRET
    if _provider in _SIGN:
        _keys = os.environ.get("ANAM_MAIL_WEBHOOK_KEY", "").split()
        if not _keys:
            raise ImproperlyConfigured(f"{_provider} signs what it reports: ANAM_MAIL_WEBHOOK_KEY must be its key.")
        ANYMAIL |= dict(zip(_SIGN[_provider], (_keys[0], _keys[-1]), strict=True))

# Jobs
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A worker that has not been heard of for three heartbeats is dead, and its jobs are taken up by another.
_heartbeat = float(number("ANAM_HEARTBEAT_SECONDS", 10, least=1))
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": _heartbeat, "stalled_worker_timeout": 3 * _heartbeat}

# Money
PAYMENT_GATEWAY = os.environ.get("ANAM_GATEWAY", "sandbox" if DEMO else "")
if PRODUCTION and PAYMENT_GATEWAY != "sandbox":
    raise ImproperlyConfigured(
        "ANAM_ENV=production needs ANAM_GATEWAY: the payment gateway. This version knows: sandbox."
    )

# The API
API_CALLS_PER_MINUTE = number("ANAM_API_CALLS_PER_MINUTE", 6000, least=1)
# Webhooks may lead into private networks, and over http
WEBHOOKS_PRIVATE = os.environ.get("ANAM_WEBHOOKS_PRIVATE") == "1"

# Time and language
LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# What the browser is sent, and what it may do
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "formatters": {"line": {"()": "anam.web.logs.formatter"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ANAM_LOG_LEVEL", "WARNING")},
    "loggers": {
        "anam": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "ERROR"},
    },
}

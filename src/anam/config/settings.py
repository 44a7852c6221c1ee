"""Every setting, in one file. The environment is read here, once; docs/settings.md explains each.

What takes more than a line to read is in environment.py, gateway.py and mail.py beside it; what one gateway alone
needs, in its folder of payments/gateways."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from anam.config import database, gateway, mail, media
from anam.config.environment import in_production, number, required, secret_key

SOURCE = Path(__file__).resolve().parents[1]
HOME = database.HOME

PRODUCTION = in_production()
DEMO = not PRODUCTION
DEBUG = os.environ.get("ANAM_DEBUG") == "1" and DEMO

# The marketplace's own names
MARKETPLACE_NAME = os.environ.get("ANAM_NAME") or "ANAM Craft"
SUPPORT_EMAIL = os.environ.get("ANAM_SUPPORT_EMAIL") or "support@anamcraft.com"
# Where the environment names them, nobody changes them on a page: what holds is asked of anam.marketplace.current.
NAME_IS_GIVEN, SUPPORT_EMAIL_IS_GIVEN = bool(os.environ.get("ANAM_NAME")), bool(os.environ.get("ANAM_SUPPORT_EMAIL"))
PORT = number("PORT", 8000)
SITE_URL = (
    required("ANAM_URL", "the web address, as in https://orders.example.com") or f"http://127.0.0.1:{PORT}"
).rstrip("/")
OLD_SUPPORT_URL = os.environ.get("ANAM_OLD_SUPPORT_URL", "")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(f"ANAM_URL is {SITE_URL}; it must begin with https:// (or http://).")

SECRET_KEY = secret_key(HOME)
_host = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = [host for host in (_host, *os.environ.get("ANAM_HOSTS", "").split(",")) if host]
if DEMO:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    *(["anymail"] if mail.provider() else []),  # its library holds six megabytes
    "procrastinate.contrib.django",
    "anam.marketplace",
    "anam.web",  # before Django's forms and allauth: their templates are ours
    "django.forms",
    "anam.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "anam.people",
    "anam.legal",
    "anam.postal",
    "anam.catalog",
    "anam.history",
    "anam.cases",
    "anam.payments",
    "anam.mail",
    "anam.notifications",
    "anam.conversations",
    "anam.policy",
    "anam.orders",
    "anam.audit",
    "anam.checkout",
    "anam.support",
    "anam.incoming",
    "anam.setup",
    "anam.helpcenter",
    "anam.exports",
    "anam.imports",
    "anam.api",
    "anam.webhooks",
    "anam.demo",
]

MIDDLEWARE = [
    "anam.web.middleware.count_requests",
    "anam.web.middleware.hear_to_the_end",
    "anam.api.middleware.answer_with_problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "anam.web.middleware.compress_pages",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "anam.web.admission.admit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "anam.people.signing_in.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anam.helpcenter.middleware.answer_old_addresses",
    "anam.web.middleware.keep_what_is_typed",
    "anam.web.middleware.activate_user_locale",
    "anam.people.second_factor.ask_support_for_second_factor",
    "anam.people.door.RoleMiddleware",
]

# How many requests one web process answers at once, and how many more wait for that (web/admission.py).
WEB_AT_ONCE, WEB_WAITING = number("ANAM_WEB_THREADS", 4, least=1), number("ANAM_WEB_QUEUE", 64, least=2)

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
                "anam.people.context.roles",
            ],
            "builtins": ["anam.web.templatetags.anam"],
            "libraries": {"lucide": "anam.web.templatetags.icons"},
        },
    }
]

FORM_RENDERER = "anam.web.forms.FieldRenderer"

# One URL for whichever server runs; see config/database.py
DATABASES = {
    "default": database.django_settings(
        os.environ.get("DATABASE_URL") or "postgresql:///postgres",
        pool=number("ANAM_DB_POOL", 6, least=1),
        pooler=os.environ.get("ANAM_DIRECT_DATABASE_URL", "") not in ("", os.environ.get("DATABASE_URL")),
        prepares=os.environ.get("ANAM_DB_PREPARE") != "0",
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by every web process, so that guessing passwords is throttled on all machines alike.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        # With few, whoever comes from many addresses would push out what throttles the others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

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
ACCOUNT_ADAPTER = "anam.notifications.account_emails.AccountAdapter"
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
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "anam.people.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "anam.people.passkey_forms.AddPasskeyForm",
    "authenticate_webauthn": "anam.people.passkey_forms.PasskeyForm",
    "login_webauthn": "anam.people.passkey_forms.PasskeySignInForm",
    "reauthenticate_webauthn": "anam.people.passkey_forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = MARKETPLACE_NAME
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
# Whether support must show a second factor
SUPPORT_SECOND_FACTOR = os.environ.get("ANAM_SUPPORT_SECOND_FACTOR", "1" if PRODUCTION else "0") == "1"
ALLAUTH_TRUSTED_PROXY_COUNT = number("ANAM_PROXIES", 0)

SESSION_ENGINE = "anam.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "anam.web.views.errors.page_too_old"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# E-mail: jobs send it; the demo keeps it in its outbox
GIVEN_FROM_EMAIL = os.environ.get("ANAM_FROM_EMAIL", "")
MAIL_PROVIDER = mail.provider()
MAILERS = mail.mailers(MAIL_PROVIDER)
EMAIL_OUTBOX_ONLY = not (MAIL_PROVIDER or mail.server().hostname)
# Mail that comes in: where it is received, and which addresses are ours
REPLY_DOMAIN = os.environ.get("ANAM_REPLY_DOMAIN", "").strip().lower()
MAIL_AUTHSERV = os.environ.get("ANAM_MAIL_AUTHSERV", "").strip().lower()
MAIL_WEBHOOK_SECRET = mail.webhook_secret()
ANYMAIL = mail.anymail(MAIL_PROVIDER, MAIL_WEBHOOK_SECRET)

# Jobs
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A worker that has not been heard of for three heartbeats is dead, and its jobs are taken up by another.
_heartbeat = float(number("ANAM_HEARTBEAT_SECONDS", 10, least=1))
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": _heartbeat, "stalled_worker_timeout": 3 * _heartbeat}

# Money
PAYMENT_GATEWAY = gateway.gateway()
globals().update(gateway.gateway_settings(PAYMENT_GATEWAY))  # as in payments/gateways/*/__init__.py

# The API
API_CALLS_PER_MINUTE = number("ANAM_API_CALLS_PER_MINUTE", 6000, least=1)
# Webhooks may lead into private networks, and over http
WEBHOOKS_PRIVATE = os.environ.get("ANAM_WEBHOOKS_PRIVATE") == "1"

# Time and language
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# What the browser is sent, and what it may do
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else shows our files
STORAGES = {
    "default": media.storage(HOME),
    "staticfiles": {"BACKEND": "anam.web.sheets.StaticFiles"},
}
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, *gateway.origins_of_pages(PAYMENT_GATEWAY)],
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
    "filters": {"by_a_visitor": {"()": "anam.web.logs.ByAVisitor"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["by_a_visitor"]}},
    "formatters": {"line": {"()": "anam.web.logs.Line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ANAM_LOG_LEVEL", "WARNING")},
    "loggers": {
        "anam": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "ERROR"},
    },
}

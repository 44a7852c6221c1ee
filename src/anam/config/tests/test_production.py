"""In production, Anam refuses to start half configured, and says in one line what is missing."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils.csp import CSP

from anam import cli
from anam.config import database
from anam.config import settings as written
from anam.config.database import CannotRun

SECRET = "a long random text that nobody else has, and that is long enough"
COMPLETE = {
    "ANAM_ENV": "production",
    "ANAM_SECRET_KEY": SECRET,
    "ANAM_URL": "https://orders.example",
    "ANAM_SMTP_URL": "smtp://anam%40example.com:p%2Fss@mail.example:587",
}


def without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("ANAM_", "PORT", "DJANGO_"))}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The settings, as they are read in an environment."""

    def in_environment(environment: dict[str, str]) -> dict[str, Any]:
        for name in {*os.environ} - {*without_ours(), "DJANGO_ALLOW_ASYNC_UNSAFE", "DJANGO_SETTINGS_MODULE"}:
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(written.__file__)

    return in_environment


def anam(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program itself, with a home of its own."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={**without_ours(), "ANAM_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_with_all_of_its_settings_it_passes_djangos_own_checks_for_deployment(tmp_path: Path) -> None:
    done = anam(tmp_path, "-m", "anam", "check", "--deploy", "--fail-level", "WARNING", **COMPLETE, ANAM_DEBUG="1")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", ["ANAM_SECRET_KEY", "ANAM_URL", "ANAM_SMTP_URL"])
def test_without_one_of_its_settings_it_refuses(read: Any, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"ANAM_ENV=production needs {name}: "):
        read({other: value for other, value in COMPLETE.items() if other != name})


def test_a_refusal_is_one_line_and_an_exit_code(tmp_path: Path) -> None:
    for environment, words in (({"ANAM_ENV": "production"}, "needs ANAM_URL"), ({"PORT": "door"}, "PORT is 'door'")):
        done = anam(tmp_path, "-m", "anam", "check", **environment)
        assert done.returncode == 1
        assert done.stderr.startswith("anam: ")
        assert words in done.stderr
        assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ANAM_SECRET_KEY", "short", "ANAM_SECRET_KEY is too short"),
        ("ANAM_ENV", "prod", "must be production or demo"),
        ("ANAM_URL", "orders.example", "it must begin with https://"),
        ("ANAM_SMTP_URL", "mail.example:587", "must look like smtp://"),
        ("ANAM_SMTP_URL", "smtp://mail.example:port", "must look like smtp://"),
        ("ANAM_GATEWAY", "paypal", "it must be stripe"),
        ("ANAM_GATEWAY", "sandbox", "the sandbox moves no money"),
        ("ANAM_GATEWAY", "stripe", "needs ANAM_STRIPE_SECRET_KEY"),
        ("ANAM_STRIPE_SECRET_KEY", "sk_test_anam", "key of Stripe’s test mode"),
        ("ANAM_STRIPE_SECRET_KEY", "rk_test_anam", "key of Stripe’s test mode"),
        ("ANAM_STRIPE_SECRET_KEY", "pk_live_anam", "is a publishable key"),
        ("ANAM_STRIPE_SECRET_KEY", "whsec_anam", "is no secret key of Stripe"),
        ("ANAM_STRIPE_WEBHOOK_SECRETS", "sk_live_anam", "must be one signing secret"),
        ("ANAM_STRIPE_WEBHOOK_SECRETS", "whsec_1 whsec_2 whsec_3", "must be one signing secret"),
        ("ANAM_STRIPE_URL", "http://127.0.0.1:8100", "it must begin with https://"),
        ("ANAM_PROXIES", "one", "ANAM_PROXIES is 'one'; it must be a whole number"),
        ("ANAM_DB_POOL", "0", "whole number from 1"),
        ("ANAM_HEARTBEAT_SECONDS", "-1", "whole number from 1"),
        ("DATABASE_URL", "mysql://localhost/anam", "DATABASE_URL names mysql"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(read: Any, name: str, value: str, words: str) -> None:
    with pytest.raises((ImproperlyConfigured, CannotRun), match=words):
        read({**COMPLETE, name: value})


def test_stripe_has_a_live_key_in_production_and_one_of_the_test_mode_elsewhere(read: Any) -> None:
    """M1: real money moves in production, and nowhere else."""
    live = {"ANAM_GATEWAY": "stripe", "ANAM_STRIPE_SECRET_KEY": "rk_live_anam"}
    secrets = {"ANAM_STRIPE_WEBHOOK_SECRETS": "whsec_old, whsec_new"}
    production = read({**COMPLETE, **live, **secrets})
    assert (production["PAYMENT_GATEWAY"], production["STRIPE_URL"]) == ("stripe", "https://api.stripe.com")
    assert production["STRIPE_WEBHOOK_SECRETS"] == ["whsec_old", "whsec_new"]
    assert "https://checkout.stripe.com" in production["SECURE_CSP"]["form-action"]
    own = read({**COMPLETE, **live, "ANAM_STRIPE_PAGES": "https://pay.craft.example/"})
    assert own["SECURE_CSP"]["form-action"] == [CSP.SELF, "https://pay.craft.example"]
    with pytest.raises(ImproperlyConfigured, match="moves real money") as refused:
        read(live)
    assert "rk_live_anam" not in str(refused.value)
    demo = read({**live, "ANAM_STRIPE_SECRET_KEY": "sk_test_anam", "ANAM_STRIPE_URL": "http://127.0.0.1:8100/"})
    assert (demo["STRIPE_SECRET_KEY"], demo["STRIPE_URL"]) == ("sk_test_anam", "http://127.0.0.1:8100")


def test_in_production_nothing_is_open_that_the_demo_opens(read: Any) -> None:
    production = read({**COMPLETE, "ANAM_DEBUG": "1", "ANAM_HOSTS": "10.0.0.7,"})
    assert not production["DEBUG"]
    assert not production["DEMO"]
    assert production["ALLOWED_HOSTS"] == ["orders.example", "10.0.0.7"]
    assert production["SESSION_COOKIE_SECURE"]
    assert not production["EMAIL_OUTBOX_ONLY"]


def test_the_demo_needs_no_settings(read: Any) -> None:
    demo = read({})
    assert demo["DEMO"]
    assert demo["EMAIL_OUTBOX_ONLY"]
    assert demo["SITE_URL"] == "http://127.0.0.1:8000"


def test_the_demo_keeps_a_secret_of_its_own(tmp_path: Path) -> None:
    show = "from anam.config.settings import SECRET_KEY; print(SECRET_KEY)"
    first, second = (anam(tmp_path, "-c", show).stdout.strip() for _ in range(2))
    assert len(first) >= 50
    assert first == second
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_pages_are_answered_on_https_only_but_probes_are_left_alone(read: Any, settings: Any, db: None) -> None:
    production = read(COMPLETE)
    for name in ("SECURE_SSL_REDIRECT", "SECURE_REDIRECT_EXEMPT", "SECURE_PROXY_SSL_HEADER", "ALLOWED_HOSTS"):
        setattr(settings, name, production[name])
    client = Client(headers={"host": "orders.example"})
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    assert client.get("/support/").url == "https://orders.example/support/"
    assert client.get("/support/", headers={"x-forwarded-proto": "https"}).status_code == 200


def test_the_name_and_secret_of_the_mail_server_may_hold_any_sign(read: Any) -> None:
    server = read(COMPLETE)["MAILERS"]["default"]["OPTIONS"]
    assert (server["username"], server["password"], server["use_tls"]) == ("anam@example.com", "p/ss", True)


def test_behind_a_pooler_no_cursor_outlives_its_transaction_and_statements_are_prepared_by_setting(read: Any) -> None:
    known = {"DATABASE_URL": "postgresql://pool/anam", "ANAM_DIRECT_DATABASE_URL": "postgresql://db/anam"}
    plain = read({"DATABASE_URL": "postgresql://db/anam"})["DATABASES"]["default"]
    pooled = read({**known})["DATABASES"]["default"]
    old = read({**known, "ANAM_DB_PREPARE": "0"})["DATABASES"]["default"]
    assert [one["DISABLE_SERVER_SIDE_CURSORS"] for one in (plain, pooled, old)] == [False, True, True]
    assert [one["OPTIONS"]["prepare_threshold"] for one in (plain, pooled, old)] == [3, 3, None]


def test_whoever_needs_a_session_of_their_own_goes_past_the_pooler(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers listen, and migrations lock; only what answers requests can share connections."""
    monkeypatch.delenv("ANAM_EMBEDDED", raising=False)
    monkeypatch.setenv("ANAM_DIRECT_DATABASE_URL", "postgresql://db/anam")
    for pooled, expected in ((True, "postgresql://pool/anam"), (False, "postgresql://db/anam")):
        monkeypatch.setenv("DATABASE_URL", "postgresql://pool/anam")
        database.ensure(pooled=pooled)
        assert os.environ["DATABASE_URL"] == expected
    assert {"serve", "up"} == cli.MAY_BE_POOLED

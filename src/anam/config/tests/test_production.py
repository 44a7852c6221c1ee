"""In production, Anam refuses to start half configured, and says in one line what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "a long random text that nobody else has, and that is long enough"
COMPLETE = {
    "ANAM_ENV": "production",
    "ANAM_SECRET_KEY": SECRET,
    "ANAM_URL": "https://orders.example",
    "ANAM_SMTP_URL": "smtp://anam%40example.com:p%2Fss@mail.example:587",
    "ANAM_GATEWAY": "sandbox",
}


def run(command: list[str], home: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A program in an environment that holds `environment`, and of ours only what every program needs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANAM_", "PORT"))}
    return subprocess.run(
        [sys.executable, *command],
        env={**kept, "ANAM_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def check(home: Path, environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return run(["-m", "anam", "check", *options], home, environment)


def within(home: Path, code: str) -> str:
    """What `code` prints, run with the complete settings of production."""
    done = run(["-c", f"import django; django.setup(); {code}"], home,
               {**COMPLETE, "DJANGO_SETTINGS_MODULE": "anam.config.settings"})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    """One clear line, and an exit code that says so."""
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.startswith("anam: ")
    assert done.stderr.count("\n") == 1


def test_with_all_of_its_settings_it_passes_djangos_own_checks_for_deployment(tmp_path: Path) -> None:
    done = check(tmp_path, COMPLETE, "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", ["ANAM_SECRET_KEY", "ANAM_URL", "ANAM_SMTP_URL", "ANAM_GATEWAY"])
def test_without_one_of_its_settings_it_refuses(tmp_path: Path, name: str) -> None:
    given = {other: value for other, value in COMPLETE.items() if other != name}
    assert_refused(check(tmp_path, given), f"ANAM_ENV=production needs {name}")
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("ANAM_SECRET_KEY", "short", "ANAM_SECRET_KEY is too short"),
     ("ANAM_URL", "orders.example", "it must begin with https://"),
     ("ANAM_SMTP_URL", "mail.example:587", "must look like smtp://"),
     ("ANAM_SMTP_URL", "smtp://mail.example:port", "must look like smtp://"),
     ("ANAM_GATEWAY", "paypal", "needs ANAM_GATEWAY"),
     ("ANAM_PROXIES", "one", "ANAM_PROXIES is 'one'; it must be a whole number"),
     ("ANAM_DB_POOL", "0", "whole number from 1"),
     ("DATABASE_URL", "mysql://localhost/anam", "DATABASE_URL names mysql")],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path, name: str, value: str, words: str) -> None:
    done = check(tmp_path, {**COMPLETE, name: value})
    assert_refused(done, words)
    assert SECRET not in done.stderr


def test_the_demo_needs_no_settings_and_keeps_its_secret_to_itself(tmp_path: Path) -> None:
    assert check(tmp_path, {}).returncode == 0
    secret = tmp_path / "secret-key"
    assert len(secret.read_text()) >= 50
    assert secret.stat().st_mode & 0o077 == 0
    before = secret.read_text()
    assert check(tmp_path, {}).returncode == 0
    assert secret.read_text() == before


def test_debug_is_never_on_in_production(tmp_path: Path) -> None:
    done = check(tmp_path, {**COMPLETE, "ANAM_DEBUG": "1"}, "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_pages_are_answered_on_https_only_but_probes_are_left_alone(tmp_path: Path) -> None:
    said = within(
        tmp_path,
        "from django.test import Client; c = Client(headers={'host': 'orders.example'}); "
        "print(*(c.get(path).status_code for path in ('/healthz', '/metrics', '/support/', '/')), c.get('/').url)",
    )
    assert said.split() == ["200", "200", "301", "301", "https://orders.example/"]


def test_the_name_and_secret_of_the_mail_server_may_hold_any_sign(tmp_path: Path) -> None:
    said = within(tmp_path, "from django.conf import settings; o = settings.MAILERS['default']['OPTIONS']; "
                            "print(o['username'], o['password'], o['port'], o['use_tls'])")  # fmt: skip
    assert said.split() == ["anam@example.com", "p/ss", "587", "True"]

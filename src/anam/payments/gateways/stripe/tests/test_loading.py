"""Stripe's library takes a second to load: nobody waits for it who does not ask Stripe."""

import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[5]
START = """
import sys, django
django.setup()
from django.urls import get_resolver
from procrastinate.contrib.django import app
assert get_resolver().url_patterns and app.tasks
print(sorted(name for name in sys.modules if name.split(".")[0] == "stripe"))
"""


def test_no_process_loads_it_when_it_starts() -> None:
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


def test_nothing_else_of_ours_imports_it() -> None:
    """A second gateway is one folder and one line."""
    ours = [
        file for file in SRC.rglob("*.py") if "import stripe" in (text := file.read_text()) or "from stripe" in text
    ]
    assert {file.relative_to(SRC).parts[:4] for file in ours} == {("anam", "payments", "gateways", "stripe")}

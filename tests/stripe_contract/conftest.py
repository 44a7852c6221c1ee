"""Whom the contract is tested against: the stand-in; localstripe, where installed; Stripe's test mode, with a key."""

import os
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe
from stripe import RequestsClient, StripeClient

from tests.conftest import free_port, wait_for
from tests.stripe_contract.api import Api
from tests.stripe_stand_in import StandIn

TEST_KEY = os.environ.get("STRIPE_TEST_KEY", "")
STRIPE = ["stripe"] if TEST_KEY else []
# Behind a command of its own, or LOCALSTRIPE says where it is; it is under the GPL and no part of us.
LOCALSTRIPE = os.environ.get("LOCALSTRIPE") or shutil.which("localstripe") or ""
LOCAL = ["localstripe"] if LOCALSTRIPE else []


@pytest.fixture(params=["stand-in", *STRIPE])
def api(request: pytest.FixtureRequest) -> Api:
    """For what localstripe has not or has wrong: most of what we rely on."""
    return _api(request)


@pytest.fixture(params=["stand-in", *LOCAL, *STRIPE])
def api_or_local(request: pytest.FixtureRequest) -> Api:
    """For the little that localstripe has right."""
    return _api(request)


@pytest.fixture
def only(stripe_stand_in: StandIn) -> Api:
    """The stand-in alone, for what nobody can tell Stripe to do: its clock, its faults."""
    return Api("stand-in", stripe_stand_in.client())


def _api(request: pytest.FixtureRequest) -> Api:
    if request.param == "stand-in":
        stand_in: StandIn = request.getfixturevalue("stripe_stand_in")
        return Api("stand-in", stand_in.client())
    if request.param == "localstripe":
        client = _client("sk_test_12345", request.getfixturevalue("localstripe"))
        return Api("localstripe", client, cards_only={}, away={})
    assert TEST_KEY.startswith(("sk_test_", "rk_test_")), "STRIPE_TEST_KEY is not a key of the test mode"
    return Api("stripe", _client(TEST_KEY, None))


def _client(key: str, url: str | None) -> StripeClient:
    stripe.enable_telemetry = False
    addresses: Any = {"api": url} if url else None
    version = StandIn.api_version
    http = RequestsClient(timeout=60)
    return StripeClient(key, base_addresses=addresses, stripe_version=version, max_network_retries=0, http_client=http)


@pytest.fixture(scope="session")
def localstripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """It keeps a file where it is started, so it is started in a folder of its own."""
    folder: Path = tmp_path_factory.mktemp("localstripe")
    port = free_port()
    process = subprocess.Popen(
        [LOCALSTRIPE, "--from-scratch", "--port", str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://localhost:{port}"
    wait_for(lambda: _answers(f"{url}/js.stripe.com/v3/"), what="localstripe")
    yield url
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(60)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

"""What the marketplace is called follows at once in every process, and costs a decline nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anam.api.actions.make_token import make_token
from anam.marketplace import current
from anam.marketplace.current import marketplace
from anam.marketplace.models import Marketplace
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]


def renamed_elsewhere(name: str = "Kiln & Loom", **more: Any) -> None:
    """Another process has changed it: this one was told nothing."""
    row = Marketplace.objects.get()
    Marketplace.objects.update(name=name, version=row.version + 1, **more)


def test_a_process_that_did_not_make_the_change_knows_it_with_the_next_request(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hanna)
    assert "ANAM Craft" in client.get("/preferences/").content.decode()
    renamed_elsewhere(support_email="help@kiln.example")
    page = client.get("/preferences/").content.decode()
    assert "Kiln &amp; Loom" in page
    assert "help@kiln.example" in page
    assert "ANAM Craft" not in page


def test_a_program_that_calls_has_it_known_as_well(cast: Cast) -> None:
    _, secret = make_token(cast.hanna, name="A till")
    renamed_elsewhere()
    Client().get("/api/v1/orders", headers={"Authorization": f"Bearer {secret}"})
    assert Client().get("/api/v1/openapi.json").json()["info"]["title"] == "Kiln & Loom API"


def test_where_nobody_is_signed_in_it_is_asked_at_most_once_a_second(cast: Cast, monkeypatch: Any) -> None:
    renamed_elsewhere()
    assert "ANAM Craft" in Client().get("/accounts/login/").content.decode()
    monkeypatch.setattr(current, "MAX_AGE_SECONDS", 0.0)
    assert "Kiln &amp; Loom" in Client().get("/accounts/login/").content.decode()


def test_it_costs_a_request_of_somebody_signed_in_no_statement(cast: Cast, sign_in: SignIn, monkeypatch: Any) -> None:
    client = sign_in(cast.hanna)
    client.get("/notices/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/notices/")
    monkeypatch.setattr(current, "MAX_AGE_SECONDS", 60.0)
    monkeypatch.setattr(current, "_asked_at", -1e9)  # this process has asked nothing for long
    with CaptureQueriesContext(connection) as again:
        client.get("/notices/")
    assert len(again) == len(asked)
    assert not any('FROM "marketplace" LIMIT' in one["sql"] for one in again)


def test_the_environment_wins(db: None, settings: Any) -> None:
    renamed_elsewhere(support_email="help@kiln.example")
    current.hear_version(2)
    assert (marketplace().name, marketplace().from_email) == ("Kiln & Loom", "Kiln & Loom <help@kiln.example>")
    settings.NAME_IS_GIVEN, settings.MARKETPLACE_NAME = True, "By the server"
    settings.SUPPORT_EMAIL_IS_GIVEN, settings.SUPPORT_EMAIL = True, "ops@kiln.example"
    assert (marketplace().name, marketplace().support_email) == ("By the server", "ops@kiln.example")
    settings.GIVEN_FROM_EMAIL = "Orders <orders@kiln.example>"
    assert marketplace().sender_address == "orders@kiln.example"


def test_a_name_with_a_comma_is_one_sender(db: None) -> None:
    renamed_elsewhere('Kiln, Loom & "Co"', support_email="help@kiln.example")
    current.hear_version(2)
    assert marketplace().from_email == '"Kiln, Loom & \\"Co\\"" <help@kiln.example>'
    assert marketplace().sender_address == "help@kiln.example"


def test_what_says_that_the_database_is_gone_asks_it_nothing(monkeypatch: Any) -> None:
    monkeypatch.setattr(current, "_remembered", None)
    monkeypatch.setattr(current, "MAX_AGE_SECONDS", 0.0)
    assert marketplace(ask=False).name == "ANAM Craft"  # no database is allowed here, so it would fail


@pytest.mark.parametrize("address", ["/accent/xyz.css", "/accent/FFF.css", "/accent/12345.css", "/accent/#fff.css"])
def test_only_a_colour_is_an_accent(db: None, address: str) -> None:
    assert Client().get(address).status_code == 404

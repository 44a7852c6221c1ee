"""Where the demo is not made."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from anam.demo.management.commands.demo import why_not
from anam.people.models import Maker, User
from anam.policy.actions.change_policy import change_policy
from conftest import Cast


def test_never_in_production(db: None, settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never written into a production database"):
        call_command("demo")
    assert not User.objects.exists()


def test_not_where_there_are_people(cast: Cast) -> None:
    with pytest.raises(CommandError, match="has people in it already"):
        call_command("demo")
    assert not User.objects.filter(email="maker@demo.test").exists()


def test_not_where_its_own_names_are_taken(db: None) -> None:
    Maker.objects.create(slug="otto-weaves", name="Another Otto", order_prefix="OTT")
    with pytest.raises(CommandError, match="has otto-weaves already"):
        call_command("demo")


def test_not_under_a_window_that_its_orders_would_break(db: None) -> None:
    change_policy(by=None, why="A test", decline_window_hours=48)
    with pytest.raises(CommandError, match="anam policy set decline_window_hours 72"):
        call_command("demo")


def test_beside_imported_makers_it_is_welcome(db: None) -> None:
    Maker.objects.create(slug="imported", name="Imported", order_prefix="IMP")
    assert why_not() == ""

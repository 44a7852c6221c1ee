from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from conftest import Cast
from tests.conftest import Live, speaking_to
from tests.races.desk import Desk


@pytest.fixture(scope="module")
def verified(live: Live, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Whatever was raced in a file: in the end `anam verify` is content with all that was done there."""
    yield
    said = StringIO()
    with django_db_blocker.unblock(), speaking_to(live):
        try:
            call_command("verify", stdout=said)
        except CommandError as broken:
            pytest.fail(f"{broken}\n{said.getvalue()}")


@pytest.fixture
def desk(live: Live, scenario: Cast, verified: None) -> Desk:
    return Desk.of(live, scenario)

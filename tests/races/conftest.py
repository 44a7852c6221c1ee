from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conftest import Cast
from tests.conftest import Live
from tests.races.desk import Desk


@pytest.fixture
def desk(live: Live, scenario: Cast) -> Iterator[Desk]:
    """Whatever was raced: in the end `anam verify` is content."""
    yield Desk.of(live, scenario)
    said = StringIO()
    try:
        call_command("verify", stdout=said)
    except CommandError as broken:
        pytest.fail(f"{broken}\n{said.getvalue()}")

"""A receiver on this machine, which webhooks may lead to in these tests."""

from collections.abc import Iterator
from typing import Any

import pytest

from anam.webhooks.tests.receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def _on_this_machine(settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one

"""A database of its own in which the cast is, committed, once for all the tests of a process."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from tests.copies import drop, make_copy


@dataclass
class Stage:
    """The connection to that database, and what was made there, pickled: each test has objects of its own."""

    connection: Any
    made: bytes
    pools: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Every connection that is opened meanwhile leads here; those to the other database stay as they are."""
        kept, entry = connections["default"], connections.settings["default"]
        pools, name = DatabaseWrapper._connection_pools, entry["NAME"]
        DatabaseWrapper._connection_pools, entry["NAME"] = self.pools, self.connection.settings_dict["NAME"]
        connections["default"] = self.connection
        try:
            yield
        finally:
            connections["default"] = kept
            DatabaseWrapper._connection_pools, entry["NAME"] = pools, name


@contextmanager
def staged(name: str, make: Callable[[], object]) -> Iterator[Stage]:
    """A new database of that name, with what `make` makes there; gone in the end."""
    make_copy(name)
    there = connections.create_connection("default")
    there.settings_dict = {**there.settings_dict, "NAME": name}
    stage = Stage(there, b"")
    with stage.entered(), transaction.atomic():
        stage.made = pickle.dumps(make())
    yield stage
    with stage.entered():
        connection.close()
        connection.close_pool()
    drop(name)

"""Running an export through the importer, batch by batch."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched, islice
from typing import Protocol

from django.db import transaction

from anam.imports.importer import AT_ONCE
from anam.imports.outcomes import Result
from anam.imports.parsed import BadRow
from anam.jobs import still_at_it


class Writer[Parsed](Protocol):
    """Writes what was read, or refuses it."""

    def write(self, batch: Sequence[Parsed | BadRow]) -> list[Result]:
        """What came of each."""
        ...


def run[Parsed](
    export: Iterable[Parsed | BadRow],
    importer: Writer[Parsed],
    *,
    skip: int = 0,
    keep: Callable[[Sequence[Result]], bool] = lambda results: True,
) -> Iterator[list[Result]]:
    """What came of each batch, once it is in. The first `skip` orders are passed over.

    `keep` is called in the transaction of the batch; where it answers False, nothing of the batch is written and
    the import ends.
    """
    rest = islice(iter(export), skip, None)
    for batch in batched(rest, AT_ONCE, strict=False):
        with transaction.atomic():
            results = importer.write(batch)
            goes_on = keep(results)
            if not goes_on:
                transaction.set_rollback(True)
        if not goes_on:
            return
        still_at_it()
        yield results

"""Does something cost the same with few rows and with very many? What the programs that ask it have in common."""

import statistics
import time
from typing import Any

# By its name, the queries of a page and the median of its milliseconds.
Costs = dict[str, tuple[int, float]]


def measured(client: Any, paths: dict[str, str], rounds: int) -> Costs:
    """The costs of the pages at `paths`, each asked for once before it is counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, path in paths.items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        if answer.status_code not in (200, 204):
            raise SystemExit(f"{path} answered {answer.status_code}")
        found[name] = (len(queries), statistics.median(_milliseconds(client, path) for _ in range(rounds)))
    return found


def _milliseconds(client: Any, path: str) -> float:
    begun = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - begun) * 1000


def print_growth(few: Costs, many: Costs, *, of: tuple[int, int], what: str) -> None:
    """A line for each page: what it costs at both numbers of `what`, and the ratio, of which at most 1.5 is wanted."""
    width = max(map(len, few)) + 2
    print(f"{'':{width}}{of[0]:>12,} {what}{of[1]:>18,} {what}     ratio")
    for name, (queries, milliseconds) in few.items():
        more_queries, more_milliseconds = many[name]
        print(
            f"{name:<{width}}{queries:>6} q {milliseconds:7.1f} ms {more_queries:>13} q {more_milliseconds:7.1f} ms"
            f"{more_milliseconds / milliseconds:11.2f}"
        )

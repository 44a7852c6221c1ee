"""Chance that can be told again: the same in every run, and another in each of `make soak`, which prints its seed."""

import os
import random

SEED = int(os.environ.get("ANAM_TEST_SEED") or 0)


def dice(number: int) -> random.Random:
    """The dice of one test, of that `number`."""
    return random.Random(number + SEED * 1_000)  # noqa: S311 - nothing secret


def rounds(many: int) -> int:
    """So often in `make soak`, and a third as often, with the same dice each time, in `make test`."""
    return many if SEED else -(-many // 3)

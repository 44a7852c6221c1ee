"""Chance that can be told again: the same in every run, and another in each of `make soak`, which prints its seed."""

import os
import random

SEED = int(os.environ.get("ANAM_TEST_SEED") or 0)


def dice(number: int) -> random.Random:
    """The dice of one test, of that `number`."""
    return random.Random(number + SEED * 1_000)  # noqa: S311 - nothing secret

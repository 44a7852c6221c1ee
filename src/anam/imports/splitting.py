"""Sharing an amount out so that nothing is lost and nothing is invented."""

from collections.abc import Sequence


def allocate(amount: int, *, weights: Sequence[int]) -> list[int]:
    """`amount` (minor units) in proportion to `weights`, by largest remainder: the shares sum to it exactly.

    No share exceeds its weight where the amount does not exceed their sum. Where all weights are 0, all
    weigh the same; among equal remainders the first wins, so that the same order is always shared alike.
    """
    weights = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(weights)
    least = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % whole), at))
    for at in by_remainder[: amount - sum(least)]:
        least[at] += 1
    return least

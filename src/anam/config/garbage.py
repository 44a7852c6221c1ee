"""Python looks for reference cycles less often in the processes that serve and work."""

import gc

# A request makes some thousands of objects, few of them in cycles; Python would look after each 2,000.
OBJECTS_BETWEEN_COLLECTIONS = 10_000


def collect_less_often() -> None:
    """Leave what stands until now out of every collection, and look at what is new after so many objects.

    For the end of a process's start, when all is imported. What is in no cycle is freed at once as ever.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 10, 10)

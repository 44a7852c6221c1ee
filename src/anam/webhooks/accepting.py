def accepts(status: int | None) -> bool:
    """Whether an answer of this status says that the event has arrived; None is no answer."""
    return status is not None and 200 <= status < 300

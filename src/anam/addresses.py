"""Web addresses that somebody gave us: taken apart here, and nowhere else."""

from urllib.parse import SplitResult, urlsplit


def taken_apart(url: str) -> SplitResult | None:
    """The parts of `url`, its host and port readable; None where it is no address.

    `urlsplit` refuses some texts at once, and others only where their host or port is read: a page that takes an
    address from a visitor answers all of them.
    """
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts

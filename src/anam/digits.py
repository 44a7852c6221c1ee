"""Whole numbers that come as text: in addresses, forms and from programs."""


def read_number(text: str, *, digits: int = 18) -> int | None:
    """What `text` says in ASCII digits, at most so many (18 fit every id); None where it says anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None

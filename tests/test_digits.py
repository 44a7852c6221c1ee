"""Numbers that come as text."""

import pytest

from anam.digits import read_number


@pytest.mark.parametrize(("text", "said"), [("0", 0), ("42", 42), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_say_a_number(text: str, said: int) -> None:
    assert read_number(text) == said


@pytest.mark.parametrize("text", ["", " 4", "4 ", "-4", "+4", "4.0", "1e3", "٤", "²", "9" * 19, "9" * 5_000, "4\n"])
def test_anything_else_says_none(text: str) -> None:
    """Nor what the database holds in no column, and what Python itself refuses to read."""
    assert read_number(text) is None


def test_a_number_may_have_fewer_digits_than_an_id() -> None:
    assert read_number("999", digits=3) == 999
    assert read_number("1000", digits=3) is None

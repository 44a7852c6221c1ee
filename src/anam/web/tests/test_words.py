"""Money, times and lists as people read them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from anam.web.templatetags.anam import clock, time_left
from anam.words import count, day_and_clock, duration, listed, money, place_in

NOW = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (1450, "USD", "$14.50"),
        (0, "USD", "$0.00"),
        (123456789, "USD", "$1,234,567.89"),
        (1450, "EUR", "€14.50"),
        (1450, "GBP", "£14.50"),
        (1450, "JPY", "JP¥1,450"),
        (123456789, "INR", "₹12,34,567.89"),
        (1450, "KWD", "KWD1.450"),
        (-1450, "USD", "-$14.50"),
        (125050, "RSD", "RSD1,250.50"),
        (1450, "IQD", "IQD1.450"),
        (-1450, "JPY", "-JP¥1,450"),
        (14500, "CLF", "CLF1.4500"),
    ],
)
def test_money_has_the_sign_and_the_places_of_its_currency(minor: int, currency: str, words: str) -> None:
    assert money(minor, currency) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "less than a minute"),
        (timedelta(seconds=59.9), "less than a minute"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h 0 min"),
        (timedelta(hours=41, minutes=12, seconds=50), "41 h 12 min"),
        (timedelta(hours=71, minutes=59), "71 h 59 min"),
        (timedelta(hours=72), "3 d 0 h"),
        (timedelta(hours=72) - timedelta(microseconds=1), "71 h 59 min"),
        (timedelta(days=9, hours=5), "9 d 5 h"),
        (timedelta(hours=-5), "less than a minute"),
    ],
)
def test_a_duration_is_whole_minutes_and_never_too_long(span: timedelta, words: str) -> None:
    assert duration(span) == words


def test_a_moment_is_told_in_the_zone_that_is_asked_for() -> None:
    """D2"""
    moment = datetime(2020, 7, 1, 22, 30, tzinfo=UTC)
    assert day_and_clock(moment) == "Wed 1 Jul 2020, 22:30"
    assert day_and_clock(moment, zone="Europe/Dublin") == "Wed 1 Jul 2020, 23:30"
    assert day_and_clock(moment, zone="Asia/Kolkata") == "Thu 2 Jul 2020, 04:00"
    assert day_and_clock(moment, zone="America/Los_Angeles") == "Wed 1 Jul 2020, 15:30"


def test_without_one_it_is_told_in_the_readers() -> None:
    with timezone.override("Asia/Kolkata"):
        assert day_and_clock(datetime(2020, 12, 31, 20, 0, tzinfo=UTC)) == "Fri 1 Jan 2021, 01:30"


def test_this_year_goes_without_saying() -> None:
    moment = timezone.now().replace(month=7, day=9, hour=8, minute=5)
    assert day_and_clock(moment).endswith("9 Jul, 08:05")


@pytest.mark.parametrize(
    ("left", "words", "urgency"),
    [
        (timedelta(hours=72), "3 d 0 h left", "ample"),
        (timedelta(hours=24, minutes=1), "24 h left", "ample"),
        (timedelta(hours=24), "24 h left", "short"),
        (timedelta(hours=2), "2 h left", "short"),
        (timedelta(hours=1, minutes=59), "1 h 59 min left", "urgent"),
        (timedelta(seconds=5), "less than a minute left", "urgent"),
        (timedelta(microseconds=1), "less than a minute left", "urgent"),
        (timedelta(0), "Past deadline", "over"),
        (timedelta(hours=-9), "Past deadline", "over"),
    ],
)
def test_what_is_left_is_told_with_its_urgency(left: timedelta, words: str, urgency: str) -> None:
    """D2: the last microsecond counts, the next does not."""
    html = time_left(NOW + left, NOW)
    assert f">{words}</time>" in html
    assert f'data-urgency="{urgency}"' in html
    assert f'data-deadline="{(NOW + left).isoformat()}"' in html


def test_a_moment_on_a_page_can_be_read_by_machines() -> None:
    assert clock(datetime(2020, 7, 1, 22, 30, tzinfo=UTC)) == (
        '<time datetime="2020-07-01T22:30:00+00:00">Wed 1 Jul 2020, 22:30</time>'
    )
    assert clock(None) == ""


def test_lists_and_counts_read_as_people_say_them() -> None:
    names = ["Ines", "Tom", "Ada", "Jo", "Sam", "Kit", "Bo"]
    assert [listed(names[:number]) for number in (0, 1, 2, 3)] == ["", "Ines", "Ines and Tom", "Ines, Tom and Ada"]
    assert listed(names) == "Ines, Tom, Ada, Jo and 3 more"
    assert [count(number, "order") for number in (0, 1, 2000)] == ["0 orders", "1 order", "2,000 orders"]
    assert count(2, "piece", "pieces of it") == "2 pieces of it"
    assert place_in("America/Argentina/Buenos_Aires") == "Buenos Aires time"

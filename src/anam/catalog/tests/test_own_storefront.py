"""A maker's own storefront, changed on a page: words, order minimum, lead time, open or closed."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from tests.html import squeezed

from anam.catalog.models import Storefront
from anam.clock import database_now
from anam.people.models import Maker, User
from anam.words import day
from conftest import Cast

SignIn = Callable[[User], Client]
HERE = "/portal/storefront/"


def shown(client: Client) -> dict[str, str]:
    return {field.name: field.value() or "" for field in client.get(HERE).context["form"]}


def front(cast: Cast) -> Storefront:
    return Storefront.objects.get(maker=cast.byrne)


def test_a_maker_says_who_they_are_and_on_what_terms_they_sell(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    sent = {"tagline": "Stoneware", "story": "Since 2009.", "order_minimum": "75.50", "lead_time": "1"}
    answer = hanna.post(HERE, {**shown(hanna), **sent}, follow=True)
    assert "Your storefront is saved." in answer.content.decode()
    page = Client().get("/m/byrne/").content.decode()
    for words in ("Stoneware", "Since 2009.", "$75.50 minimum", "Ships in about 1 day<"):
        assert words in page
    assert Storefront.objects.get(maker=cast.weaves).tagline == ""


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"tagline": "x" * 161}, "tagline", "161 characters"),
        ({"story": "x" * 10_001}, "story", "10,001 characters; 10,000 at most"),
        ({"order_minimum": ""}, "order_minimum", "0 takes any"),
        ({"order_minimum": "50,00"}, "order_minimum", "“50,00” is no sum of USD."),
        ({"order_minimum": "-5"}, "order_minimum", "is no sum of USD"),
        ({"lead_time": ""}, "lead_time", "1 to 365"),
        ({"lead_time": "0"}, "lead_time", "1 to 365"),
        ({"lead_time": "366"}, "lead_time", "1 to 365"),
        ({"lead_time": "soon"}, "lead_time", "1 to 365"),
        ({"state": "ajar"}, "state", "Say whether you take orders."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    cast: Cast, sign_in: SignIn, sent: dict[str, str], field: str, words: str
) -> None:
    hanna = sign_in(cast.hanna)
    answer = hanna.post(HERE, {**shown(hanna), "tagline": "Stoneware", "story": "Since 2009.", **sent})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert words in answer.context["form"].errors[field][0]
    page = answer.content.decode()
    assert field == "tagline" or 'value="Stoneware"' in page
    assert field == "story" or "Since 2009.</textarea>" in page
    assert front(cast).tagline == ""


def test_the_later_of_two_members_is_asked_to_look(cast: Cast, sign_in: SignIn) -> None:
    hanna, ravi = sign_in(cast.hanna), sign_in(cast.ravi)
    hers, his = shown(hanna), shown(ravi)
    assert [hanna.post(HERE, {**hers, "state": "closed"}).status_code for _ in range(2)] == [302, 302]
    answer = ravi.post(HERE, {**his, "tagline": "Stoneware"})
    assert answer.status_code == 409
    page = squeezed(answer.content.decode())
    assert "Somebody else changed your storefront while you were typing." in page
    assert "<dt>Orders now</dt><dd>Closed</dd>" in page
    assert "<dt>Tagline now</dt><dd>nothing</dd>" in page
    assert (front(cast).tagline, front(cast).open) == ("", False)
    again = {field.name: field.value() for field in answer.context["form"]}
    assert ravi.post(HERE, {**again, "state": "closed"}).status_code == 302
    assert (front(cast).tagline, front(cast).open) == ("Stoneware", False)


def day_in(days: int) -> str:
    """So many days from today where Hanna's maker is."""
    return (database_now().astimezone(ZoneInfo("Europe/Dublin")).date() + timedelta(days=days)).isoformat()


def in_dublin(cast: Cast) -> None:
    Maker.objects.filter(pk=cast.byrne.pk).update(time_zone="Europe/Dublin")


def test_a_storefront_closes_until_the_beginning_of_a_day_where_its_maker_is(cast: Cast, sign_in: SignIn) -> None:
    in_dublin(cast)
    hanna = sign_in(cast.hanna)
    hanna.post(HERE, {**shown(hanna), "state": "until", "closed_until": day_in(7)})
    closed = front(cast)
    assert closed.open
    assert closed.closed_until
    opens = closed.closed_until.astimezone(ZoneInfo("Europe/Dublin"))
    assert (opens.date().isoformat(), opens.hour, opens.minute) == (day_in(7), 0, 0)
    assert (shown(hanna)["state"], shown(hanna)["closed_until"]) == ("until", day_in(7))
    page = Client().get("/m/byrne/").content.decode()
    assert f"Closed since {day(closed.closed_since, zone='Europe/Dublin')}." in page
    assert f"takes orders again from {day(closed.closed_until, zone='Europe/Dublin')}, 00:00 (Dublin time)." in page


def test_another_day_leaves_since_when_and_the_same_day_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    hanna.post(HERE, {**shown(hanna), "state": "until", "closed_until": day_in(7)})
    first = front(cast)
    in_dublin(cast)  # the same day as it is shown is not another moment
    hanna.post(HERE, {**shown(hanna), "tagline": "Stoneware"})
    assert (front(cast).closed_since, front(cast).closed_until) == (first.closed_since, first.closed_until)
    hanna.post(HERE, {**shown(hanna), "closed_until": day_in(9)})
    assert front(cast).closed_since == first.closed_since
    assert front(cast).closed_until != first.closed_until
    hanna.post(HERE, {**shown(hanna), "state": "open"})
    assert (front(cast).closed_since, front(cast).closed_until) == (None, None)


def test_a_date_that_has_come_is_open_again_and_can_be_set_anew(cast: Cast, sign_in: SignIn) -> None:
    now = database_now()
    gone = {"closed_since": now - timedelta(days=9), "closed_until": now - timedelta(seconds=1)}
    Storefront.objects.filter(maker=cast.byrne).update(**gone)
    hanna = sign_in(cast.hanna)
    assert (shown(hanna)["state"], shown(hanna)["closed_until"]) == ("open", "")
    hanna.post(HERE, {**shown(hanna), "state": "until", "closed_until": day_in(3)})
    since = front(cast).closed_since
    assert since
    assert since >= now


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_it_opens_on_a_day_to_come_and_within_a_year(cast: Cast, sign_in: SignIn, days: int) -> None:
    in_dublin(cast)
    hanna = sign_in(cast.hanna)
    answer = hanna.post(HERE, {**shown(hanna), "state": "until", "closed_until": day_in(days)})
    assert answer.status_code == 422
    assert "Choose a day from" in answer.content.decode()
    assert front(cast).closed_until is None


def test_closed_until_a_date_needs_the_date(cast: Cast, sign_in: SignIn) -> None:
    hanna = sign_in(cast.hanna)
    for typed in ("", "soon", "2026-02-30"):
        answer = hanna.post(HERE, {**shown(hanna), "state": "until", "closed_until": typed})
        assert "Say on which day you take orders again." in answer.content.decode()

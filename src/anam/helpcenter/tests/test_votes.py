"""Was this helpful? One answer for each reader, which they can change; the figures are for support."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from anam.helpcenter.models import Article, Vote
from anam.people.models import User
from conftest import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/support/declining-an-order/"


@pytest.fixture(autouse=True)
def _nobody_has_answered() -> None:
    cache.clear()


def test_a_reader_answers_once_and_can_change_it(client: Client) -> None:
    answer = client.post(f"{ADDRESS}helpful/", {"helpful": "yes"})
    assert answer.url == f"{ADDRESS}?thanks#helpful"
    assert "You said yes. Thank you." in client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}helpful/", {"helpful": "yes"})
    client.post(f"{ADDRESS}helpful/", {"helpful": "no", "missing": "How <long>?"})
    vote = Vote.objects.get()
    assert (vote.helpful, vote.words) == (False, "How <long>?")
    Client().post(f"{ADDRESS}helpful/", {"helpful": "yes"})
    assert Vote.objects.count() == 2


def test_a_person_has_one_answer_in_whatever_browser(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    sign_in(cast.hanna).post(f"{ADDRESS}helpful/", {"helpful": "yes"})
    sign_in(cast.hanna).post(f"{ADDRESS}helpful/", {"helpful": "no"})
    assert Vote.objects.get().helpful is False


def test_with_htmx_only_the_answer_is_sent(client: Client) -> None:
    part = client.post(f"{ADDRESS}helpful/", {"helpful": "no"}, headers={"hx-request": "true"}).content.decode()
    assert part.strip().startswith('<section class="helpful"')
    assert "What is missing?" in part


def test_support_sees_the_figures_and_what_was_missing(
    cast: Cast, sign_in: Callable[[User], Client], client: Client
) -> None:
    client.post(f"{ADDRESS}helpful/", {"helpful": "no", "missing": "How to <wrap>"})
    sam = sign_in(cast.sam)
    assert "0 yes, 1 no" in sam.get("/desk/articles/").content.decode()
    article = Article.objects.get(slug="declining-an-order")
    assert "How to &lt;wrap&gt;" in sam.get(f"/desk/articles/{article.pk}/").content.decode()


def test_answers_without_end_from_one_network_are_not_counted(client: Client) -> None:
    for _ in range(60):
        Client().post(f"{ADDRESS}helpful/", {"helpful": "no"})
    answer = Client().post(f"{ADDRESS}helpful/", {"helpful": "no"}, headers={"hx-request": "true"})
    assert "very many answers" in answer.content.decode()
    assert Vote.objects.count() == 60


@pytest.mark.parametrize("sent", [{}, {"helpful": "perhaps"}])
def test_no_answer_is_none(client: Client, sent: dict[str, str]) -> None:
    assert client.post(f"{ADDRESS}helpful/", sent).url == ADDRESS
    assert client.get(f"{ADDRESS}helpful/").url == ADDRESS
    assert client.post("/support/no-such-article/helpful/", {"helpful": "yes"}).status_code == 404
    assert not Vote.objects.exists()

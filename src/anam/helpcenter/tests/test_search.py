"""Finding an article: by its words in any form, with mistakes forgiven, and only what the reader may read."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anam.helpcenter.actions.bring_back import bring_back
from anam.helpcenter.actions.retire import retire
from anam.helpcenter.models import Article, Word
from anam.helpcenter.search import search
from anam.helpcenter.spelling import nearest
from anam.helpcenter.tests.test_support_center import write
from anam.people.models import User
from anam.policy.models import Policy, current_policy
from conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _articles() -> None:
    for article in Article.objects.published():
        retire(article.pk, by=None)
    write(
        "# Glazing\n\nHow kilns are fired, and <cups> glazed.", slug="glazing", front="title: Glazing\nparent: Makers"
    )
    write("# Parcels\n\nA parcel with a kiln in it.", slug="parcels", front="title: Parcels of kilns\nparent: Buyers")
    write("# Secret\n\nHow kilns are judged.", slug="secret", front="title: Secret\nparent: Support")


def slugs(words: str, **more: object) -> list[str]:
    return [hit.slug for hit in search(words, **more).hits]  # type: ignore[arg-type]


def test_a_word_is_found_in_any_of_its_forms_and_the_title_weighs_most() -> None:
    assert slugs("kiln") == ["parcels", "glazing"]
    assert slugs("firing kilns") == ["glazing"]
    assert slugs("kil") == ["parcels", "glazing"]


def test_what_was_asked_for_is_marked_and_nothing_else_is_html() -> None:
    hit = search("glazed").hits[0]
    assert "<mark>Glazing</mark>" in hit.heading
    assert "&lt;cups&gt;" in hit.excerpt or "<mark>glazed</mark>" in hit.excerpt
    assert "<cups>" not in hit.excerpt


@pytest.mark.parametrize(("typed", "meant"), [("galzing", "glazing"), ("parcles", "parcels"), ("klin", "kiln")])
def test_typing_mistakes_are_forgiven_and_said(typed: str, meant: str) -> None:
    found = search(typed)
    assert found.hits
    assert found.instead == {typed: found.instead[typed]}
    assert found.instead[typed] in (meant, f"{meant}s")


def test_where_not_all_words_occur_some_are_enough_and_it_is_said() -> None:
    found = search("glazing parcels")
    assert found.some
    assert {hit.slug for hit in found.hits} == {"glazing", "parcels"}
    assert search("xylophonist").hits == []
    assert search("") == search("   ") == search("!?")


def test_support_reads_its_own_articles_and_nobody_else_does(
    client: Client, cast: Cast, sign_in: Callable[[User], Client]
) -> None:
    assert slugs("judged") == []
    assert slugs("judged", of_support=True) == ["secret"]
    assert client.get("/support/secret/").status_code == 404
    assert "Secret" not in client.get("/support/").content.decode()
    assert client.get("/support/?for=support&category=").status_code == 404
    assert sign_in(cast.hanna).get("/support/secret/").status_code == 404
    assert sign_in(cast.sam).get("/support/secret/").status_code == 200
    assert "Secret" in sign_in(cast.sam).get("/support/").content.decode()


def test_a_retired_article_is_found_no_more_and_its_words_are_forgotten() -> None:
    article = Article.objects.get(slug="glazing")
    assert Word.objects.filter(word="glazing").exists()
    retire(article.pk, by=None)
    assert slugs("glazing") == []
    assert not Word.objects.filter(word="glazing").exists()
    assert Word.objects.filter(word="kilns").exists()
    bring_back(article.pk)
    assert slugs("galzing") == ["glazing"]


def test_a_search_for_words_that_occur_is_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert search("kilns").hits
    assert len(queries) == 1


def test_a_changed_policy_changes_what_the_search_shows(client: Client) -> None:
    write("You have {{ policy.decline_window_hours }} hours for the zeppelin.", slug="zeppelin")
    assert "72 hours" in client.get("/support/?q=zeppelin").content.decode()
    values = {field.attname: getattr(current_policy(), field.attname) for field in Policy._meta.concrete_fields}
    Policy.objects.create(**{**values, "id": None, "decline_window_hours": 48, "why": "A test"})
    assert "48 hours" in client.get("/support/?q=zeppelin").content.decode()


@pytest.mark.parametrize("hostile", ["' OR 1=1 --", "a & | ! :*", "\\", "%", "<script>", "\0", "x" * 5000, "a:b:c*"])
def test_anything_can_be_typed(client: Client, hostile: str) -> None:
    answer = client.get("/support/", {"q": hostile})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_the_page_says_what_it_found(client: Client) -> None:
    html = client.get("/support/?q=galzing").content.decode()
    assert "There is nothing about “galzing”: this is for “glazing”." in html
    assert "Nothing about “qqqqq”" in client.get("/support/?q=qqqqq").content.decode()
    part = client.get("/support/?q=kiln", headers={"hx-request": "true"}).content.decode()
    assert part.strip().startswith('<div id="found"')


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("klin", ["kiln"]), ("kiln", ["kiln"]), ("carpt", ["carpet"]), ("kln", ["kiln"]), ("kl", []), ("knil", [])],
)
def test_a_swap_of_neighbours_is_one_mistake_and_short_words_may_have_no_more(typed: str, meant: list[str]) -> None:
    Word.objects.all().delete()
    Word.objects.bulk_create([Word(word="kiln"), Word(word="carpet")])
    assert nearest([typed]) == ({typed: meant} if meant else {})


def test_longer_words_may_have_more_mistakes_and_the_nearest_are_meant() -> None:
    Word.objects.all().delete()
    Word.objects.bulk_create([Word(word="porcelain"), Word(word="porcelaine"), Word(word="porcelains")])
    assert nearest(["procelian"]) == {"procelian": ["porcelain"]}
    assert nearest(["porcelainx"]) == {"porcelainx": ["porcelain", "porcelaine", "porcelains"]}


@pytest.mark.parametrize("asked", ["cafe", "Café", "CAFE\u0301S", "cafés", "strasse", "Straße", "ﬁring", "ORSTED"])
def test_accents_and_their_absence_find_each_other_and_are_marked(asked: str) -> None:
    write("# Kilns\n\nThe firing of the Straße café, by Ørsted.", slug="cafe", front="title: Kilns")
    found = search(asked)
    assert [hit.slug for hit in found.hits][:1] == (["glazing"] if asked == "ﬁring" else ["cafe"])
    assert found.instead == {}
    assert "<mark>" in found.hits[0].excerpt


def test_a_typing_mistake_in_a_word_with_accents_is_forgiven() -> None:
    write("# Kilns\n\nThe Götterspeise.", slug="dessert", front="title: Dessert")
    assert slugs("gotterspiese") == ["dessert"]

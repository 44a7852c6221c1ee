"""How an article is read: questions for search engines, help beside a step, what a refusal means, categories."""

import json
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anam.helpcenter.actions.retire import retire
from anam.helpcenter.models import Article
from anam.helpcenter.tests.test_support_center import page, write
from anam.people.models import User
from conftest import Cast

pytestmark = pytest.mark.django_db


def test_questions_are_marked_up_for_search_engines(client: Client) -> None:
    section = "## FAQ\n\n### Is it free?\n\nYes, *quite*: `</script>`.\n\n### No question\n\nText\n\n"
    write(section + "## More\n\n### And this?\n\nNo.")
    html = page(client, "/support/an-article/")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert len(found) == 1
    assert json.loads(found[0])["mainEntity"] == [
        {
            "@type": "Question",
            "name": "Is it free?",
            "acceptedAnswer": {"@type": "Answer", "text": "Yes, quite: </script>."},
        }
    ]


def test_questions_in_a_list_are_found_as_well(client: Client) -> None:
    pairs = "- **Q: How long?**  \n  **A:** Three days.\n- **Q: Who?**\n  **A:** You."
    write(f"## Frequently Asked Questions (FAQ)\n\n{pairs}")
    html = page(client, "/support/an-article/")
    facts = json.loads(re.findall(r"ld\+json\">(.*?)</script>", html)[0])
    assert [(one["name"], one["acceptedAnswer"]["text"]) for one in facts["mainEntity"]] == [
        ("How long?", "Three days."),
        ("Who?", "You."),
    ]


def test_the_section_beside_a_step_is_that_section_alone(client: Client) -> None:
    address = "/support/declining-an-order/section/tell-the-buyer/"
    part = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert "<strong>Tell the buyer</strong>" in part
    assert "Write as soon as you know" in part
    assert "What happens to the money" not in part
    assert " id=" not in part
    assert client.get(address).url == "/support/declining-an-order/#tell-the-buyer"
    missing = client.get("/support/declining-an-order/section/nothing/", headers={"hx-request": "true"})
    assert missing.status_code == 404


def test_where_theirs_has_no_such_section_ours_stands_beside_the_step(client: Client) -> None:
    write("# Theirs\n\nOther words", slug="declining-an-order")
    part = client.get("/support/declining-an-order/section/tell-the-buyer/", headers={"hx-request": "true"})
    assert "Write as soon as you know" in part.content.decode()


def test_a_refusal_leads_to_what_it_means(client: Client) -> None:
    answer = client.get("/support/why/decline_window_closed/")
    assert answer.url == "/support/declining-an-order/#why-decline_window_closed"
    assert 'id="why-decline_window_closed"' in page(client)
    write("# Theirs", slug="declining-an-order")
    retire(Article.objects.get(slug="accepting-and-shipping").pk, by=None)
    for code in ("decline_window_closed", "not_accepted"):
        assert f'id="why-{code}"' in page(client, f"/support/why/{code}/")
    assert client.get("/support/why/nothing_like_this/").status_code == 404
    assert client.get("/support/why/article_changed/").status_code == 404


def test_a_category_is_shown_in_pages(client: Client) -> None:
    for number in range(65):
        write("Text", slug=f"a-{number:02}", front=f"title: Article {number:02}\nparent: Glass\ngrand_parent: Makers")
    first = page(client, "/support/?for=makers")
    assert first.count("/support/a-") == 6
    assert "?for=makers&amp;category=Glass" in first
    assert page(client, "/support/?for=makers&category=Glass").count('href="/support/a-') == 60
    assert page(client, "/support/?for=makers&category=Glass&page=2").count('href="/support/a-') == 5
    assert client.get("/support/?for=makers&category=Nothing").status_code == 404


def test_an_article_that_can_be_made_no_more_shows_its_words_as_they_were(client: Client) -> None:
    write("Some words")
    Article.objects.filter(slug="an-article").update(source="{% if broken %}")
    html = page(client, "/support/an-article/")
    assert "Some words" in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("path", ["/support/", "/support/?q=glass", "/support/article-0/", "/desk/articles/"])
def test_a_page_costs_the_same_queries_for_few_articles_and_for_many(
    cast: Cast, sign_in: Callable[[User], Client], path: str
) -> None:
    sam = sign_in(cast.sam)
    counts = []
    for many in (range(3), range(3, 40)):
        for number in many:
            write(
                "Glass, and [another](../article-1/)",
                slug=f"article-{number}",
                front=f"title: {number}\nparent: Makers",
            )
        sam.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert sam.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20

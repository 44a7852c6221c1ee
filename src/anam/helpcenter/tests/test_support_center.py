"""The Support Center's pages, as anybody reads them."""

import re
from collections.abc import Callable
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from tests.html import squeezed

from anam.helpcenter.actions.publish import publish
from anam.helpcenter.actions.ship_ours import FOLDER, ship_ours
from anam.helpcenter.models import Article
from anam.helpcenter.reading import read
from anam.people.models import User
from anam.policy.actions.change_policy import change_policy
from conftest import Cast

ADDRESS = "/support/declining-an-order/"
THEIRS = Path(__file__).parent / "marketplace"
REFUSALS = (
    "buyer_not_contacted",
    "conversation_not_started",
    "decline_window_closed",
    "already_shipped",
    "already_declined",
    "already_cancelled",
    "completed",
    "explanation_needed",
    "changed_meanwhile",
)


def page(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def article_in(html: str) -> str:
    found = re.search(r'<article class="prose">(.*)</article>', html, re.DOTALL)
    assert found
    return found[1]


def broken_fragments(html: str) -> set[str]:
    """The links within the page that lead nowhere."""
    ids = re.findall(r'\bid="([^"]*)"', html)
    wanted = {unquote(unescape(one)) for one in re.findall(r'href="#([^"]*)"', html)}
    assert wanted
    return {one for one in wanted if ids.count(one) != 1}


def write(body: str, *, slug: str = "an-article", front: str = "title: A title") -> None:
    publish(read(f"---\n{front}\n---\n{body}", slug=slug), path=f"{slug}.md")


@pytest.mark.django_db
def test_a_fresh_installation_explains_how_to_decline(client: Client) -> None:
    html = page(client)
    article = article_in(html)
    for fact in ("72 hours", "Cancel Order", "Editing Order view", "Message Center", "sheet", *REFUSALS):
        assert fact in article
    assert f'href="mailto:{settings.SUPPORT_EMAIL}"' in article
    assert html.count("<h1") == 1
    assert "{{" not in html
    assert not broken_fragments(html)


@pytest.mark.django_db
def test_the_hours_on_the_page_are_those_of_the_policy(client: Client) -> None:
    assert "<strong>72 hours</strong>" in page(client)
    change_policy(by=None, why="A test", decline_window_hours=48, makers_may_start_conversations=True)
    assert "<strong>48 hours</strong>" in page(client)
    assert "You can write about any order that you have received" in page(client)


@pytest.mark.django_db
def test_the_marketplaces_own_article_is_imported_as_it_is(client: Client) -> None:
    call_command("import_articles", str(THEIRS), stdout=StringIO())
    html = page(client)
    article = article_in(html)
    assert "<strong>72 hours</strong> from the minute of the order" in article
    assert "Giving an Order Back / ‘I cannot make this one’</h1>" in article
    for heading in ("what-to-do-first", "how-much-time-there-is", "talking-to-the-shop"):
        assert f'href="#{heading}"' in article
    assert not broken_fragments(html)
    assert html.count("<h1") == 1
    assert "{{" not in html
    assert "layout: default" not in html
    assert 'href="mailto:support@anamcraft.com"' in article
    stored = Article.objects.get(slug="declining-an-order")
    assert stored.source == (THEIRS / "declining-an-order.md").read_text()
    assert not stored.ours


@pytest.mark.django_db
def test_the_first_page_lists_the_articles_by_whom_they_are_for(client: Client) -> None:
    write(
        "Hello", slug="paying", front='title: "Paying <later>"\ndescription: How it works\nparent: Buyers\nnav_order: 1'
    )
    html = squeezed(page(client, "/support/"))
    assert '<a href="/support/paying/">Paying &lt;later&gt;</a>' in html
    headings = re.findall(r"<h2 id=\"for-\d\">(.*?)</h2>", html)
    assert headings == ["I’m a maker", "I’m a shop", "For everybody"]
    maker, shop = html.index(">I’m a maker</h2>"), html.index(">I’m a shop</h2>")
    assert maker < html.index(ADDRESS) < shop < html.index("/support/paying/")
    assert "How it works" in page(client, "/support/?for=buyers")


def test_a_readers_own_articles_stand_first(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    html = squeezed(page(sign_in(cast.ines), "/support/"))
    assert html.index(">I’m a shop</h2>") < html.index(">I’m a maker</h2>") < html.index(">For everybody</h2>")
    assert "For support" not in html
    assert "For support" in page(sign_in(cast.sam), "/support/")


@pytest.mark.django_db
def test_an_article_has_its_way_back_and_the_support_address(client: Client) -> None:
    html = page(client)
    assert '<a href="/support/">Support Center</a>' in html
    assert f'<a href="mailto:{settings.SUPPORT_EMAIL}">Write to us</a>' in html.split("</article>")[1]


@pytest.mark.django_db
def test_how_to_decline_stands_first_for_makers_and_all_are_one_press_away(client: Client) -> None:
    html = squeezed(page(client, "/support/"))
    first = re.search(r">I’m a maker</h2><ul><li><a href=\"([^\"]+)\"", html)
    assert first
    assert first[1] == ADDRESS
    assert '<a class="all" href="?for=makers">All 9' in html
    assert html.index(ADDRESS) < html.index("All 9")


@pytest.mark.django_db
def test_what_is_in_an_article_stands_beside_it_unless_it_says_so_itself(client: Client) -> None:
    headings = "\n\n".join(f"## Part {number}\n\nWords" for number in range(4))
    write(f"# Mine\n\n{headings}")
    html = page(client, "/support/an-article/")
    assert html.count('href="#part-2"') == 1
    assert not broken_fragments(html)
    write(f"# Mine\n\n1. TOC\n{{:toc}}\n\n{headings}")
    html = page(client, "/support/an-article/")
    assert html.count('href="#part-2"') == 1
    assert "On this page" not in html
    write("# Mine\n\n## One\n\n## Two")
    assert "On this page" not in page(client, "/support/an-article/")


@pytest.mark.django_db
def test_an_unknown_article_is_not_found(client: Client) -> None:
    assert client.get("/support/no-such-article/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("# Mine\n\n# Another", "Mine"),
        ("Text", "A title"),
        ("# {{ page.nothing }}\n\nText", "A title"),
        ('<h1 onclick="x()">Mine</h1>\n\n# Another', "Mine"),
    ],
)
def test_a_page_has_exactly_one_first_heading(client: Client, body: str, heading: str) -> None:
    write(body)
    html = page(client, "/support/an-article/")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == [heading]


@pytest.mark.django_db
def test_a_new_version_of_ours_is_brought_in_unless_theirs_is_there() -> None:
    Article.objects.update(source="Old words", given="Old words")
    publish(read("Dropped since", slug="dropped"), ours=True, path="dropped.md")
    write("Theirs", slug="paying")
    ship_ours()
    assert Article.objects.get(slug="declining-an-order").source == shipped().read_text()
    assert Article.objects.get(slug="dropped").retired_at
    assert set(Article.objects.published().values_list("slug", flat=True)) == {
        *(file.stem for file in FOLDER.glob("*.md")),
        "paying",
    }

    write("Theirs", slug="declining-an-order")
    ship_ours()
    assert Article.objects.get(slug="declining-an-order").source.endswith("Theirs")


def shipped() -> Path:
    return FOLDER / "declining-an-order.md"

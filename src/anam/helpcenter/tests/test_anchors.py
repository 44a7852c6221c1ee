"""Anchors stay: what leads to a heading leads to it after others come, go, move or are reworded."""

import re

import pytest

from anam.helpcenter.headings import Heading, settle
from anam.helpcenter.library import library_now
from anam.helpcenter.models import Article
from anam.helpcenter.rendering import page_of
from anam.helpcenter.tests.test_support_center import write


def settled(texts: list[str], known: list[dict[str, object]]) -> list[dict[str, object]]:
    return settle([Heading(2, text) for text in texts], known)


def anchors(known: list[dict[str, object]]) -> dict[str, object]:
    return {str(one["text"]): one["anchor"] for one in known}


def test_a_heading_before_another_of_the_same_words_changes_nothing() -> None:
    known = settled(["Fees", "More", "Fees"], [])
    assert [one["anchor"] for one in known] == ["fees", "more", "fees-1"]
    later = settled(["Fees", "Fees", "More", "Fees"], known)
    assert [one["anchor"] for one in later] == ["fees-2", "fees", "more", "fees-1"]


def test_a_heading_that_moves_takes_its_anchor_along() -> None:
    known = settled(["One", "Two", "Three"], [])
    assert anchors(settled(["Three", "One", "Two"], known)) == {"Three": "three", "One": "one", "Two": "two"}


def test_a_reworded_heading_answers_to_its_old_anchor_too() -> None:
    known = settled(["Fees", "Last"], [])
    later = settled(["What it costs", "Last"], known)
    assert later[0] == {"text": "What it costs", "anchor": "what-it-costs", "older": ["fees"]}
    again = settled(["Prices", "Last"], later)
    assert again[0]["older"] == ["what-it-costs", "fees"]


def test_a_new_heading_does_not_take_an_anchor_that_leads_elsewhere() -> None:
    known = settled(["Costs", "Last"], settled(["Fees", "Last"], []))
    later = settled(["Costs", "Fees", "Last"], known)
    assert [one["anchor"] for one in later] == ["costs", "fees", "last"]
    assert later[0]["older"] == []


def test_no_heading_has_an_id_that_the_page_needs() -> None:
    assert [one["anchor"] for one in settled(["Main", "Q", "Popup", "Support"], [])] == [
        "main-",
        "q-",
        "popup-",
        "support-",
    ]


@pytest.mark.django_db
def test_an_article_keeps_them_from_version_to_version() -> None:
    write("# T\n\n## Fees\n\nNone")
    write("# T\n\n## First\n\nx\n\n## What it costs\n\nNone")
    write("# T\n\n## First\n\nx\n\n## Costs, and when\n\nNone")
    html = page_of(Article.objects.get(slug="an-article"), library_now()).html
    assert re.search(r'<h2 id="costs-and-when">(<span id="[^"]*"></span>)*Costs', html)
    assert '<span id="what-it-costs"></span>' in html

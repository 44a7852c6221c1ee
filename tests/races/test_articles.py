"""Two of support at one article, two imports of one folder, an import against an edit: nothing is lost or doubled."""

from pathlib import Path

import pytest

from anam.helpcenter.actions.write_article import write_article
from anam.helpcenter.models import Article, Version, Vote
from conftest import Cast
from tests.conftest import Live
from tests.races.clients import Answer, Member, at_once

SOURCE = "---\ntitle: {title}\nparent: Makers\n---\n# {{{{ page.title }}}}\n\n{words}\n"


@pytest.fixture
def sam(live: Live, scenario: Cast) -> Member:
    return Member.signed_in(live.port, scenario.sam)


def source(scenario: Cast, words: str) -> str:
    return SOURCE.format(title=f"Racing {scenario.byrne.slug}", words=words)


def save(member: Member, article: Article, words: str) -> Answer:
    return member.post(f"/desk/articles/{article.pk}/", source=words, seen="1", why="Clearer")


def test_of_two_who_save_at_once_one_is_told_and_both_have_their_words(scenario: Cast, sam: Member) -> None:
    for number in range(5):
        article = write_article(
            source=source(scenario, "Once."), slug=f"race-{scenario.byrne.slug}-{number}", by=scenario.sam, why="New"
        )
        tabs = [sam.in_another_tab() for _ in range(2)]
        one, other = at_once(
            lambda: save(tabs[0], article, source(scenario, "Twice.")),  # noqa: B023 - they are called in this turn
            lambda: save(tabs[1], article, source(scenario, "Thrice.")),  # noqa: B023
        )
        assert sorted((one.status, other.status)) == [302, 409]
        loser = other if other.status == 409 else one
        assert "Somebody changed this article while you were writing" in loser.words
        assert "Twice." in loser.words
        assert "Thrice." in loser.words
        assert [version.number for version in Version.objects.of_article(article)] == [2, 1]


def test_a_double_click_makes_one_version_and_one_vote(scenario: Cast, sam: Member) -> None:
    article = write_article(
        source=source(scenario, "Once."), slug=f"click-{scenario.byrne.slug}", by=scenario.sam, why="New"
    )
    tabs = [sam.in_another_tab() for _ in range(4)]
    at_once(*(lambda tab=tab: save(tab, article, source(scenario, "Twice.")) for tab in tabs))
    assert Version.objects.of_article(article).count() == 2
    at_once(*(lambda tab=tab: tab.post(f"/support/{article.slug}/helpful/", helpful="yes") for tab in tabs))
    assert Vote.objects.filter(article=article).count() == 1


def test_two_imports_of_one_folder_are_one(scenario: Cast, live: Live, tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{scenario.byrne.slug}-{number}.md").write_text(source(scenario, f"Number {number}."))
    command = ("import-articles", str(tmp_path), "--keep-missing")
    for done in at_once(lambda: live.run(*command), lambda: live.run(*command)):
        assert done.returncode == 0, done.stderr
    made = Article.objects.filter(slug__startswith=scenario.byrne.slug)
    assert made.count() == 6
    assert {article.version for article in made} == {1}


def test_an_import_does_not_overwrite_what_was_saved_at_that_moment(
    scenario: Cast, live: Live, sam: Member, tmp_path: Path
) -> None:
    file = tmp_path / f"edit-{scenario.byrne.slug}.md"
    file.write_text(source(scenario, "Once."))
    command = ("import-articles", str(tmp_path), "--keep-missing")
    assert live.run(*command).returncode == 0
    article = Article.objects.get(slug=file.stem)
    file.write_text(source(scenario, "From the file."))
    saved, done = at_once(
        lambda: save(sam, article, source(scenario, "From the desk.")), lambda: live.run(*command).returncode
    )
    assert done == 0
    article.refresh_from_db()
    if isinstance(saved, Answer) and saved.status == 302:  # the import came second
        assert "From the desk." in article.source
        assert "From the file." in article.waiting
    else:
        assert "From the file." in article.source
        assert isinstance(saved, Answer)
        assert "From the desk." in saved.words

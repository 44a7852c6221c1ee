"""docs/article.md leaves out no sentence of the marketplace's article, and what it names is there."""

import ast
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from tests.sentences import ARTICLE, ROOT, sentences

TABLE = ROOT / "docs" / "article.md"


def rows() -> list[tuple[list[int], str, list[str], list[str], list[str]]]:
    """Each row: the sentences' numbers, what they ask for, the rules, the screens, the tests."""
    found = []
    for line in TABLE.read_text().split("\n"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and re.fullmatch(r"[\d, ]+", cells[0]):
            numbers = [int(number) for number in cells[0].split(",")]
            rules = re.findall(r"D\d+", cells[2])
            found.append(
                (numbers, cells[1], rules, re.findall(r"`([^`]+)`", cells[3]), re.findall(r"`([^`]+)`", cells[4]))
            )
    return found


def words_of_the_article() -> list[str]:
    if not ARTICLE.exists():
        pytest.skip(f"the marketplace's article is not here: {ARTICLE}")
    return sentences(ARTICLE.read_text())


def test_no_sentence_of_the_article_is_left_out() -> None:
    numbered = sorted(number for numbers, *_ in rows() for number in numbers)
    assert numbered == list(range(1, len(words_of_the_article()) + 1))


def test_the_articles_words_stay_out_of_the_repository() -> None:
    for sentence in words_of_the_article():
        for file in [TABLE, *ROOT.glob("src/anam/helpcenter/articles/*.md")]:
            assert sentence not in file.read_text(), file.name


def test_every_row_says_what_is_asked_for_where_it_is_seen_and_what_keeps_it() -> None:
    assert len(rows()) > 10
    for numbers, asked, _, screens, tests in rows():
        assert len(asked) > 20, numbers
        assert screens, numbers
        assert tests, numbers


@pytest.mark.parametrize("name", sorted({test for *_, tests in rows() for test in tests}))
def test_a_test_that_is_named_exists(name: str) -> None:
    file, _, function = name.partition("::")
    tree = ast.parse((ROOT / file).read_text())
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_rule_that_is_named_is_named_by_a_test() -> None:
    proofs = "".join(file.read_text() for file in [*ROOT.glob("src/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")])
    for rule in {rule for _, _, rules, *_ in rows() for rule in rules}:
        assert re.search(rf"\b{rule}\b", proofs), rule


@pytest.mark.django_db
def test_the_articles_own_links_lead_to_the_support_center_of_anam(client: Client, settings: object) -> None:
    words_of_the_article()
    settings.OLD_SUPPORT_URL = "https://support.anamcraft.com"  # type: ignore[attr-defined]
    call_command("import_articles", str(ARTICLE.parent), stdout=StringIO(), stderr=StringIO())
    html = client.get("/support/declining-an-order/").content.decode()
    assert re.search(r'visit our <a href="/support/" rel="noopener">Support Center</a>', html)

"""docs/article.md leaves out no sentence of the marketplace's article, and what it names is there."""

import ast
import re
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "article.md"
SAMPLE = ROOT / "src/anam/helpcenter/tests/marketplace"
# The article's sentences in their order, without their words, which are the marketplace's: how many, and their digest.
SENTENCES = [
    (13, "dfdb6da027d9db38"),
    (25, "5a6ddf6490a91698"),
    (32, "0bd53896253dd9e6"),
    (23, "5bb8b71241f019c4"),
    (16, "62ed7c026379dbea"),
    (13, "9f4f54375459a723"),
    (24, "e292b8bc8b573324"),
    (13, "64002dee2b8068b1"),
    (23, "6416d5f585eefd75"),
    (8, "ac718c4a03a0d486"),
    (10, "609433b5019c80d6"),
    (16, "c8a054e6e8e36a32"),
    (9, "fb9dce3361b3122c"),
    (12, "18298584e1ad9a47"),
    (8, "2d0332085982ff74"),
    (13, "64002dee2b8068b1"),
    (7, "1723b56f222545f3"),
]


def digest(words: list[str]) -> str:
    return sha256(" ".join(words).encode()).hexdigest()[:16]


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


def test_no_sentence_of_the_article_is_left_out() -> None:
    numbered = sorted(number for numbers, *_ in rows() for number in numbers)
    assert numbered == list(range(1, len(SENTENCES) + 1))


def test_the_articles_words_stay_out_of_the_repository() -> None:
    for file in [TABLE, *ROOT.glob("src/anam/helpcenter/**/*.md")]:
        words = re.findall(r"\w+", file.read_text().lower())
        for length in {length for length, _ in SENTENCES}:
            found = {digest(words[start : start + length]) for start in range(len(words) - length + 1)}
            assert not found & {known for _, known in SENTENCES}, file


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
    settings.OLD_SUPPORT_URL = "https://support.anamcraft.com"  # type: ignore[attr-defined]
    call_command("import_articles", str(SAMPLE), stdout=StringIO(), stderr=StringIO())
    html = client.get("/support/declining-an-order/").content.decode()
    assert re.search(r'is in the <a href="/support/" rel="noopener">Support Center</a>', html)

"""Decisions are numbered from 1 without gaps, each says its own number, and none is named that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "decisions"
DECISIONS = sorted(FOLDER.glob("*.md"))
_LINK = re.compile(r"\[(\d+)\]\((?:[\w./-]*/)?(\d{4})-[\w.-]+\.md\)")
_NAMED = re.compile(r"\b[Dd]ecisions? (\d+)\b|docs/decisions/(\d{4})\b")


def test_they_are_numbered_without_gaps_and_each_number_once() -> None:
    assert len(DECISIONS) > 40
    numbers = [file.name.partition("-")[0] for file in DECISIONS]
    assert numbers == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_each_says_its_own_number_and_is_short(file: Path) -> None:
    text = file.read_text()
    assert re.match(rf"# {int(file.name[:4])}\. \S", text)
    assert re.fullmatch(r"\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.md", file.name)
    assert len(text.splitlines()) <= 25


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_link_says_the_number_that_it_leads_to(file: Path) -> None:
    for said, number in _LINK.findall(file.read_text()):
        assert int(said) == int(number)


def test_code_names_decisions_that_are_there() -> None:
    for file in [*ROOT.glob("src/anam/**/*.py"), *ROOT.glob("benchmarks/*.py")]:
        for word, path in _NAMED.findall(file.read_text()):
            assert 1 <= int(word or path) <= len(DECISIONS), file.name

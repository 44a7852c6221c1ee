"""docs/rules.md has every rule that code and tests name, and names nothing that is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RULES = (ROOT / "docs" / "rules.md").read_text()
_RULE = re.compile(r"\b(?:D(?:[1-9]|1[0-4])|M(?:[1-9]|1[0-3]))\b")
_FROM_TO = re.compile(r"\b([DM])(\d+) to \1(\d+)\b")
_PATH = re.compile(r"`((?:src/anam|tests)/[^`\s]+)`")


def rules() -> dict[str, str]:
    """Each rule and what is said of it."""
    parts = re.split(r"^### ([DM]\d+)\. ", RULES.partition("\n## Glossary\n")[0], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def named_in(text: str) -> set[str]:
    """The rules that `text` names: D3, or all of D1 to D5."""
    ranges = {f"{letter}{number}" for letter, a, z in _FROM_TO.findall(text) for number in range(int(a), int(z) + 1)}
    return ranges | set(_RULE.findall(text))


def code() -> Iterator[str]:
    for file in [*ROOT.glob("src/anam/**/*.py"), *ROOT.glob("tests/**/*.py")]:
        if file != Path(__file__) and "migrations" not in file.parts:
            yield file.read_text()


def test_every_rule_that_is_named_stands_here() -> None:
    named = {rule for text in code() for rule in named_in(text)}
    assert {"D1", "D14", "M4"} <= named
    assert named - set(rules()) == set()


@pytest.mark.parametrize("rule", rules())
def test_every_rule_says_what_where_and_what_proves_it(rule: str) -> None:
    words, _, places = rules()[rule].partition("\n- **Kept by** ")
    kept, _, proved = places.partition("\n- **Proved by** ")
    assert len(words) > 100
    assert [path for path in _PATH.findall(kept) if path.startswith("src/anam/")]
    assert [path for path in _PATH.findall(proved) if "::test_" in path]


@pytest.mark.parametrize("path", sorted(set(_PATH.findall(RULES))))
def test_whatever_is_named_exists(path: str) -> None:
    file, _, function = path.partition("::")
    assert (ROOT / file).exists()
    if function:
        tree = ast.parse((ROOT / file).read_text())
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("rule", rules())
def test_a_proof_says_what_it_proves(rule: str) -> None:
    """In its own docstring, or in that of its file."""
    for path in _PATH.findall(rules()[rule].partition("**Proved by**")[2]):
        file, _, function = path.partition("::")
        tree = ast.parse((ROOT / file).read_text())
        [test] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
        assert rule in named_in(f"{ast.get_docstring(test)}\n{ast.get_docstring(tree)}"), path


def test_the_glossary_has_each_word_once() -> None:
    words = re.findall(r"^\| ([a-z][a-z, ]+) \|", RULES.partition("\n## Glossary\n")[2], re.MULTILINE)[1:]
    assert len(words) > 25
    assert len(words) == len(set(words))


def test_who_keeps_a_rule_names_it() -> None:
    """So that grep finds the code from the rule, and not only the other way round."""
    silent = [
        f"{file} of {rule}"
        for rule, text in rules().items()
        for file in re.findall(r"`(src/[^`]+\.py)`", text.partition("**Kept by**")[2].partition("**Proved by**")[0])
        if rule not in named_in((ROOT / file).read_text())
    ]
    assert silent == []

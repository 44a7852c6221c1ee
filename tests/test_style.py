"""The words that docs/style.md replaces are neither identifiers nor names of files (in sentences they may stand)."""

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Good words of something else: a basket's `held` lock, a storefront's `story`, a reason that is `for_makers`.
GOOD_ELSEWHERE = {
    *("asked", "fingerprint", "for_makers", "give_up", "held", "hold", "move", "plain", "reach", "steps", "story"),
    *("told", "whole"),
}


def replaced() -> set[str]:
    """The second column of the table, in backticks; `MOST_…` stands for all that begin so."""
    rows = re.findall(r"^\| .* \| (.*) \|$", (ROOT / "docs" / "style.md").read_text(), re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`([\w…]+)`", row)} - GOOD_ELSEWHERE


def identifiers(tree: ast.AST) -> set[str]:
    names = (getattr(node, what, None) for node in ast.walk(tree) for what in ("name", "id", "attr", "arg", "asname"))
    return {name for name in names if isinstance(name, str)}


def test_no_name_is_one_of_the_words_that_were_replaced() -> None:
    words = replaced()
    assert len(words) > 80
    beginnings = tuple(word.removesuffix("…") for word in words if word.endswith("…"))
    found = set()
    for file in (file for where in ("src", "tests", "benchmarks") for file in ROOT.glob(f"{where}/**/*.py")):
        if "migrations" not in file.parts:
            names = {file.stem, *identifiers(ast.parse(file.read_text()))}
            names = {name for name in names if name in words or name.startswith(beginnings)}
            found |= {f"{file.relative_to(ROOT)}: {name}" for name in names}
    assert sorted(found) == []


def test_files_of_one_app_have_names_of_their_own() -> None:
    """Else an open tab has to be guessed. A command is called as whoever runs it calls it."""
    found: Counter[tuple[str, str]] = Counter()
    for app in (ROOT / "src" / "anam").iterdir():
        own = (file for file in app.rglob("*.py") if not {"tests", "migrations", "commands"} & {*file.parts})
        found.update((app.name, file.name) for file in own if file.name != "__init__.py")
    assert [one for one, count in found.items() if count > 1] == []

"""Templates are read and edited by people: their lines are no longer than those of the code."""

from pathlib import Path

import anam

MAX_COLUMNS = 120
ROOT = Path(anam.__file__).parent
TEMPLATES = [path for folder in ROOT.glob("*/templates") for path in folder.rglob("*") if path.is_file()]


def test_no_line_of_a_template_is_longer_than_120_columns() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{number} has {len(line)}"
        for path in sorted(TEMPLATES)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > MAX_COLUMNS
    ]
    assert not too_long, "\n".join(too_long)


def test_no_template_has_tabs_or_spaces_at_the_end_of_a_line() -> None:
    untidy = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(TEMPLATES)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "\t" in line or line != line.rstrip()
    ]
    assert not untidy, "\n".join(untidy)


def test_the_templates_are_found() -> None:
    assert {path.suffix for path in TEMPLATES} == {".html", ".txt"}
    assert len(TEMPLATES) > 100

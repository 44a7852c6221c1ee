"""Templates are read and edited by people: their lines are no longer than those of the code."""

import re
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


def test_fields_are_written_by_django_and_the_one_field_template() -> None:
    """What marks a field that is wrong stands nowhere else; a text that a page shows by hand is there to be copied."""
    by_hand = [
        str(path.relative_to(ROOT))
        for path in sorted(TEMPLATES)
        if "aria-invalid" in (text := path.read_text())
        or any("readonly" not in tag for tag in re.findall(r"<textarea[^>]*>", text))
    ]
    assert by_hand == []

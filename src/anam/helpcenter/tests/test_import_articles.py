"""`anam import-articles`: what it says of each file, and that a bad one leaves the others be."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from anam.helpcenter.models import Article


def run(folder: Path) -> tuple[str, str, str]:
    """What the command says, what it complains of, and with which last words it fails."""
    said, complained, last_words = StringIO(), StringIO(), ""
    try:
        call_command("import_articles", str(folder), stdout=said, stderr=complained)
    except CommandError as error:
        last_words = str(error)
    return said.getvalue(), complained.getvalue(), last_words


@pytest.mark.django_db
def test_an_import_replaces_ours_and_a_second_one_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "declining-an-order.md"
    file.write_text("---\ntitle: Theirs\n---\n# {{ page.title }}\n")
    assert "replaced   /support/declining-an-order/\n1 article: 1 replaced." in run(tmp_path)[0]
    before = Article.objects.get(slug="declining-an-order")
    assert (before.title, before.ours) == ("Theirs", False)
    assert "unchanged  /support/declining-an-order/\n1 article: 1 unchanged." in run(tmp_path)[0]
    assert Article.objects.get(slug="declining-an-order").changed_at == before.changed_at
    file.write_text("Other words")
    assert "changed    /support/declining-an-order/" in run(tmp_path)[0]
    assert Article.objects.get(slug="declining-an-order").title == "Declining an order"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"---\ntitle: a: b\n---\nText", ":2", "mapping values are not allowed here"),
        (b"---\n\ntitle: a\n\tb: c\n---\nText", ":4", "cannot start any token"),
        (b"---\ntitle: a\n", ":1", "never ends"),
        (b"---\n- a\n---\n", ":1", "not a list of names and values"),
        (b"---\na: &a [1]\nb: *a\n---\n", ":3", "alias"),
        (b"---\na: " + b"[" * 3000 + b"]" * 3000 + b"\n---\n", ":2", "nested too deeply"),
        (b"---\na: 2026-99-99\n---\n", "", "month must be in 1..12"),
        (b"---\na: !!timestamp x\n---\n", "", "front matter cannot be read"),
        (b"---\ntitle: [a]\n---\n", "", "is a list"),
        (b'---\ntitle: "a\\0b"\n---\n', "", "cannot be kept"),
        (b"---\ntitle: " + b"a" * 201 + b"\n---\n", "", "201 characters, of at most 200"),
        (b"---\r\ntitle: a\r\n---\r\n\r\n# A\r\n\r\n{% if nonsense %}\r\n", ":7", "never closed"),
        (b"# A\n\n{% for i in (1..99999999999) %}x{% endfor %}", ":3", "turns"),
        (b"# A\n\nGr\xfc\xdfe", ":3", "not UTF-8"),
        (b"# A\n\0", ":2", "NUL"),
        (b"x" * 1_000_001, "", "larger than 1,000,000 bytes"),
    ],
)
def test_a_bad_file_is_named_with_its_line_and_the_rest_is_imported(
    tmp_path: Path, content: bytes, line: str, why: str
) -> None:
    (tmp_path / "bad.md").write_bytes(content)
    (tmp_path / "good.md").write_text("# Good")
    said, complained, last_words = run(tmp_path)
    assert f"{tmp_path}/bad.md{line}: refused, " in complained
    assert why in complained
    assert complained.count("\n") == 1
    assert "new        /support/good/" in said
    assert last_words == "2 articles: 1 refused and 1 new."
    assert Article.objects.filter(slug__in=["good", "bad"]).get().slug == "good"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("With spaces.md", "with-spaces"),
        ("größe.md", "grosse"),
        ("two.dots.md", "two-dots"),
        ("x" * 121 + ".md", "x" * 120),
        ("UPPER.markdown", "upper"),
    ],
)
def test_a_file_name_becomes_an_address(tmp_path: Path, name: str, slug: str) -> None:
    (tmp_path / name).write_text("# A")
    assert run(tmp_path) == (f"new        /support/{slug}/\n1 article: 1 new.\n", "", "")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["日本.md", "....md", "-.md"])
def test_a_file_name_of_which_no_address_can_be_made_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("# A")
    (tmp_path / "good.md").write_text("# Good")
    said, complained, _ = run(tmp_path)
    assert "its name becomes its address" in complained or name.startswith(".")
    assert "/support/good/" in said


@pytest.mark.django_db
def test_a_file_name_of_two_lines_is_named_in_one(tmp_path: Path) -> None:
    (tmp_path / "line\nbreak.md").write_text("# A")
    (tmp_path / "good.md").write_text("# Good")
    complained = run(tmp_path)[1]
    assert f"{tmp_path}/line?break.md: skipped, its name becomes its address" in complained
    assert complained.count("\n") == 1


@pytest.mark.django_db
def test_a_missing_folder_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "a-file.md").write_text("# A")
    assert run(tmp_path / "missing")[2] == f"There is no folder {tmp_path}/missing."
    assert "is a file; give the folder" in run(tmp_path / "a-file.md")[2]
    (tmp_path / "empty").mkdir()
    assert "There are no articles in" in run(tmp_path / "empty")[2]


@pytest.mark.django_db
def test_a_byte_order_mark_is_no_part_of_an_article(tmp_path: Path) -> None:
    (tmp_path / "windows.md").write_bytes(b"\xef\xbb\xbf---\r\ntitle: From Windows\r\n---\r\n# A\r\n")
    assert run(tmp_path)[2] == ""
    assert Article.objects.get(slug="windows").title == "From Windows"

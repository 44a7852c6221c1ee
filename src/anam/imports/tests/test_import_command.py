"""`anam import-orders` as a program: files of another kind, formats, and the report of what was refused."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from anam.imports.tests.export import RUG, order, text_of, written
from anam.imports.tests.test_import_orders import run
from anam.orders.models import Order
from conftest import Cast


def test_the_report_lists_what_was_refused_with_line_and_reason(cast: Cast, tmp_path: Path) -> None:
    report = tmp_path / "refused.csv"
    bad = order("#2", {"Lineitem quantity": "x"}, total="14.50")
    run(written(tmp_path, order("#1", total="14.50"), bad), report=report)
    assert report.read_text().splitlines() == [
        "line,order,reason",
        "3,#2,The quantity “x” is not a whole number of 1 or more.",
    ]


def test_a_report_that_cannot_be_written_is_said_before_anything_comes_in(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no/refused\.csv: No such file or directory"):
        run(written(tmp_path, order("#1", total="14.50")), report=tmp_path / "no" / "refused.csv")
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("option", "words"), [({"time_zone": "Mars"}, "no time zone “Mars”"), ({"maker": "x"}, "no maker")]
)
def test_options_that_mean_nothing_are_named(cast: Cast, tmp_path: Path, option: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(written(tmp_path, order("#1", total="14.50")), **option)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xff\xfeN\x00a", "begins as text in UTF-16, and is broken"),
        (b"Name,Id\n#1,\xe9\x81\n", r"not UTF-8 text \(line 2\)"),
        ("Name,Id\n#1,é\n".encode() + b"\xff", r"not UTF-8 text \(line 3\)"),
        (b"\x89PNG\r\n\x1a\n\x00", "not UTF-8 text"),
        (b'{"orders": []}', "no column Name, Id"),
        (b'"Name,Id\n#1', "no CSV file"),
        (b"x" * 1_100_000, "no CSV file"),
    ],
)
def test_a_file_of_another_kind_is_named_in_one_line(cast: Cast, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as error:
        run(path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("name", "words"), [("", "is a folder"), ("absent.csv", "There is no file")])
def test_a_folder_or_nothing_is_named(cast: Cast, tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(tmp_path / name)


def test_a_format_that_there_is_not_is_named(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no format “fax”"):
        call_command("import_orders", tmp_path / "x.csv", format="fax")


def test_a_bom_and_windows_line_ends_are_no_trouble(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "windows.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text_of(order("#1", {}, RUG, total="114.50")).replace("\n", "\r\n").encode())
    assert "1 imported" in run(path)[0]

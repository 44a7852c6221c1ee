"""When the database that all tests copy is made again."""

import os
from pathlib import Path

import psycopg
import pytest

from tests import copies


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree of code."""
    monkeypatch.setattr(copies, "ROOT", tmp_path)
    (tmp_path / "requirements-dev.lock").write_text("django")
    for name in (
        "orders/models/order.py",
        "orders/views/order_page.py",
        "support/actions/escalate.py",
        "helpcenter/articles/a.md",
        "helpcenter/actions/publish.py",
        "orders/migrations/0001_initial.py",
    ):
        (tmp_path / "src/anam" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "src/anam" / name).write_text("As it was")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("src/anam/orders/models/order.py", True),
        ("src/anam/orders/migrations/0002_more.py", True),
        ("src/anam/helpcenter/articles/a.md", True),
        ("src/anam/helpcenter/actions/publish.py", True),
        ("requirements-dev.lock", True),
        ("src/anam/orders/views/order_page.py", False),
        ("src/anam/support/actions/escalate.py", False),
        ("src/anam/orders/templates/orders/a.html", False),
    ],
)
def test_what_has_a_say_in_a_migrated_database_makes_it_again(elsewhere: Path, name: str, counts: bool) -> None:
    before = copies._our_code([])
    (elsewhere / name).parent.mkdir(parents=True, exist_ok=True)
    (elsewhere / name).write_text("Changed")
    assert (copies._our_code([]) != before) is counts


def test_a_file_that_migrating_came_to_read_counts_wherever_it_is(elsewhere: Path) -> None:
    beside = ["src/anam/support/actions/escalate.py"]
    before = copies._our_code(beside)
    (elsewhere / beside[0]).write_text("Changed")
    assert copies._our_code(beside) != before


def test_the_mark_of_the_original_is_of_the_code_that_is_here(db: None) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        mark = copies._made_of(admin)
    assert copies._is_of_our_code(mark)
    assert all((copies.ROOT / name).is_file() for name in mark.split("\n")[1:])

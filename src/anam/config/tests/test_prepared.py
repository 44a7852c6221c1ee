"""What is prepared is known again, and whatever has changed is noticed."""

from pathlib import Path
from typing import Any

import pytest

from anam.config import prepared
from anam.config.prepared import is_prepared, keep_prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """A little program of its own, prepared."""
    monkeypatch.setattr(prepared, "_KEPT", tmp_path / "prepared")
    settings.SOURCE, settings.STATIC_ROOT = tmp_path / "source", tmp_path / "static"
    for path in (settings.SOURCE / "app" / "models.py", settings.STATIC_ROOT / "staticfiles.json"):
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    assert not is_prepared()
    keep_prepared()
    assert is_prepared()
    return tmp_path


@pytest.mark.parametrize("name", ["source/app/models.py", "static/staticfiles.json", "source/app/new.css"])
def test_a_file_that_has_changed_is_noticed(home: Path, name: str) -> None:
    (home / name).write_text("{ }")
    assert not is_prepared()


def test_what_python_compiles_is_no_change(home: Path) -> None:
    (home / "source" / "app" / "__pycache__").mkdir()
    (home / "source" / "app" / "__pycache__" / "models.pyc").write_text("")
    assert is_prepared()


def test_static_files_that_are_gone_are_noticed(home: Path) -> None:
    (home / "static" / "staticfiles.json").unlink()
    assert not is_prepared()


def test_another_package_or_another_database_is_noticed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setattr(prepared, "_packages", lambda: ["django-7.0.dist-info"])
        assert not is_prepared()
    with monkeypatch.context() as changed:
        changed.setattr(prepared, "_MIGRATED", "SELECT 'of other migrations', 1")
        assert not is_prepared()
    assert is_prepared()


def test_a_database_that_does_not_answer_is_not_prepared(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_parameters", lambda: {"host": "127.0.0.1", "port": "1"})
    assert not is_prepared()

"""The style sheets of every page are one file, in the order in which they are read."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real
from django.core.management import call_command
from django.templatetags.static import static

from anam.web import sheets


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**real.STORAGES, "staticfiles": {"BACKEND": "anam.web.sheets.StaticFiles"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path


def test_every_page_asks_for_one_sheet_that_is_all_of_them_in_their_order(collected: Path) -> None:
    """Named by its content, so that it may be kept for ever, and compressed beside itself."""
    name = static(sheets.EVERY_PAGE).removeprefix("/static/")
    assert name != sheets.EVERY_PAGE
    joined = (collected / name).read_text()
    begins = [joined.index((collected / part).read_text()) for part in sheets.SHEETS]
    assert begins == sorted(begins)
    assert (collected / f"{name}.br").exists()
    assert (collected / f"{sheets.EVERY_PAGE}.gz").exists()  # for the page of errors, which knows no other name


def test_a_sheet_that_has_changed_is_joined_anew(collected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = static(sheets.EVERY_PAGE)
    monkeypatch.setattr(sheets, "SHEETS", sheets.SHEETS[:-1])
    call_command("collectstatic", verbosity=0, interactive=False)
    assert static(sheets.EVERY_PAGE) != before

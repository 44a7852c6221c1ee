"""Where pictures are kept: a file is there whole or not at all, under a name that says what is in it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import boto3
import pytest
from django.conf import settings as ours
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from anam.config.media import storage
from anam.media.folder import Folder
from anam.media.pictures import (
    KEY,
    KEY_LENGTH,
    Made,
    address,
    discard,
    is_stored,
    keep,
    measure,
    stored_as,
    stored_keys,
    widths,
)

MADE = Made({"96.webp": b"small", "480.webp": b"large", "192.jpg": b"for e-mail"}, 480, 320)


def _kept_in(settings: Any, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_MEDIA", where)
    settings.STORAGES = {**ours.STORAGES, "default": storage(Path("/nowhere"))}


@pytest.fixture
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _kept_in(settings, str(tmp_path / "media"), monkeypatch)
    return tmp_path / "media"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A server of moto's that speaks S3, as a process.

    It looks at no signature: that we sign, and how, is proven by nothing here but boto3's own tests.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urlopen(f"{url}/moto-api/", timeout=5).close()  # noqa: S310 - ours
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def bucket(s3: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ACCESS_KEY_ID": "anam",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="pictures")
    _kept_in(settings, "s3://pictures/shop", monkeypatch)
    return client


def test_a_picture_is_known_by_the_hash_of_its_files_and_its_measure() -> None:
    other = Made({**MADE.files, "480.webp": b"another"}, 480, 320)
    assert re.fullmatch(KEY, MADE.key)
    assert len(f"{'0' * 64}-1600x2400") == KEY_LENGTH
    assert MADE.key == Made(dict(reversed(MADE.files.items())), 480, 320).key != other.key
    assert measure(MADE.key) == (480, 320)


@pytest.mark.parametrize(
    ("width", "expected"), [(100, [480]), (480, [480]), (481, [480, 960]), (1600, [480, 960, 1600])]
)
def test_a_picture_is_not_made_wider_than_it_is(width: int, expected: list[int]) -> None:
    assert widths(f"{'0' * 64}-{width}x100") == expected


def test_what_is_kept_twice_is_there_once(folder: Path) -> None:
    assert keep(MADE) == keep(MADE) == MADE.key
    assert sorted(file.name for file in folder.rglob("*") if file.is_file()) == ["192.jpg", "480.webp", "96.webp"]
    assert is_stored(MADE.key)


def test_a_writer_that_is_killed_leaves_no_half_of_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is whole, it has another name; what was begun is done again."""
    name = stored_as(MADE.key, "96.webp")

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        default_storage.save(name, ContentFile(b"small"))
    assert not default_storage.exists(name)
    assert [file for file in folder.rglob("*") if file.is_file()] == []
    monkeypatch.undo()
    keep(MADE)
    assert (folder / name).read_bytes() == b"small"


def test_a_store_that_speaks_s3_keeps_them_by_setting(bucket: Any) -> None:
    keep(MADE)
    keep(MADE)
    [one, *_] = found = bucket.list_objects_v2(Bucket="pictures")["Contents"]
    assert len(found) == 3
    assert one["Key"].startswith(f"shop/pictures/{MADE.key[:2]}/{MADE.key}/")
    assert is_stored(MADE.key)
    assert default_storage.open(stored_as(MADE.key, "480.webp")).read() == b"large"


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_what_is_discarded_is_gone_and_the_rest_stays(where: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(where)
    other = keep(Made({"96.webp": b"another"}, 480, 320))
    both = sorted([keep(MADE), other])
    assert sorted(stored_keys()) == both
    discard(MADE.key)
    discard(MADE.key)
    assert list(stored_keys()) == [other]
    assert not is_stored(MADE.key)


@pytest.mark.django_db
def test_the_site_hands_them_out_wherever_they_are_kept(bucket: Any) -> None:
    keep(MADE)
    answer = Client().get(address(MADE.key, "480.webp"))
    assert answer.getvalue() == b"large"  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "image/webp"
    assert Client().get(address(MADE.key, "960.webp")).status_code == 404


@pytest.mark.django_db
def test_a_browser_need_not_ask_again_and_takes_it_for_nothing_else(folder: Path) -> None:
    keep(MADE)
    answer = Client().get(address(MADE.key, "192.jpg"))
    assert answer.getvalue() == b"for e-mail"  # type: ignore[attr-defined]
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Length"] == "10"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["960.webp", "1.webp", "..%2f..%2f..%2fsecret-key", "../96.webp"])
def test_what_is_not_there_is_not_found(folder: Path, path: str) -> None:
    keep(MADE)
    (folder.parent / "secret-key").write_text("secret")
    answer = Client().get(address(MADE.key, path))
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("where", ["s3://", "s3:///x", "gs://pictures"])
def test_a_setting_that_makes_no_sense_is_refused(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_MEDIA", where)
    with pytest.raises(ImproperlyConfigured, match="ANAM_MEDIA"):
        storage(Path("/nowhere"))


def test_without_a_setting_they_are_kept_in_a_folder_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANAM_MEDIA")
    kept = storage(Path("/srv/anam"))
    assert kept["OPTIONS"]["location"] == "/srv/anam/media"
    assert Folder(**kept["OPTIONS"]).get_available_name("a.webp") == "a.webp"

"""Files of pictures that nothing names go after 30 days; a picture that anything names never does."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import F

from anam.catalog.actions.discard_pictures import discard_pictures
from anam.catalog.actions.prepare_picture import prepare_picture
from anam.catalog.actions.remove_picture import remove_picture
from anam.catalog.models import ShopPicture, UnnamedPicture
from anam.catalog.tests.factories import added
from anam.media.pictures import Made, discard, is_stored, keep, stored_as, stored_keys
from anam.orders.fulfilment.picture_names import without_a_name
from anam.orders.models import Line
from conftest import Cast


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    folder = {"BACKEND": "anam.media.folder.Folder", "OPTIONS": {"location": str(tmp_path), "allow_overwrite": True}}
    settings.STORAGES = {**settings.STORAGES, "default": folder}


def sweep() -> int:
    return discard_pictures(without_a_name=without_a_name)


def days_go_by(days: int) -> None:
    UnnamedPicture.objects.update(since=F("since") - timedelta(days=days))


def removed(cast: Cast, colour: str = "tan") -> str:
    """The key of a picture that a maker has taken from their product."""
    [picture] = added(cast.mug, colour)
    remove_picture(picture)
    return picture.key


def test_what_nothing_names_goes_after_thirty_days_and_not_before(cast: Cast) -> None:
    key, [kept] = removed(cast), added(cast.bowl, "teal")
    assert sweep() == 0
    days_go_by(29)
    assert sweep() == 0
    assert is_stored(key)
    days_go_by(1)
    assert sweep() == 1
    assert not is_stored(key)
    assert kept.key in stored_keys()
    assert key not in stored_keys()
    assert not UnnamedPicture.objects.exists()


def test_what_an_order_was_placed_with_stays(cast: Cast) -> None:
    [picture] = added(cast.mug, "navy")
    order = cast.order()
    Line.objects.filter(order=order).update(picture=picture.key)
    remove_picture(picture)
    for _ in range(2):
        assert sweep() == 0
        days_go_by(60)
    assert is_stored(picture.key)


def test_what_was_named_again_meanwhile_has_its_whole_time_anew(cast: Cast) -> None:
    key = removed(cast)
    sweep()
    days_go_by(40)
    [again] = added(cast.bowl, "tan")
    assert again.key == key
    assert sweep() == 0
    remove_picture(again)
    assert sweep() == 0
    assert is_stored(key)


def test_a_picture_that_is_sent_while_its_old_files_are_removed_is_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files were there when it was stored, and gone when its row is written: they are stored again."""
    key = removed(cast)
    [waiting] = added(cast.bowl, "tan", ready=False)

    def stored_and_then_removed(made: Made) -> str:
        monkeypatch.setattr("anam.catalog.actions.prepare_picture.keep", keep)
        keep(made)
        discard(made.key)
        return made.key

    monkeypatch.setattr("anam.catalog.actions.prepare_picture.keep", stored_and_then_removed)
    prepare_picture(waiting.pk)
    assert ShopPicture.objects.get(pk=waiting.pk).key == key
    assert is_stored(key)


def test_verify_says_which_pictures_are_missing(cast: Cast) -> None:
    [picture] = added(cast.mug, "olive")
    said = StringIO()
    discard(picture.key)
    with pytest.raises(CommandError, match="1 broken, in 1 place"):
        call_command("verify", stdout=said)
    assert said.getvalue() == "pictures product MUG-01: its picture is not stored here\n"


def test_what_is_discarded_twice_or_halfway_is_no_trouble(cast: Cast) -> None:
    key = removed(cast)
    default_storage.delete(stored_as(key, "96.webp"))
    discard(key)
    discard(key)
    assert key not in stored_keys()

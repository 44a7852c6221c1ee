"""Pictures of products: added, made ready by the worker, ordered, described, removed; orders keep theirs."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.catalog.actions.add_pictures import add_pictures
from anam.catalog.actions.describe_picture import describe_picture
from anam.catalog.actions.place_picture import place_picture
from anam.catalog.actions.prepare_picture import prepare_picture
from anam.catalog.actions.remove_picture import remove_picture
from anam.catalog.models import PictureOriginal, Product, ShopPicture, Storefront
from anam.catalog.sent_pictures import MAX_OF_A_PRODUCT, SentPicture, missing_pictures
from anam.catalog.tests.factories import added, drawn
from anam.media.pictures import address, is_stored, measure, stored_as
from anam.refusals import Refused
from conftest import Cast


def face(product: Product) -> str:
    return Product.objects.get(pk=product.pk).face


def test_a_picture_waits_until_the_worker_has_made_its_files(cast: Cast) -> None:
    [picture] = added(cast.mug, "red", ready=False)
    assert (picture.state, picture.key, face(cast.mug)) == ("waiting", "", "")
    [job] = ProcrastinateJob.objects.filter(task_name="catalog.prepare_picture")
    assert (job.queue_name, job.args) == ("pictures", {"picture_id": picture.pk})
    prepare_picture(picture.pk)
    picture.refresh_from_db()
    assert picture.state == "ready"
    assert is_stored(picture.key)
    assert measure(picture.key) == (300, 200)
    assert face(cast.mug) == picture.key
    assert not PictureOriginal.objects.exists()


def test_the_same_picture_sent_twice_is_there_once(cast: Cast) -> None:
    added(cast.mug, "red", ready=False)
    assert added(cast.mug, "red", ready=False) == []
    assert cast.mug.pictures.count() == PictureOriginal.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ShopPicture.objects.create(maker=cast.byrne, product=cast.mug, sent_hash=drawn("red").hash)


def test_a_worker_that_is_killed_leaves_nothing_half_and_is_repeated(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it was killed before a file, between two, or between the files and the row."""
    [picture] = added(cast.mug, "navy", ready=False)
    save, saved = default_storage.save, []

    def killed_at_the_third(name: str, content: Any) -> str:
        if len(saved) == 2:
            raise KeyboardInterrupt
        saved.append(name)
        return save(name, content)

    monkeypatch.setattr(
        type(default_storage._wrapped), "save", lambda _self, name, content: killed_at_the_third(name, content)
    )  # type: ignore[attr-defined]
    monkeypatch.setattr(type(default_storage._wrapped), "exists", lambda _self, name: name in saved)  # type: ignore[attr-defined]
    with pytest.raises(KeyboardInterrupt):
        prepare_picture(picture.pk)
    picture.refresh_from_db()
    assert (picture.state, face(cast.mug)) == ("waiting", "")
    monkeypatch.undo()
    prepare_picture(picture.pk)
    prepare_picture(picture.pk)
    picture.refresh_from_db()
    assert picture.state == "ready"
    assert default_storage.exists(stored_as(picture.key, "480.webp"))


def test_what_is_no_picture_is_refused_with_its_reason(cast: Cast) -> None:
    [picture] = add_pictures([SentPicture(b"\xff\xd8\xff nothing", "mug.jpg")], maker=cast.byrne, product=cast.mug)
    prepare_picture(picture.pk)
    picture.refresh_from_db()
    assert (picture.state, picture.why, picture.key) == ("refused", {"code": "picture_no_picture"}, "")
    assert picture.why_words == "It is no JPEG, PNG or WebP picture, whatever it is called."
    assert not PictureOriginal.objects.exists()
    assert face(cast.mug) == ""


def test_the_first_that_is_ready_is_the_face(cast: Cast) -> None:
    red, green, blue = added(cast.mug, "red", "green", "blue")
    assert face(cast.mug) == red.key
    place_picture(blue, place=0)
    place_picture(blue, place=0)
    assert list(cast.mug.pictures.all()) == [blue, red, green]
    assert face(cast.mug) == blue.key
    remove_picture(blue)
    assert face(cast.mug) == red.key
    [waiting] = added(cast.mug, "white", ready=False)
    place_picture(waiting, place=0)
    assert face(cast.mug) == red.key
    place_picture(red, place=99)
    assert list(cast.mug.pictures.all()) == [waiting, green, red]
    describe_picture(green, alt="A mug, seen from above")
    assert Product.objects.with_face_alt().get(pk=cast.mug.pk).face_alt == "A mug, seen from above"


def test_an_order_keeps_the_picture_of_what_was_ordered(cast: Cast) -> None:
    red, green = added(cast.mug, "red", "green")
    cast.mug.refresh_from_db()
    order = cast.order()
    remove_picture(red)
    later = cast.order(lines=[(Product.objects.get(pk=cast.mug.pk), 1)])
    cast.mug.pictures.all().delete()
    assert list(order.lines.values_list("picture", flat=True)) == [red.key, ""]
    assert later.lines.get().picture == green.key
    assert is_stored(red.key)


def test_a_product_has_so_many_pictures_at_most(cast: Cast) -> None:
    files = [drawn((number, 0, 0)) for number in range(MAX_OF_A_PRODUCT + 1)]
    with pytest.raises(Refused, match=f"at most {MAX_OF_A_PRODUCT} pictures"):
        add_pictures(files, maker=cast.byrne, product=cast.mug)
    assert not ShopPicture.objects.exists()
    add_pictures(files[:-1], maker=cast.byrne, product=cast.mug)


def test_a_new_cover_takes_the_place_of_the_old_once_it_is_ready(cast: Cast) -> None:
    def cover() -> str:
        return Storefront.objects.get(maker=cast.byrne).cover

    [first] = add_pictures([drawn("red")], maker=cast.byrne, product=None)
    prepare_picture(first.pk)
    first.refresh_from_db()
    [second] = add_pictures([drawn("green")], maker=cast.byrne, product=None)
    assert cover() == first.key
    prepare_picture(second.pk)
    second.refresh_from_db()
    assert cover() == second.key
    assert list(ShopPicture.objects.of_cover(cast.byrne)) == [second]
    remove_picture(second)
    assert cover() == ""


def test_a_machine_that_does_not_find_the_pictures_says_so(cast: Cast, settings: Any, tmp_path: Any) -> None:
    """Two machines with a folder each: what one has made the other cannot show."""
    assert missing_pictures() == ""
    added(cast.mug, "red")
    assert missing_pictures() == ""
    options = {"location": str(tmp_path), "allow_overwrite": True}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    assert "ANAM_MEDIA" in missing_pictures()


def test_the_address_of_a_picture_is_made_of_its_key(cast: Cast) -> None:
    [picture] = added(cast.mug, "red")
    assert address(picture.key, "480.webp") == f"/pictures/{picture.key}/480.webp"

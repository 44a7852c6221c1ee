"""What a maker sees of their pictures and does with them, without JavaScript; and who sees them then."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anam.catalog.actions.prepare_picture import prepare_picture
from anam.catalog.models import Product, ShopPicture
from anam.catalog.tests.factories import added, drawn
from anam.people.models import User
from conftest import Cast

SignIn = Callable[[User], Client]


def upload(client: Client, path: str, *contents: bytes, name: str = "mug.png") -> str:
    files = [SimpleUploadedFile(name, content, content_type="image/png") for content in contents]
    return client.post(path, {"pictures": files}, follow=True).content.decode()


def test_a_maker_adds_pictures_and_sees_what_became_of_each(cast: Cast, sign_in: SignIn) -> None:
    client, path = sign_in(cast.hanna), f"/portal/products/{cast.mug.pk}/pictures/"
    assert 'accept="image/jpeg,image/png,image/webp"' in client.get(path).content.decode()
    page = upload(client, path, drawn("red").content, b"no picture")
    assert "2 pictures added." in page
    assert page.count("Being prepared.") == 2
    assert 'hx-trigger="every 2s"' in page
    for picture in ShopPicture.objects.all():
        prepare_picture(picture.pk)
    page = client.get(path).content.decode()
    assert "It is no JPEG, PNG or WebP picture" in page
    assert f'src="/pictures/{Product.objects.get(pk=cast.mug.pk).face}/480.webp"' in page
    assert "every 2s" not in page
    assert "That picture is here already." in upload(client, path, drawn("red").content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "“mug.heic” is empty"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "“mug.heic” is HEIC, which we cannot read."),
        (bytes(20 * 1024 * 1024 + 1), "“mug.heic” is too big: 21 MB of at most 20 MB."),
    ],
)
def test_what_cannot_be_a_picture_is_refused_in_words(cast: Cast, sign_in: SignIn, content: bytes, words: str) -> None:
    page = upload(sign_in(cast.hanna), f"/portal/products/{cast.mug.pk}/pictures/", content, name="mug.heic")
    assert words in page
    assert not ShopPicture.objects.exists()


def test_too_many_at_once_are_refused_before_any_is_kept(cast: Cast, sign_in: SignIn) -> None:
    contents = [drawn(colour).content for colour in ("red", "green", "blue", "black")]
    page = upload(sign_in(cast.hanna), f"/portal/products/{cast.mug.pk}/pictures/", *contents)
    assert "These are 4 pictures; add at most 3 at once." in page
    assert "These are 2 pictures; add at most 1 at once." in upload(
        sign_in(cast.hanna), "/portal/products/cover/", *contents[:2]
    )
    assert not ShopPicture.objects.exists()


def test_without_a_file_the_maker_is_asked_for_one(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.hanna).post("/portal/products/cover/")
    assert answer.status_code == 422
    assert "Choose a picture first." in answer.content.decode()


def test_a_maker_orders_describes_and_removes_pictures(cast: Cast, sign_in: SignIn) -> None:
    red, green = added(cast.mug, "red", "green")
    client = sign_in(cast.hanna)
    path = "/portal/products/pictures/{}/{}/"
    client.post(path.format(green.pk, "place"), {"place": "0"})
    assert list(cast.mug.pictures.all()) == [green, red]
    client.post(path.format(green.pk, "describe"), {"alt": "  A green \n mug "})
    assert 'alt="A green mug"' in Client().get("/m/byrne/").content.decode()
    client.post(path.format(green.pk, "remove"))
    assert list(cast.mug.pictures.all()) == [red]
    assert client.post(path.format(green.pk, "remove")).status_code == 404
    assert client.post(path.format(red.pk, "place"), {"place": "-1"}).status_code == 302


def test_another_makers_pictures_are_not_found(cast: Cast, sign_in: SignIn) -> None:
    [red] = added(cast.mug, "red")
    client = sign_in(cast.otto)
    assert client.get(f"/portal/products/{cast.mug.pk}/pictures/").status_code == 404
    for verb in ("place", "describe", "remove"):
        assert client.post(f"/portal/products/pictures/{red.pk}/{verb}/").status_code == 404
    assert upload(client, f"/portal/products/{cast.mug.pk}/pictures/", drawn("blue").content)
    assert list(cast.mug.pictures.all()) == [red]


def test_a_cover_stands_at_the_top_of_the_storefront(cast: Cast, sign_in: SignIn) -> None:
    upload(sign_in(cast.hanna), "/portal/products/cover/", drawn("teal", (1800, 600)).content)
    prepare_picture(ShopPicture.objects.get().pk)
    page = Client().get("/m/byrne/").content.decode()
    assert 'width="1600" height="533" alt="" fetchpriority="high"' in page
    assert "1600.webp 1600w" in page
    assert "/960.webp" in Client().get("/").content.decode()


def test_a_picture_keeps_its_place_free_and_only_the_first_are_fetched_at_once(cast: Cast) -> None:
    """Width and height are there before it is, so nothing moves; a phone takes no more than the 480."""
    for product in (cast.mug, cast.bowl):
        added(product, "red")
    third = Product.objects.create(maker=cast.byrne, sku="Z", title="Zebra", unit_price=1)
    added(third, "red")
    page = Client().get("/m/byrne/").content.decode()
    assert page.count("fetchpriority=") == 2
    assert page.count('loading="lazy"') == 1
    assert page.count('width="300" height="200"') == 3
    assert "960.webp" not in page


def test_pictures_cost_a_storefront_no_query_each(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            Client().get("/m/byrne/")
        return len(asked)

    before = queries()
    added(cast.mug, "red", "green")
    added(cast.bowl, "red")
    assert queries() == before

"""Pictures that an import brings, by address: from the open internet alone, in time, and never too much."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from anam.catalog.actions.fetch_picture import fetch_picture
from anam.catalog.actions.import_pictures import import_pictures
from anam.catalog.actions.prepare_picture import prepare_picture
from anam.catalog.models import PictureOriginal, Product, ShopPicture
from anam.catalog.tests.factories import drawn
from anam.catalog.tests.test_pictures import face
from anam.outbound import download
from conftest import Cast


@dataclass
class Shop:
    """Another shop's server on this machine."""

    url: str
    asked: list[str] = field(default_factory=list)


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.shop.asked.append(self.path)  # type: ignore[attr-defined]
        kind = self.path.strip("/").partition("?")[0]
        if kind == "picture":
            self._send(drawn("red").content)
        elif kind == "hangs":
            self.server.over.wait(20)  # type: ignore[attr-defined]
        elif kind == "drips":
            self._head({"Content-Length": "1000000"})
            while not self.server.over.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(b".")
        elif kind == "says-2-gb":
            self._head({"Content-Length": str(2 * 1024**3)})
        elif kind == "is-endless":
            self._head({"Connection": "close"})
            while not self.server.over.is_set():  # type: ignore[attr-defined]
                self.wfile.write(bytes(1024 * 1024))
        elif kind == "moved":
            self._head({"Location": "/picture", "Content-Length": "0"}, 302)
        elif kind == "inwards":
            self._head({"Location": "https://169.254.169.254/latest/meta-data/", "Content-Length": "0"}, 302)
        elif kind == "round":
            self._head({"Location": "/round", "Content-Length": "0"}, 302)
        else:
            self._head({"Content-Length": "0"}, 404)

    def _send(self, content: bytes) -> None:
        self._head({"Content-Length": str(len(content))})
        self.wfile.write(content)

    def _head(self, headers: dict[str, str], status: int = 200) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None: ...


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Its address may be asked here, as if it were of the open internet; no other of this machine's may."""
    server = _Server(("127.0.0.1", 0), _Answering)
    server.over, server.shop = threading.Event(), Shop(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    resolve, read = download.resolve, download.read_url
    here = server.server_port
    monkeypatch.setattr(download, "read_url", lambda url, private: read(url, private=f":{here}/" in url))
    monkeypatch.setattr(download, "resolve", lambda target, private: resolve(target, private=target.port == here))
    yield server.shop  # type: ignore[attr-defined]
    server.over.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def brought(product: Product, url: str) -> ShopPicture:
    assert import_pictures([(url, "A mug")], product=product) == 1
    picture = product.pictures.get()
    fetch_picture(picture.pk)
    picture.refresh_from_db()
    return picture


def test_a_picture_is_brought_and_made_ready_like_any_other(cast: Cast, shop: Shop) -> None:
    picture = brought(cast.mug, f"{shop.url}/moved?v=1")
    assert (picture.state, picture.alt, shop.asked) == ("waiting", "A mug", ["/moved?v=1", "/picture"])
    jobs = ProcrastinateJob.objects.order_by("id").values_list("task_name", "queue_name")
    assert list(jobs) == [("catalog.fetch_picture", "downloads"), ("catalog.prepare_picture", "pictures")]
    prepare_picture(picture.pk)
    assert face(cast.mug)
    fetch_picture(picture.pk)
    assert len(shop.asked) == 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("hangs", "its server took too long."),
        ("drips", "its server took too long."),
        ("says-2-gb", "it is larger than 20 MB."),
        ("is-endless", "it is larger than 20 MB."),
        ("inwards", "its address leads into a private network."),
        ("round", "its address leads on and on to others."),
        ("gone", "its server answered 404."),
    ],
)
def test_what_cannot_be_had_is_refused_in_words(
    cast: Cast, shop: Shop, monkeypatch: pytest.MonkeyPatch, path: str, words: str
) -> None:
    monkeypatch.setattr(download, "WHOLE_SECONDS", 1.0 if words.startswith("its server took") else 20.0)
    picture = brought(cast.mug, f"{shop.url}/{path}")
    assert picture.state == "refused"
    assert picture.why_words == f"It could not be fetched: {words}"
    assert not PictureOriginal.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/mug.jpg",
        "https://localhost/mug.jpg",
        "https://10.0.0.7/mug.jpg",
        "https://[::ffff:169.254.169.254]/",
        "http://shop.example/mug.jpg",
        "ftp://shop.example/mug.jpg",
        "file:///etc/passwd",
        "mug.jpg",
    ],
)
def test_only_the_open_internet_is_asked(cast: Cast, url: str) -> None:
    assert brought(cast.mug, url).why["why"]["code"] in ("fetch_private", "fetch_no_address", "fetch_no_host")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "169.254.169.254"])
def test_a_name_that_resolves_inwards_is_not_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    answers = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    assert brought(cast.mug, "https://shop.example/mug.jpg").why["why"] == {"code": "fetch_private"}


def test_one_address_of_several_products_is_asked_once(cast: Cast, shop: Shop) -> None:
    first = brought(cast.mug, f"{shop.url}/picture")
    second = brought(cast.bowl, f"{shop.url}/picture")
    assert (shop.asked, second.state) == (["/picture"], "waiting")
    assert ProcrastinateJob.objects.filter(task_name="catalog.fetch_picture", scheduled_at__isnull=False).count() == 1
    prepare_picture(first.pk)
    assert face(cast.mug) == face(cast.bowl) != ""


HEADER = (
    "Handle,Title,Vendor,Option1 Value,Variant SKU,Variant Price,"
    "Image Src,Image Position,Image Alt Text,Variant Image\n"
)
VASE = (
    "vase,Vase,Byrne Ceramics,Small,VASE-S,20.00,https://x.example/2.jpg,2,From above,\n"
    "vase,,,Large,VASE-L,30.00,https://x.example/1.jpg,1,A tall vase,https://x.example/large.jpg\n"
)


def test_an_import_brings_pictures_to_products_that_have_none(cast: Cast, tmp_path: Path) -> None:
    """A variant's own comes first. What the maker removed, or a try, brings none."""
    path = tmp_path / "products.csv"
    path.write_text(HEADER + VASE)

    def run(**options: object) -> None:
        call_command("import_products", path, format="shopify-csv", stdout=StringIO(), stderr=StringIO(), **options)

    run(dry_run=True)
    assert not ShopPicture.objects.exists()
    run()
    small, large = Product.objects.filter(sku__startswith="VASE").order_by("-sku")
    of_all = [("https://x.example/1.jpg", "A tall vase"), ("https://x.example/2.jpg", "From above")]
    assert list(small.pictures.values_list("source_url", "alt")) == of_all
    assert list(large.pictures.values_list("source_url", "alt")) == [("https://x.example/large.jpg", ""), *of_all]
    small.pictures.first().delete()  # type: ignore[union-attr]
    run()
    assert ShopPicture.objects.count() == ProcrastinateJob.objects.filter(queue_name="downloads").count() - 1 == 4

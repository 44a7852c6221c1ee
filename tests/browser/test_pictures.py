"""Pictures in a browser: added without JavaScript, light on a phone, and nothing moves when they come."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from anam.catalog.actions.add_pictures import add_pictures
from anam.catalog.actions.prepare_picture import prepare_picture
from anam.catalog.models import Product, ShopPicture
from anam.catalog.sent_pictures import SentPicture
from anam.catalog.tests.factories import drawn
from conftest import Cast

pytestmark = [pytest.mark.browser]
MAX_WEIGHT = 300_000
_WATCH = """
window.moved = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) window.moved += one.value })
  .observe({type: 'layout-shift', buffered: true});
"""


def photograph(number: int) -> SentPicture:
    """What a telephone would make of a shelf of pots: large shapes, soft light, and noise in all of it."""
    shapes = Image.effect_noise((24, 18), 90).resize((2016, 1512), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((1008, 756), 14).resize((2016, 1512))
    luminance = Image.blend(shapes, grain, 0.35)
    out = BytesIO()
    Image.merge("RGB", [luminance, luminance.rotate(number), shapes]).save(out, "JPEG", quality=92)
    return SentPicture(out.getvalue(), f"IMG_{number}.JPG")


def test_a_maker_adds_a_picture_without_javascript_and_shops_see_it(scenario: Cast, visit: Callable[..., Page]) -> None:
    page = visit(scenario.hanna, "/portal/products/", java_script_enabled=False)
    page.get_by_role("link", name="Bowl, large").click()
    page.get_by_role("link", name="Pictures").click()
    page.get_by_label("Add pictures").set_input_files(
        {"name": "bowl.png", "mimeType": "image/png", "buffer": drawn("sienna", (900, 700)).content}
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("1 picture added.")).to_be_visible()
    expect(page.get_by_text("Being prepared.")).to_be_visible()
    prepare_picture(ShopPicture.objects.get(product=scenario.bowl).pk)
    page.get_by_role("link", name="Refresh").click()
    page.get_by_label("What it shows").fill("A bowl from above")
    page.get_by_role("button", name="Save").click()
    page = visit(scenario.ines, f"/m/{scenario.byrne.slug}/")
    shown = page.get_by_role("img", name="A bowl from above")
    assert shown.evaluate("one => one.complete && one.naturalWidth > 0")


def test_a_storefront_of_photographs_is_light_on_a_phone_and_nothing_moves(
    scenario: Cast, visit: Callable[..., Page]
) -> None:
    """A cover and twelve products, three pixels for one: what is fetched before anybody scrolls."""
    more = Product.objects.bulk_create(
        Product(maker=scenario.byrne, sku=f"POT-{number}", title=f"Pot {number}", unit_price=1000)
        for number in range(10)
    )
    for number, product in enumerate([None, scenario.mug, scenario.bowl, *more]):
        for picture in add_pictures([photograph(number)], maker=scenario.byrne, product=product):
            prepare_picture(picture.pk)
    page = visit(
        scenario.ines, "/messages/", viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True
    )
    weights: dict[str, int] = {}
    page.on("requestfinished", lambda one: weights.setdefault(one.url, one.sizes()["responseBodySize"]))
    page.add_init_script(_WATCH)
    page.goto(re.sub(r"/messages/.*", f"/m/{scenario.byrne.slug}/", page.url), wait_until="networkidle")
    pictures = {url: weight for url, weight in weights.items() if "/pictures/" in url}
    assert len(pictures) >= 3
    assert sum(pictures.values()) < MAX_WEIGHT, sorted(pictures.values())
    page.mouse.wheel(0, 6000)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_products_page_of_photographs_is_light_on_a_phone(scenario: Cast, visit: Callable[..., Page]) -> None:
    """Four of them, three pixels for one, all scrolled to."""
    for number in range(4):
        for picture in add_pictures([photograph(number)], maker=scenario.byrne, product=scenario.mug):
            prepare_picture(picture.pk)
    page = visit(
        scenario.ines, "/messages/", viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True
    )
    weights: dict[str, int] = {}
    page.on("requestfinished", lambda one: weights.setdefault(one.url, one.sizes()["responseBodySize"]))
    page.add_init_script(_WATCH)
    page.goto(re.sub(r"/messages/.*", scenario.mug.get_absolute_url(), page.url), wait_until="networkidle")
    page.mouse.wheel(0, 6000)
    page.wait_for_load_state("networkidle")
    pictures = {url: weight for url, weight in weights.items() if "/pictures/" in url}
    assert sorted(url.rpartition("/")[2] for url in pictures) == ["480.webp", "480.webp", "480.webp", "960.webp"]
    print(f"a product's page: {sum(pictures.values()) / 1000:.0f} kB of pictures")  # noqa: T201
    assert sum(pictures.values()) < MAX_WEIGHT, sorted(pictures.values())
    assert page.evaluate("window.moved") == 0

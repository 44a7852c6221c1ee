"""A maker who has nothing yet sets up a shop in a browser: no file, no shell, with JavaScript and without."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from anam.catalog.actions.prepare_picture import prepare_picture
from anam.catalog.models import ShopPicture
from anam.catalog.tests.factories import drawn
from anam.clock import database_now
from conftest import Cast

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]


@pytest.mark.parametrize("script", [True, False])
def test_a_maker_who_has_nothing_fills_a_shop_and_shops_order_from_it(
    scenario: Cast, visit: Visit, script: bool
) -> None:
    page = visit(scenario.otto, "/portal/products/", java_script_enabled=script, viewport={"width": 360, "height": 740})
    page.get_by_role("link", name="Add product").click()
    page.get_by_label("Title").fill("Rug, indigo")
    page.get_by_label("SKU").fill("RUG-07")
    page.get_by_label("Price").fill("90.00")
    page.get_by_label("Made to order").check()
    expect(page.get_by_label("Pieces in stock")).to_be_hidden()
    page.get_by_label("Counted").check()
    page.get_by_label("Pieces in stock").fill("4")
    page.get_by_role("button", name="Add product").click()
    page.get_by_label("Add pictures").set_input_files(
        {"name": "rug.png", "mimeType": "image/png", "buffer": drawn("indigo", (900, 700)).content}
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("1 picture added.")).to_be_visible()
    prepare_picture(ShopPicture.objects.get(maker=scenario.weaves).pk)
    page.goto("/portal/products/")
    page.get_by_role("button", name="More for products").click()
    page.get_by_role("link", name="Storefront", exact=True).click()
    page.get_by_label("Tagline").fill("Woven by hand")
    page.get_by_label("Order minimum").fill("80")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your storefront is saved.")).to_be_visible()
    page = visit(scenario.ines, f"/m/{scenario.weaves.slug}/")
    for words in ("Woven by hand", "$80.00 minimum", "Rug, indigo", "4 in stock"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert page.locator(".good img").evaluate("one => one.complete && one.naturalWidth > 0")
    with page.expect_navigation():
        page.get_by_role("button", name="Add Rug, indigo").click()
    page.goto("/basket/")
    expect(page.get_by_text("$102.00").first).to_be_visible()  # 90.00 and 12.00 for shipping


@pytest.mark.parametrize("script", [True, False])
def test_a_maker_adds_a_variant_puts_it_first_and_closes_until_a_date(
    scenario: Cast, visit: Visit, script: bool
) -> None:
    size = {"width": 360, "height": 740}
    page = visit(scenario.hanna, f"/portal/products/{scenario.mug.pk}/edit/", java_script_enabled=script, viewport=size)
    page.get_by_role("link", name="Add variant").click()
    page.get_by_label("Title").fill("Mug, blue")
    page.get_by_label("SKU").fill("MUG-B")
    page.get_by_label("Pieces in stock").fill("24")
    page.get_by_label("Minimum", exact=True).fill("6")
    page.get_by_label("Step").fill("6")
    page.get_by_label("Kind").select_option("Ceramics")
    page.get_by_label("How it differs").fill("Glaze: Blue")
    page.get_by_role("button", name="Add variant").click()
    page.goto("/portal/products/")
    page.get_by_role("link", name="Mug, blue").click()
    expect(page.get_by_text("Added: $14.50, 24 in stock")).to_be_visible()
    page.get_by_label("Place", exact=True).fill("1")
    page.get_by_role("button", name="Move there").click()
    expect(page.get_by_text("It stands at place 1 of")).to_be_visible()
    page.goto("/portal/storefront/")
    if script:
        expect(page.get_by_label("Open again on")).to_be_hidden()
    page.get_by_label("Closed until a date").check()
    page.get_by_label("Open again on").fill((database_now().date() + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Closed since")).to_be_visible()
    page = visit(scenario.ines, f"/m/{scenario.byrne.slug}/", viewport=size)
    expect(page.get_by_text("takes orders again from")).to_be_visible()
    card = page.locator(".good").first
    assert card.locator("h2").inner_text().startswith("Mug, ")
    card.get_by_role("link", name="Choose").click()
    page.get_by_role("link", name="Blue").click()
    expect(page.get_by_role("heading", name="Mug, blue")).to_be_visible()
    expect(page.get_by_text("From 6 on, in steps of 6")).to_be_visible()
    expect(page.get_by_text("takes orders again from")).to_be_visible()
    expect(page.get_by_role("button", name="Add Mug, blue")).to_have_count(0)

"""Whether what looks at all pages finds a fault where there is one, on a page that is like one that had none."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.access import wrong_in_light_and_dark

pytestmark = [pytest.mark.browser]
PAGE = """
<!doctype html><html lang="en"><title>A page</title><meta name="viewport" content="width=device-width">
<style>
  :root { color-scheme: light dark; color: light-dark(#111, #eee); background: light-dark(#fff, #000); }
  a { color: light-dark(#003388, #99ccff); }
</style>
<main><h1>A page</h1><p>Some words, and <a href="/x">a link</a> among them.</p>%s</main></html>
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 360, "height": 740}) as context:
        yield context.new_page()


@pytest.mark.parametrize(
    ("part", "faults"),
    [
        ("", []),
        ("<p>More words.</p>", []),
        ('<p style="color: #999">Pale words.</p>', ["color-contrast light"]),
        ('<p style="color: #666">Words that are lost at night.</p>', ["color-contrast dark"]),
        ('<div style="background: #888"><p>Words in a box.</p></div>', ["color-contrast dark"]),
        (
            '<p>Many more words, and <a href="/y" style="text-decoration: none; color: light-dark(#333, #ccc)">so</a>',
            ["link-in-text-block light", "link-in-text-block dark"],
        ),
        ("<img src=x>", ["image-alt"]),
        ('<div style="width: 400px">Wide.</div>', ["wider than the phone"]),
    ],
)
def test_a_fault_is_found_where_the_rest_of_the_page_has_passed_before(
    page: Page, part: str, faults: list[str]
) -> None:
    for shown in ("", part):
        page.set_content(PAGE % shown)
        found = wrong_in_light_and_dark(page)
    assert len(found) == len(faults), found
    for said, fault in zip(found, faults, strict=True):
        assert all(word in said for word in fault.split()), said

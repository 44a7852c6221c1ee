"""The pictures of the README and of these pages, taken of a running demo: `make docs`."""

import os
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# file, who signs in, where, how large, what is pressed there
PICTURES = [
    ("orders-phone", "maker", "/portal/orders/", PHONE, ""),
    ("orders", "maker", "/portal/orders/", DESK, ""),
    ("editing-order", "maker", "/portal/orders/BYR-1047/", DESK, ""),
    ("sheet", "maker", "/portal/orders/BYR-1047/", DESK, ".acts a.button"),
    ("sheet-phone", "maker", "/portal/orders/BYR-1047/", PHONE, ".acts a.button"),
    ("desk", "support", "/desk/", DESK, ""),
    ("storefront", "buyer", "/m/byrne-ceramics/", DESK, ""),
]


def wait_until_it_serves(address: str, *, seconds: int = 300) -> None:
    """Returns once the demo answers; raises TimeoutError after `seconds`."""
    for _ in range(seconds):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(1)
        else:
            return
    raise TimeoutError(f"Nothing answers at {address}.")


def signed_in(browser: Browser, address: str, who: str, size: dict[str, int]) -> Page:
    """A page of a browser in which one of the demo's people has signed in."""
    page = browser.new_page(viewport=size, color_scheme="light", device_scale_factor=1)  # type: ignore[arg-type]
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(f"{who}@demo.test")
    page.locator("input[type=password]").fill("demo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def main(address: str) -> None:
    """Writes each of PICTURES beside this file."""
    wait_until_it_serves(address)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"])
        for name, who, path, size, press in PICTURES:
            page = signed_in(browser, address, who, size)
            page.goto(address + path)
            if press:
                page.locator(press).first.click()
                page.locator("dialog[open]").wait_for()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])

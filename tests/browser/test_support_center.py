"""The Support Center in a real browser: searching, writing, help beside each step; on paper and without script."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.helpcenter.actions.write_article import write_article
from anam.helpcenter.models import Article, Vote
from conftest import Cast
from tests.browser.access import listen, wrong_in_light_and_dark, wrong_with
from tests.browser.ways import both_ways

pytestmark = [pytest.mark.browser]
Visit = Callable[..., Page]
PHONE = {"width": 360, "height": 740}


def an_article(scenario: Cast, words: str = "Wrap it once.") -> Article:
    mark = scenario.byrne.slug
    source = f"---\ntitle: Zeppelins of {mark}\nparent: Makers\n---\n# {{{{ page.title }}}}\n\n## Packing\n\n{words}\n"
    return write_article(source=source, slug=f"zeppelins-{mark}", by=scenario.sam, why="Asked for")


@both_ways
def test_a_maker_finds_what_to_do_and_says_that_it_helped(
    scenario: Cast, visit: Visit, javascript: bool, width: int
) -> None:
    page = visit(None, "/support/", java_script_enabled=javascript, viewport={"width": width, "height": 800})
    page.get_by_label("How can we help?").fill("declnie an order")
    if javascript:
        expect(page.locator("#found")).to_contain_text("this is for “decline”")
    else:
        page.get_by_role("button", name="Search").click()
    page.locator(".hits a").get_by_text("declining it").first.click()
    if width < 960:
        page.get_by_text("On this page").click()
    page.get_by_role("link", name="How long you have").click()
    expect(page).to_have_url(re.compile(r"/support/declining-an-order/#how-long-you-have$"))
    expect(page.get_by_role("heading", name="How long you have")).to_be_in_viewport()
    page.get_by_role("button", name="Yes").click()
    expect(page.locator("#helpful")).to_contain_text("You said yes. Thank you.")
    assert Vote.objects.filter(article__slug="declining-an-order", helpful=True).exists()


@pytest.mark.parametrize("javascript", [True, False])
def test_sam_writes_an_article_sees_it_while_typing_and_goes_back(
    scenario: Cast, visit: Visit, javascript: bool
) -> None:
    article = an_article(scenario)
    page = visit(scenario.sam, f"/desk/articles/{article.pk}/", java_script_enabled=javascript)
    complaints = listen(page) if javascript else []
    source = page.get_by_label("The article")
    source.fill(
        article.source.replace(
            "Wrap it once.", "{: .tip }\nWrap it *twice*, within {{ policy.decline_window_hours }} hours."
        )
    )
    if not javascript:
        page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview .callout-tip em")).to_have_text("twice")
    expect(page.locator("#preview")).to_contain_text("within 72 hours")
    page.get_by_label("What you changed, and why").fill("Once was not enough")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Saved: readers see it now.")
    page.get_by_role("link", name="Versions (2)").click()
    expect(page.locator("main")).to_contain_text("Once was not enough")
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.locator(".line-new").first).to_contain_text("{: .tip }")
    page.get_by_role("button", name="Restore this version").click()
    page.goto(article.get_absolute_url())
    expect(page.locator("article")).to_contain_text("Wrap it once.")
    assert complaints == []


def test_two_of_support_at_one_article_lose_nothing(scenario: Cast, visit: Visit) -> None:
    article = an_article(scenario)
    first, second = (visit(scenario.sam, f"/desk/articles/{article.pk}/") for _ in range(2))
    for page, words in ((first, "Wrap it twice."), (second, "Wrap it thrice.")):
        page.get_by_label("The article").fill(article.source.replace("Wrap it once.", words))
        page.get_by_label("What you changed, and why").fill("Clearer")
        page.get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text("Somebody changed this article while you were writing")
    expect(second.locator(".line-gone")).to_contain_text("Wrap it twice.")
    expect(second.get_by_label("The article")).to_have_value(re.compile("Wrap it thrice"))
    assert wrong_with(second) == []
    second.get_by_role("button", name="Save").click()
    expect(second.locator("main")).to_contain_text("Saved")


@pytest.mark.parametrize("width", [1200, 360])
def test_help_opens_beside_each_step_and_inside_the_pop_up(scenario: Cast, visit: Visit, width: int) -> None:
    write_as_buyer("Do you make these in blue?", buyer=scenario.harbor, maker=scenario.byrne, by=scenario.ines)
    order = scenario.order(told=True)
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/", viewport={"width": width, "height": 800})
    complaints = listen(page)
    page.get_by_role("link", name="Cancel Order…").click()
    steps = page.locator("dialog[open]")
    mark = steps.get_by_role("link", name="Help: cancelling the order")
    mark.press("Enter")
    opened = page.locator(".help-box:popover-open")
    expect(opened).to_contain_text("the sheet goes on to its second act")
    expect(opened).to_be_focused()
    assert wrong_with(page) == []
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(mark).to_be_focused()
    mark.press("Enter")
    opened.get_by_role("button", name="Close help").click()
    expect(opened).to_be_hidden()
    steps.locator("#explanation").fill("My kiln is down.")
    expect(steps.locator("#explanation")).to_have_value("My kiln is down.")
    assert wrong_with(page) == []
    assert complaints == []


def test_help_is_a_link_without_javascript(scenario: Cast, visit: Visit) -> None:
    order = scenario.order(placed=timedelta(hours=80))
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/", java_script_enabled=False)
    page.get_by_role("link", name="Ask support…").click()
    page.get_by_role("link", name="Help: asking support").click()
    expect(page).to_have_url(re.compile(r"/support/when-you-cannot-reach-the-buyer/#ask-support$"))
    expect(page.get_by_role("heading", name="Ask support")).to_be_in_viewport()


def test_a_refusal_leads_to_what_it_means(scenario: Cast, visit: Visit) -> None:
    order = scenario.order()
    page = visit(scenario.hanna, f"/portal/orders/{order.number}/")
    page.goto("/support/why/already_declined/")
    expect(page).to_have_url(re.compile(r"/support/declining-an-order/#why-already_declined$"))
    expect(page.locator("#why-already_declined")).to_be_in_viewport()


def test_every_page_of_the_articles_can_be_used_by_everybody(scenario: Cast, visit: Visit) -> None:
    """axe, on a phone, in light and in dark: reading, searching, writing, versions, a retired article."""
    article = an_article(
        scenario, "| A | B |\n|---|---|\n| 1 | 2 |\n\n{: .warning }\nHot.\n\n```\ncode " + "x" * 200 + "\n```\n"
    )
    page = visit(scenario.sam, "/support/", viewport=PHONE)
    complaints = listen(page)
    found = []
    desk = f"/desk/articles/{article.pk}/"
    for path in (
        "/support/?q=kiln",
        "/support/?q=xylophonist",
        "/support/?for=support",
        "/support/?for=makers&category=Orders",
        article.get_absolute_url(),
        "/support/when-a-maker-cancels/",
        "/desk/articles/",
        "/desk/articles/?tab=contradict",
        "/desk/articles/new/",
        desk,
        f"{desk}versions/",
        f"{desk}versions/1/",
    ):
        page.goto(path)
        found += wrong_in_light_and_dark(page)
    assert found == []
    assert complaints == []


def test_an_article_is_good_on_paper(scenario: Cast, visit: Visit) -> None:
    page = visit(None, "/support/declining-an-order/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("article")).to_contain_text("72 hours")
    for gone in (".top", ".foot", ".reading aside", ".contents", ".helpful", ".crumbs"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")

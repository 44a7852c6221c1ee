"""What is written is true: settings, refusals, statuses and commands are explained where people look for them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import get_commands
from django.urls import get_resolver
from pytest_django import DjangoDbBlocker

from anam.cli import PROCESSES
from anam.conversations.validation import MAX_MESSAGE_LENGTH
from anam.helpcenter.claims import contradictions
from anam.helpcenter.library import library_now
from anam.helpcenter.models import Article
from anam.helpcenter.rendering import Rendered, page_of
from anam.helpcenter.sections import section_of
from anam.orders.status import FINAL, MOVES, Status
from anam.payments.models import Payment

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "anam"
# Said to operators on the command line, or to nobody: the pages never send such a thing.
NOT_FOR_READERS = {"no_such_member", "unknown_reason"}
# Said on the page of tokens and by the API, and explained in docs/api.md and beside the field.
ABOUT_THE_API = {"token_name_needed", "token_name_taken", "token_too_many", "token_for_nobody"}
_READS = re.compile(
    r'(?:environ(?:\.get|\.setdefault|\.pop)?[(\[]|\brequired\(|\bnumber\(|\bGatewaySetting\()\s*"([A-Z][A-Z_]+)"'
)
_REFUSES = re.compile(r'\b(?:Refus(?:al|ed\.because)|Unusable)\(\s*f?"([a-z_]+)(\{[a-z_.]+\})?"')


def our_code() -> Iterator[tuple[Path, str]]:
    for file in sorted(SOURCE.rglob("*.py")):
        if "tests" not in file.parts and "migrations" not in file.parts:
            yield file, file.read_text()


def settings_read() -> set[str]:
    return {name for _, code in our_code() for name in _READS.findall(code)}


def codes_raised() -> set[str]:
    """Every code of a refusal; where one ends with a status, as `already_…` does, one for each that can be meant."""
    codes = set()
    for _, code in our_code():
        for name, status in _REFUSES.findall(code):
            codes |= {f"{name}{final}" for final in FINAL if final != "completed"} if status else {name}
    return codes


def rows(table: str) -> dict[str, tuple[str, ...]]:
    """The rows of Markdown tables whose first cell is a `name`."""
    found = re.findall(r"^\| `([A-Z_]+)` \|([^|]+)\|([^|]+)\|$", table, re.MULTILINE)
    return {name: (what.strip(), default.strip()) for name, what, default in found}


def ours() -> list[Article]:
    return list(Article.objects.filter(ours=True).order_by("slug"))


@pytest.fixture(scope="module")
def rendered(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Rendered]:
    """Every article that comes with Anam, by its address; made pages of once, for all tests here."""
    with django_db_blocker.unblock():
        return {article.slug: page_of(article) for article in ours()}


@pytest.fixture
def pages(rendered: dict[str, Rendered]) -> str:
    """All of them, as people read them."""
    return "\n".join(page.html for page in rendered.values())


def test_every_setting_is_explained_and_none_that_is_gone() -> None:
    explained = rows((ROOT / "docs" / "settings.md").read_text())
    assert set(explained) == settings_read()
    for what, default in explained.values():
        assert len(what) > 20
        assert default


def test_there_are_settings_and_codes_to_look_for() -> None:
    """A pattern that finds nothing would make the other tests pass."""
    assert {"ANAM_SECRET_KEY", "ANAM_DB_POOL", "PORT", "DATABASE_URL"} <= settings_read()
    assert {"buyer_not_contacted", "already_declined", "out_of_stock", "basket_wrong"} <= codes_raised()


@pytest.mark.parametrize("code", sorted(codes_raised() - NOT_FOR_READERS - ABOUT_THE_API))
def test_every_refusal_is_explained_in_one_place_of_the_support_center(
    rendered: dict[str, Rendered], code: str
) -> None:
    """The place has an anchor, which the pages that refuse something link to."""
    explaining = [slug for slug, page in rendered.items() if code in page.codes]
    assert len(explaining) == 1


def test_no_article_explains_a_refusal_that_is_gone(pages: str) -> None:
    known = codes_raised() | set(Status.values) | set(Payment.Status.values)
    assert set(re.findall(r"<code[^>]*>([a-z_]{2,})</code>", pages)) <= known


@pytest.mark.parametrize("status", Status)
def test_every_status_is_explained_in_the_words_of_the_page(pages: str, status: Status) -> None:
    assert f"{status.label} (<code>{status.value}</code>)" in pages


@pytest.mark.parametrize("status", Payment.Status.values)
def test_every_state_of_a_payment_is_explained(pages: str, status: str) -> None:
    assert f"(<code>{status}</code>)" in pages


def test_the_statuses_are_those_that_moves_lead_to_and_from() -> None:
    moved = {status for move in MOVES.values() for status in (*move.origins, move.target)}
    assert moved == set(Status)


def test_the_articles_tell_the_limits_that_the_code_keeps(pages: str) -> None:
    assert f"at most {MAX_MESSAGE_LENGTH:,} characters" in pages


@pytest.mark.django_db
def test_the_links_between_articles_lead_to_headings_that_are_there() -> None:
    ids = {article.slug: set(re.findall(r'\bid="([^"]*)"', page_of(article).html)) for article in ours()}
    for article in ours():
        page = page_of(article)
        assert page.remarks == [], article.slug
        for slug, anchor in re.findall(r'href="/support/([a-z-]+)/(?:#([^"]+))?"', page.html):
            assert slug in ids, f"{article.slug} links {slug}"
            assert not anchor or unquote(anchor) in ids[slug], f"{article.slug} links {slug}#{anchor}"


def helps() -> set[tuple[str, str, str]]:
    """Every help that stands beside a step: in which template, of which article, under which heading."""
    tag = re.compile(r'{% help "([\w-]+)" "([\w-]+)" ')
    link = re.compile(r"{% url 'article' '([\w-]+)' %}(?:#([\w-]+))?")
    return {
        (file.name, slug, anchor)
        for file in sorted(SOURCE.rglob("*.html"))
        for slug, anchor in [*tag.findall(file.read_text()), *link.findall(file.read_text())]
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("template", "slug", "anchor"), sorted(helps()))
def test_the_help_beside_a_step_exists(template: str, slug: str, anchor: str) -> None:
    page = page_of(Article.objects.get(slug=slug, ours=True))
    assert not anchor or section_of(page.html, anchor)


def test_every_step_of_the_editing_order_view_has_help_beside_it() -> None:
    steps = {
        "decline.html",
        "_cancel_fields.html",
        "_cancel_effects.html",
        "_refusals.html",
        "_support.html",
        "_support_answered.html",
        "_request.html",
        "_your_request.html",
        "contact.html",
    }
    assert steps <= {template for template, _, _ in helps()}


# Which article explains the screens that begin so; the longest beginning counts.
SCREENS = {
    "": "ordering-from-several-makers", "m/": "ordering-from-several-makers", "basket/": "ordering-from-several-makers",
    "checkout/": "ordering-from-several-makers", "orders/": "your-orders-as-a-shop",
    "alerts/": "when-a-maker-cancels", "orders/<number:number>/when-back/": "when-a-maker-cancels",
    "messages/": "messages", "cases/": "something-is-wrong",
    "portal/": "your-orders", "portal/orders/": "your-orders",
    "addresses/": "where-an-order-is-sent", "portal/shipping/": "where-an-order-is-sent",
    "orders/<number:number>/ship-to/": "where-an-order-is-sent", "checkout/address/": "where-an-order-is-sent",
    "portal/packing-slips/": "where-an-order-is-sent",
    "portal/orders/<number:number>/packing-slip/": "where-an-order-is-sent",
    "portal/orders/<number:number>/ship-to/": "where-an-order-is-sent",
    "portal/orders/<number:number>/": "the-editing-order-view",
    "portal/orders/<number:number>/decline/": "declining-an-order",
    "portal/orders/<number:number>/contact/": "declining-an-order",
    "portal/orders/<number:number>/support/": "when-you-cannot-reach-the-buyer",
    "team/": "people-and-roles", "portal/team/": "people-and-roles", "desk/team/": "people-and-roles",
    "portal/storefront/": "products-and-stock",
    "portal/money/": "what-you-are-due", "portal/products/": "products-and-stock", "portal/messages/": "messages",
    "notices/": "notices-and-preferences", "preferences/": "notices-and-preferences", "accounts/": "your-account",
    "accounts/log": "signing-in", "accounts/second-factor/": "signing-in", "accounts/password/": "signing-in",
    "apply/": "joining", "invite/": "joining", "team/invitations/": "joining",
    "desk/": "the-desk", "desk/orders/": "a-case", "desk/cases/": "a-case", "desk/money/": "stuck-money",
    "terms/": "signing-in", "<legal:kind>/": "signing-in", "setup/": "setting-up-the-marketplace",
    "desk/settings/": "setting-up-the-marketplace",
    "desk/articles/": "editing-articles", "desk/policy/": "changing-the-policy",
    "preferences/webhooks/": "programs-of-your-own", "portal/webhooks/": "programs-of-your-own",
    "portal/import/": "bringing-in-your-orders", "orders/<number:number>/request/": "cancelling-or-changing-an-order",
}  # fmt: skip
# The articles themselves; what only machines, or only a demo, is shown.
NO_SCREEN = (
    "support/",
    "outbox/",
    "healthz",
    "readyz",
    "metrics",
    "api/",
    "mail/",
    "payments/",
    "drafts/",
    "pictures/",
    "styleguide/",
    "accent/",
)


def screens(patterns: Any = None, before: str = "") -> Iterator[str]:
    """The address of everything that is answered."""
    for one in patterns or get_resolver().url_patterns:
        address = before + str(one.pattern).lstrip("^")
        yield from screens(one.url_patterns, address) if hasattr(one, "url_patterns") else [address]


def test_every_screen_is_explained_by_an_article() -> None:
    found = [address for address in screens() if address and not address.startswith(NO_SCREEN)]
    beginnings = tuple(known for known in SCREENS if known)
    assert [address for address in found if not address.startswith(beginnings)] == []
    assert len(found) > 40


@pytest.mark.django_db
def test_the_articles_that_explain_screens_are_there() -> None:
    assert set(SCREENS.values()) <= {article.slug for article in ours()}


@pytest.mark.django_db
def test_no_article_of_ours_contradicts_the_policy() -> None:
    for article in ours():
        assert contradictions(article.claims, library_now()) == []


def written() -> Iterator[tuple[str, str]]:
    """What README and docs show in the type of a machine: `like this`, or in a block of its own."""
    for file in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        if file.exists():
            text = file.read_text()
            for shown in re.findall(r"`([^`\n]+)`|^ {4}(\S.*)$|```\w*\n(.*?)```", text, re.MULTILINE | re.DOTALL):
                yield file.name, "".join(shown)


def test_every_command_that_is_written_about_exists() -> None:
    known = {name.replace("_", "-") for name in [*get_commands(), *PROCESSES]} | {"help", "version"}
    named = {(file, name) for file, shown in written() for name in re.findall(r"\banam ([a-z][a-z_-]*)", shown)}
    assert {(file, name) for file, name in named if name.replace("_", "-") not in known} == set()


def test_every_make_target_that_is_written_about_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {(file, name) for file, shown in written() for name in re.findall(r"\bmake ([a-z]+)\b", shown)}
    assert {(file, name) for file, name in named if name not in targets} == set()


def test_every_file_that_is_linked_exists() -> None:
    for file in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        if file.exists():
            for link in re.findall(r"\]\(((?!https?:|mailto:|#)[^)#\s]+)", file.read_text()):
                assert (file.parent / link).exists(), f"{file.name} links {link}"

"""Where the links of an article lead now: from their old addresses to those here, with one question to each table."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin

from django.urls import reverse

from anam.addresses import taken_apart
from anam.helpcenter.addresses import address_of
from anam.helpcenter.models import Address, Article, Picture
from anam.marketplace.current import marketplace

_OURS = ("/support/", "/portal/", "/orders/", "/desk/", "/messages/", "/basket/", "/accounts/", "/m/", "/cases/",
         "/notices/", "/preferences/", "/static/")  # fmt: skip


@dataclass(frozen=True)
class DraftKey:
    """Where an article stands: its file within the folder, and the site that the folder was made for."""

    path: str
    hosts: frozenset[str]
    base: str


def place_of(path: str, slug: str, site: dict[str, object]) -> DraftKey:
    """`site` is what the folder's _config.yml says."""
    written = (str(site.get("_old_url") or ""), marketplace().old_support_url)
    found = (taken_apart(url) for url in written)
    hosts = frozenset(parts.hostname for parts in found if parts and parts.hostname)
    return DraftKey(path or f"{slug}.md", hosts, str(site.get("baseurl") or ""))


def resolved(written: Iterable[tuple[str, str]], place: DraftKey) -> dict[tuple[str, str], str | None]:
    """For each ("href" or "src", address) what it is now; None where nothing is there."""
    asked = {one: _candidates(one[1], place) for one in set(written)}
    addresses = {address for kind_and_link, found in asked.items() if kind_and_link[0] == "href" for address in found}
    paths = {path for found in asked.values() for path in found}
    articles, pictures = find_articles(addresses), _pictures(paths) if paths else {}
    return {one: _led(one, found, articles, pictures, place) for one, found in asked.items()}


def find_articles(addresses: set[str]) -> dict[str, str]:
    """The slugs of the articles at these addresses; where there is none, of one that is named like the last part."""
    if not addresses:
        return {}
    last = {address: address.rsplit("/", 1)[-1] for address in addresses}
    known = dict(Address.objects.filter(path__in=addresses).values_list("path", "article__slug"))
    slugs = set(Article.objects.filter(slug__in=set(last.values())).values_list("slug", flat=True))
    found = {}
    for address in addresses:
        if address in slugs:
            found[address] = address
        elif address in known:
            found[address] = known[address]
        elif last[address] in slugs:
            found[address] = last[address]
    return found


def _pictures(paths: set[str]) -> dict[str, str]:
    return dict(Picture.objects.filter(path__in=paths).values_list("path", "name"))


def _candidates(link: str, place: DraftKey) -> list[str]:
    """The addresses that `link` may mean; none where it leads elsewhere, or within the page."""
    parts = _parts(link)
    if parts is None or not (parts.path or parts.netloc):
        return []
    if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.hostname not in place.hosts):
        return []
    if parts.netloc or parts.path.startswith("/"):
        return _distinct([parts.path], place.base)
    file = "/" + place.path
    pretty = file.rsplit(".", 1)[0] + "/"
    return _distinct([urljoin(quote(file), parts.path), urljoin(quote(pretty), parts.path)], place.base)


def _distinct(paths: list[str], base: str) -> list[str]:
    found = [address_of(path, base=base) for path in paths]
    return list(dict.fromkeys(address for address in found if address is not None))


def _led(
    one: tuple[str, str], found: list[str], articles: dict[str, str], pictures: dict[str, str], place: DraftKey
) -> str | None:
    kind, link = one
    for address in found:
        if address in pictures:
            return reverse("article-picture", args=[pictures[address]])
        if kind == "href" and address in articles:
            return reverse("article", args=[articles[address]]) + _fragment(link)
        if kind == "href" and not address and _parts(link) and link.split("#")[0] not in ("", "."):
            return reverse("articles")
    if kind == "src":
        return None
    parts = _parts(link)
    if parts is None:
        return None
    elsewhere = not found or bool(parts.netloc) or parts.path.startswith(_OURS)
    return link if elsewhere else None


def _fragment(link: str) -> str:
    parts = _parts(link)
    return f"#{parts.fragment}" if parts and parts.fragment else ""


def _parts(link: str) -> SplitResult | None:
    return taken_apart(link.strip())

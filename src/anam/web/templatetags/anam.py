"""Words and parts that templates use; built in, so that no template has to load them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from anam import words
from anam.media import html
from anam.web.addresses import address_of
from anam.web.drafts import draft_is_kept, form_on_a_new_page, kept_for, page_of

register = template.Library()

register.simple_tag(address_of, name="url")  # in place of Django's, which looks for the pattern each time

GLAZES = ("celadon", "cobalt", "iron", "straw", "heather", "slip")


@register.filter
def money(minor: int | None, currency: str) -> str:
    return "" if minor is None else words.money(minor, currency)


@register.filter
def clock(moment: datetime | None) -> SafeString:
    """A moment as <time>, in the reader's zone."""
    if moment is None:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words.day_and_clock(moment))


@register.filter
def isolates(sentence: str, name: object) -> SafeString:
    """`sentence` with the `name` of somebody set apart: written from right to left, it moves no number or full stop."""
    said = conditional_escape(sentence)
    apart = format_html("<bdi>{}</bdi>", name)
    return SafeString(said.replace(conditional_escape(str(name)), apart)) if name else said


@register.filter
def duration(span: timedelta) -> str:
    return words.duration(span)


@register.filter
def page_for(order: Any, side: str) -> str:
    """The address at which the "maker" or "buyer" side sees an order."""
    return str(order.page_for(side))


@register.filter
def order_url(number: str, side: str) -> str:
    """The same of the order of that number, where a list reads no more of it."""
    return address_of("portal-order" if side == "maker" else "buyer-order", number)


@register.filter
def listed(items: list[str]) -> str:
    return words.listed(items)


@register.simple_tag
def count(number: int, one: str, many: str | None = None) -> str:
    return words.count(number, one, many)


def urgency_of(left: timedelta) -> str:
    """How much a deadline presses: under two hours, under a day, more, or not any more."""
    if left <= timedelta(0):
        return "over"
    return "urgent" if left < timedelta(hours=2) else "short" if left <= timedelta(hours=24) else "ample"


@register.simple_tag
def urgency(deadline: datetime, now: datetime) -> str:
    """The same word, for what stands around."""
    return urgency_of(deadline - now)


def _roughly(span: timedelta) -> str:
    """In whole hours from two on: the clock stands beside it."""
    hours = span // timedelta(hours=1)
    return f"{hours} h" if 2 <= hours < 72 else words.duration(span)


@register.simple_tag
def time_left(decline_by: datetime, now: datetime) -> SafeString:
    """What is left until `decline_by`: right as it stands, and kept right by the page's script."""
    left = decline_by - now
    text = f"{_roughly(left)} left" if left > timedelta(0) else "Past deadline"
    return format_html(
        '<time class="time-left" data-urgency="{}" data-deadline="{}" data-now="{}" datetime="{}">{}</time>',
        urgency_of(left),
        decline_by.isoformat(),
        now.isoformat(),
        decline_by.isoformat(),
        text,
    )


@register.simple_tag
def time_to_answer(answer_by: datetime, now: datetime, *, plain: bool = False) -> SafeString:
    """What is left of support's time to answer, or how late it is, in hours from two on; `plain`: the words alone."""
    left = answer_by - now
    span = abs(left)
    words_of_it = f"{span // timedelta(hours=1)} h" if span >= timedelta(hours=72) else _roughly(span)
    if left <= timedelta(0):
        words_of_it = f"{words_of_it} late"
    if plain:
        return SafeString(words_of_it)
    return format_html('<strong class="time-left" data-urgency="{}">{}</strong>', urgency_of(left), words_of_it)


@register.simple_tag(takes_context=True)
def search_address(context: dict[str, Any]) -> str:
    """Where whoever is signed in looks for things: a maker and a buyer for orders, support for cases."""
    user = context["request"].user
    home = (
        "portal-orders" if user.maker else "buyer-orders" if user.buyer else "desk" if user.is_support else "articles"
    )
    return f"{address_of(home)}#q"


@register.filter
def glaze(slug: str) -> str:
    """The maker's own colour, one of six, for life."""
    return f"glaze-{GLAZES[crc32(slug.encode()) % len(GLAZES)]}"


@register.filter
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """The attributes of what a field is filled in with, as Django's template writes them: True alone, False not."""
    given = [(name, value) for name, value in attrs.items() if value is not False]
    return format_html_join("", "{}{}", [(f" {name}", _value_of(value)) for name, value in given])


def _value_of(value: Any) -> str:
    return "" if value is True else format_html('="{}"', value)


@register.simple_tag
def square(title: str, maker: Any, picture: str = "") -> SafeString:
    """The picture of that key as the square beside a line; where there is none, the first letter of `title` on the
    maker's glaze.
    """
    shown = html.thumb(picture) if picture else title[:1].upper()
    return format_html('<span class="thumb {}" aria-hidden="true">{}</span>', glaze(maker.slug), shown)


@register.simple_tag
def picture(key: str, place: str, alt: str = "", *, lazy: bool = True) -> SafeString:
    """The picture `key` in a place of its own: one of SLOTS, as "card" or "cover"."""
    return html.picture(key, place=place, alt=alt, lazy=lazy)


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], *prefixes: str) -> SafeString:
    """aria-current for the link of the page, or part of the site, that one is on."""
    path = context["request"].path
    return SafeString('aria-current="page"' if any(path.startswith(prefix) for prefix in prefixes) else "")


@register.simple_tag(takes_context=True)
def keeps_draft(context: dict[str, Any], to: str = "") -> SafeString:
    """In a form, right after its token: what is typed is kept until it is sent. `to`: where to, if not to this page."""
    request = context["request"]
    if not request.user.is_authenticated:
        return SafeString("")
    place = to or page_of(request)
    kept = kept_for(request, place) if request.method in ("GET", "HEAD") else None
    return format_html(
        '<input type="hidden" name="draft" value="{}" data-keeps="{}" data-kept="{}" data-refused="{}"'
        ' data-person="{}">',
        form_on_a_new_page(request.user.pk, place).signed(),
        address_of("drafts"),
        kept.fields if kept else "",
        "yes" if request.method == "POST" and request.path == place else "",
        request.user.pk,
    )


@register.simple_tag(takes_context=True)
def draft_waits(context: dict[str, Any]) -> bool:
    """Whether something is kept for whoever signs in again, on the page that they then come back to."""
    return draft_is_kept(context["request"], context["request"].GET.get("next", ""))


@register.inclusion_tag("web/_help.html")
def help(article: str, section: str, words: str) -> dict[str, str]:
    """A mark at a heading, behind it the section of an article that explains the step: opened in a box beside it,
    and without JavaScript a link to the section.
    """
    return {
        "whole": f"{address_of('article', article)}#{section}",
        "part": address_of("article-section", article, section),
        "words": words,
    }


@register.simple_tag
def help_with(code: str) -> SafeString:
    """Where it is explained what a refusal means."""
    return format_html('<a class="small" href="{}">What this means</a>', address_of("article-why", code))

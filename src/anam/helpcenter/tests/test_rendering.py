"""What an article may say, and what never survives in it."""

import re

import pytest

from anam.helpcenter.library import library_now
from anam.helpcenter.reading import Unreadable, read
from anam.helpcenter.rendering import render


def rendered(source: str) -> str:
    return render(read(source, slug="an-article"), library_now()).html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<img src="x" onerror="alert(1)">',
        "[x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" JaVa&#x0a;Script:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<iframe src="https://evil.example"></iframe>',
        '<p style="position:fixed">x</p>',
        "<style>body { display: none }</style>",
        '<h2 id="x" onmouseover="a()">x</h2>',
        "<svg><script>alert(1)</script></svg>",
        '<form action="/x"><button>x</button></form>',
        '<meta http-equiv="refresh" content="0;url=//evil.example">',
        "<object data=x></object><embed src=x>",
        '{{ "<script>alert(1)</script>" }}',
        "{% raw %}<script>alert(1)</script>{% endraw %}",
        '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    ],
)
def test_nothing_that_runs_or_restyles_survives(hostile: str) -> None:
    html = rendered(f"Before\n\n{hostile}\n\nAfter {hostile}\n\n# {hostile}").lower()
    for mark in ("<script", "<iframe", "<style", "<svg", "<form", "<meta", "<object", "<embed", "<math"):
        assert mark not in html
    for tag in re.findall(r"<[a-z][^>]*>", html):
        assert not re.search(r'\s(on\w+|style|class)=|="\s*(java|data:)', tag)
    assert "before" in html


@pytest.mark.django_db
def test_a_title_cannot_carry_a_script_into_the_page() -> None:
    html = rendered('---\ntitle: "<script>alert(1)</script>"\n---\n# {{ page.title }}\n\nText')
    assert "<script" not in html
    assert "<script" not in rendered('---\ntitle: "<script>alert(1)</script>"\n---\nText')


@pytest.mark.django_db
def test_links_are_kept_and_say_nothing_about_where_they_came_from() -> None:
    html = rendered("[a](https://a.example) [b](mailto:b@b.example) [c](#c) [d](/support/) [e](ftp://e.example)")
    for href in ("https://a.example", "mailto:b@b.example", "#c", "/support/"):
        assert f'<a href="{href}" rel="noopener">' in html
    assert "ftp:" not in html


@pytest.mark.django_db
def test_headings_have_the_ids_that_github_and_jekyll_give() -> None:
    html = rendered(
        "# T\n\n## How to *Decline* an Order?\n\n## FAQ (short)\n\n## FAQ (short)\n\n## Größe & Maß\n\n## ???"
    )
    assert re.findall(r'<h2 id="([^"]*)">', html) == [
        "how-to-decline-an-order",
        "faq-short",
        "faq-short-1",
        "größe--maß",
        "section",
    ]


@pytest.mark.django_db
def test_tables_are_kept() -> None:
    html = rendered("| a | b |\n|--:|---|\n| 1 | 2 |")
    assert "<th>a</th>" in html
    assert "<td>2</td>" in html


@pytest.mark.django_db
def test_an_article_knows_the_marketplace_and_its_policy() -> None:
    html = rendered(
        "---\ntitle: T\ntags: [x, y]\n---\n{{ site.title }}, {{ page.tags | join: '+' }}, "
        "{{ policy.decline_window_hours }}, {{ policy.last_reminder_hours }}, {{ site.support_email }}, {{ nothing }}."
    )
    assert "ANAM Craft, x+y, 72, 6, support@anamcraft.com, ." in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{% for i in (1..99999999999) %}x{% endfor %}", "turns"),
        ("{% for i in (1..9000) %}{% for j in (1..9000) %}{% endfor %}{% endfor %}", "turns"),
        ("{% for i in (1..9000) %}{% endfor %}" * 3, "turns"),
        ("{{ (1..9999999999) | join: ',' }}", "too much"),
        ("{{ 'x'" + " | replace: '', 'xxxxxxxxxxxxxxxxxxxx'" * 20 + " }}", "too much"),
        ("{% assign s = 'xxxxxxxxxx' %}" + "{% assign s = s | append: s %}" * 60, "too much"),
        ("{% capture s %}xxxxxxxxxx{% endcapture %}" + "{% capture s %}{{ s }}{{ s }}{% endcapture %}" * 60, "limit"),
        ("{{ " * 100_000, "tags"),
    ],
)
def test_liquid_that_would_never_end_or_fill_the_memory_is_refused(body: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        rendered(body)
    assert why in refused.value.why

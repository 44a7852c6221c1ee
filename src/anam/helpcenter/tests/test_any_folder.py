"""Whatever a folder of Markdown holds: pages or refusals that name the file, never a crash, a script, or no end."""

import re
import shutil
import tempfile
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.seeds import rounds

from anam.helpcenter.actions.import_folder import import_folder
from anam.helpcenter.cleaning import TAGS
from anam.helpcenter.folder import NoFolder
from anam.helpcenter.library import Library, library_now, library_of
from anam.helpcenter.models import Article
from anam.helpcenter.reading import Unreadable, read
from anam.helpcenter.rendering import Rendered, page_of, render

SECONDS = 20  # of a machine that does other things as well
_PIECES = [
    "---\n", "title: x\n", "parent: [Makers]\n", "nav_order: .nan\n", "redirect_from: {a: b}\n", "tags: *x\n",
    "{{ page.title }}", "{{", "}}", "{%", "%}", "{% raw %}", "{% endraw %}", "{% for i in (1..99999999) %}",
    "{% endfor %}",
    "{% include a.html x=page.title %}", "{% include a.html %}", "{% link b.md %}", "{% if page.x %}", "{% endif %}",
    "{% highlight html %}", "{% endhighlight %}", "{% assign a = 'x' | append: a %}", "{{ a | split: '' | join: a }}",
    "{% capture a %}", "{% endcapture %}", "{% liquid\n", "{% comment %}", "{{ 9 | times: 9 | divided_by: 0 }}",
    "{: .note }", "{: .note-title }\n> ", "{:toc}", "1. TOC\n{:toc}\n", "{: #main }", "{: onclick=alert(1) }",
    "{::nomarkdown}", "{:/}", "{::comment}", "{: ", "## Heading {#x}\n", "# ", "## FAQ\n\n", "### Why?\n\nBecause\n",
    "<script>alert(1)</script>", "<scr<script>ipt>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>", "[x](javascript:alert(1))", "[x](JaVaScRiPt&colon;alert(1))",
    "![x](data:text/html,x)",
    "<iframe src=x>", "<style>*{}</style>", "<form><input></form>", "<p style='x' class='note'>", "<div id='popup'>",
    "<details markdown=1>\n", "<summary>x</summary>\n", "</details>\n", "<a name='x'>", "<math><mtext>", "<!--", "-->",
    "[x](b.md#y)", "[x](../../../etc/passwd)", "![x](p.png)", "[x]: //evil\n", "[x][x]", "[^1]", "[^1]: x\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n", "Term\n: Definition\n", "```\n", "`", "* ", "> ", "    ", "\n", "\n\n",
    "\r\n", "\t",
    "\x00", "\ud800", "\ufeff", "\u202e", "é", "日本", "(`already_shipped`)", ". (`x`)", "72 hours cancel.",
    "&lt;script&gt;",
]  # fmt: skip
_TEXT = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=12)), max_size=40).map("".join)
_NAMES = st.sampled_from(
    ["a.md", "b.md", "A.markdown", "sub/a.md", "sub/index.md", "README.md", "_config.yml", "_includes/a.html",
     "_data/x.yml", "p.png", "x.svg", "日.md", "why.md"]
)  # fmt: skip
_FOLDERS = st.dictionaries(
    _NAMES,
    st.one_of(_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60)),
    min_size=1,
    max_size=6,
)


class Looker(HTMLParser):
    """Reads a page as a browser would and keeps what must never be in one."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.h1 = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.h1 += tag == "h1"
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "srcdoc", "action", "formaction", "background"):
                self.found.append(f"{tag} {name}")
            if name in ("href", "src") and re.match(r"(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", address):
                self.found.append(f"{tag} {name}={value}")
            if name == "id" and value in ("main", "popup", "q", "helpful"):
                self.found.append(f"id={value}")


def looked_at(html: str) -> list[str]:
    looker = Looker()
    looker.feed(html)
    looker.close()
    return looker.found + ([] if looker.h1 == 1 else [f"{looker.h1} first headings"])


def test_the_looker_sees_what_must_not_be_there() -> None:
    """A test that cannot fail proves nothing."""
    for hostile in ("<script>", "<p onclick=x>", "<a href='java\nscript:x'>", "<p style=x>", "<i id=main>", "<iframe>"):
        assert len(looked_at(f"<h1>x</h1>{hostile}")) == 1, hostile


@pytest.mark.django_db
@settings(max_examples=rounds(60), deadline=None, suppress_health_check=list(HealthCheck))
@example(files={"a.md": b"---\nredirect_from: [b]\n---\n", "b.md": b"---\nredirect_from: [a]\n---\n"})
@example(files={"a.md": b"[a](a.md)", "_includes/a.html": b"{% include a.html %}"})
@given(files=_FOLDERS)
def test_any_folder_gives_pages_or_refusals_that_name_the_file(files: dict[str, bytes]) -> None:
    root = Path(tempfile.mkdtemp())
    begun = time.monotonic()
    try:
        for name, content in files.items():
            (root / name).parent.mkdir(exist_ok=True, parents=True)
            (root / name).write_bytes(content)
        with transaction.atomic():
            _take_in(root, files)
            transaction.set_rollback(True)
    finally:
        shutil.rmtree(root)
    assert time.monotonic() - begun < SECONDS


def _take_in(root: Path, files: dict[str, bytes]) -> None:
    try:
        outcomes = list(import_folder(root))
    except NoFolder:
        assert not any(name.endswith((".md", ".markdown")) for name in files)
        return
    named = {outcome.file for outcome in outcomes}
    for name in files:
        assert name in named or name.startswith("_") or name == "p.png"
    for outcome in outcomes:
        assert outcome.became not in ("refused", "skipped") or outcome.why
        assert (
            outcome.line is None
            or outcome.line <= files[outcome.file].count(b"\n") + files[outcome.file].count(b"\r") + 1
        )
    for article in Article.objects.from_folder():
        assert looked_at(page_of(article).html) == []


def page_or_refusal(body: str, library: Library) -> Rendered | Unreadable:
    try:
        return render(read(body, slug="a"), library)
    except Unreadable as unreadable:
        return unreadable


@pytest.mark.django_db
@settings(max_examples=rounds(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(body=_TEXT, included=_TEXT)
def test_any_article_is_a_harmless_page_or_is_refused(body: str, included: str) -> None:
    begun = time.monotonic()
    made = page_or_refusal(body, library_of({"_includes/a.html": included, "_config.yml": included}))
    assert time.monotonic() - begun < SECONDS
    if isinstance(made, Unreadable):
        assert made.why
        assert made.line is None or 1 <= made.line <= body.count("\n") + body.count("\r") + 1
    else:
        assert looked_at(made.html) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "piece",
    [
        "> ",
        "* ",
        "[",
        "![",
        "<",
        "`",
        "*a ",
        "__",
        "[a](",
        "{: .note }\n\n",
        "{:",
        "# a\n",
        "|a",
        "<a ",
        "<!--",
        "&",
        "[^1]",
        "\\",
        "a\n: b\n\n",
        "{{ x }}",
        "<details markdown=1>\n",
        "`` ",
        "*_",
        "](",
        "- a\n  ",
        "[^1]: x\n",
        "{: #a }\n",
        "1. a\n",
    ],
)
def test_no_piece_of_markdown_repeated_takes_for_ever(piece: str) -> None:
    begun = time.monotonic()
    made = page_or_refusal(piece * (40_000 // len(piece)), library_now())
    assert time.monotonic() - begun < SECONDS
    assert made.why if isinstance(made, Unreadable) else looked_at(made.html) == []

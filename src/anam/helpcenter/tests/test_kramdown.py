"""kramdown as Jekyll's sites write it: rendered as kramdown does, or named with its line; nothing is lost silently."""

import gc
import re
import time

import pytest

from anam.helpcenter.library import library_now
from anam.helpcenter.markdown import to_html
from anam.helpcenter.reading import read
from anam.helpcenter.rendering import render

pytestmark = pytest.mark.django_db


def shown(body: str) -> str:
    """The page without its title, in one line."""
    html = render(read(f"---\ntitle: T\n---\n{body}", slug="an-article"), library_now()).html
    return re.sub(r"\s*\n\s*", "", str(html).replace(' rel="noopener"', "")).removeprefix("<h1>T</h1>")


def named(body: str) -> list[tuple[str, int | None]]:
    made = render(read(f"---\ntitle: T\n---\n{body}", slug="an-article"), library_now())
    return [(remark.words, remark.line) for remark in made.remarks]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "An SKU and SKUs.\n\n*[SKU]: Stock keeping unit\n",
            '<p>An <abbr title="Stock keeping unit">SKU</abbr> and SKUs.</p>',
        ),
        (
            '*[<b>]: "x"\n\nA `<b>` and \\<b>.',
            '<p>A <code>&lt;b&gt;</code> and <abbr title="&quot;x&quot;">&lt;b&gt;</abbr>.</p>',
        ),
        ("Pay on the day.\n{: #pay }", '<p id="pay">Pay on the day.</p>'),
        (
            "{:box: .note}\n\nCareful.\n{: box}",
            '<div class="callout callout-note"><p class="callout-title">Note</p><p>Careful.</p></div>',
        ),
        ("*Here*{: #here}", '<p><em>Here</em><a id="here"></a></p>'),
        ("{::comment}\nsecret\n\nmore\n{:/comment} Public", "<p>Public</p>"),
        ("a {::comment}secret{:/} b", "<p>a  b</p>"),
        ("{::nomarkdown}\n<b>*a*</b>\n{:/}", "<b>*a*</b>"),
        ("* one\n^\n* two", "<ul><li>one</li></ul><ul><li>two</li></ul>"),
        ("one\\\\\ntwo  \nthree", "<p>one<br>two<br>three</p>"),
        ("* [ ] a\n* [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        (
            "1. one\n  - in\n    more\n  - in too\n2. two",
            "<ol><li>one<ul><li>inmore</li><li>in too</li></ul></li><li>two</li></ol>",
        ),
        ("~~~ ruby\nputs 'a -- b'\n~~~\n{: .language-ruby}", "<pre><code>puts 'a -- b'</code></pre>"),
        ("Term\n: First\n: Second", "<dl><dt>Term</dt><dd>First</dd><dd>Second</dd></dl>"),
        ('## A -- "b" {#ab}', '<h2 id="ab">A – “b”</h2>'),
    ],
)
def test_what_kramdown_adds_is_read(body: str, html: str) -> None:
    assert shown(body) == html
    assert named(body) == []


@pytest.mark.parametrize(
    ("words", "set_"),
    [
        ('"It\'s" -- she said --- "so"...', "“It’s” – she said — “so”…"),
        ("the '80s <<a>> << b >>", "the ’80s «a» «&nbsp;b&nbsp;»"),
        ('(“a” and "b")', "(“a” and “b”)"),
        ('*"a"* and "*b*"', "<em>“a”</em> and “<em>b</em>”"),
        ('\\"a\\" and `"b" -- c`', '"a" and <code>"b" -- c</code>'),
    ],
)
def test_quotation_marks_and_dashes_are_set(words: str, set_: str) -> None:
    assert shown(words) == f"<p>{set_}</p>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "| Pay | First |\n| Ship | Then |",
            "<tbody><tr><td>Pay</td><td>First</td></tr><tr><td>Ship</td><td>Then</td></tr></tbody>",
        ),
        ("|--:|:--|\n| Pay | First |", "<tbody><tr><td>Pay</td><td>First</td></tr></tbody>"),
        ("a | b\nc | d", "<tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody>"),
        (
            "|a|b|\n|-|-|\n|c|`d|e`|\n|---\n|f|g\\|h|\n|===\n|i|j|\n{: .table-wrapper}",
            "<thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td><code>d|e</code></td></tr></tbody>"
            "<tbody><tr><td>f</td><td>g|h</td></tr></tbody><tfoot><tr><td>i</td><td>j</td></tr></tfoot>",
        ),
    ],
)
def test_tables_without_a_heading_row_and_with_several_parts(body: str, html: str) -> None:
    assert shown(f"Before.\n\n{body}\n\nAfter.") == f"<p>Before.</p><table>{html}</table><p>After.</p>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a | b\n- | -\nc | d", "<thead><tr><th>a</th><th>b</th></tr></thead>"),
        ("|a|b|\n|---|\n|c|d|", "<thead><tr><th>a</th><th>b</th></tr></thead>"),
        ("a|b\ne|f\n-|-\nc|d", "<thead><tr><th>a</th><th>b</th></tr><tr><th>e</th><th>f</th></tr></thead>"),
    ],
)
def test_a_heading_row_is_one_whatever_divides_it_from_the_others(body: str, html: str) -> None:
    assert shown(body) == f"<table>{html}<tbody><tr><td>c</td><td>d</td></tr></tbody></table>"
    assert named(body) == []


def test_a_bar_in_a_sentence_or_a_link_makes_no_table() -> None:
    assert shown("Yes | no") == "<p>Yes | no</p>"
    assert shown("[a | b](/support/)") == '<p><a href="/support/">a | b</a></p>'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "<table>\n  <tbody>\n\n    <tr>\n      <td>a</td>\n    </tr>\n\n  </tbody>\n</table>\n\nAfter *it*.",
            "<table><tbody><tr><td>a</td></tr></tbody></table><p>After <em>it</em>.</p>",
        ),
        ("<div>\n\n    set in\n\n</div>", "<div>set in</div>"),
        (
            "<em>\n  Not [here](/support/), *never*.\n</em>",
            '<p><em>Not <a href="/support/">here</a>, <em>never</em>.</em></p>',
        ),
        ("A <kbd>*b*</kbd>", "<p>A <kbd><em>b</em></kbd></p>"),
        ('<div markdown="1">**a**</div> then *b*', "<div><p><strong>a</strong></p></div><p>then <em>b</em></p>"),
        ("<div>*a*</div>\n*b*", "<div>*a*</div><p><em>b</em></p>"),
        ('<p markdown="1">a **b**</p>', "<p>a <strong>b</strong></p>"),
        (
            '<table><tr><td markdown="1">\n* a\n</td></tr></table>',
            "<table><tbody><tr><td><ul><li>a</li></ul></td></tr></tbody></table>",
        ),
        ('<div>\n  <div markdown="1">\n    * a\n  </div>\n</div>', "<div><div><ul><li>a</li></ul></div></div>"),
        (
            '1. a\n\n   <div markdown="1">\n   **b**\n   </div>\n2. c',
            "<ol><li><p>a</p><div><p><strong>b</strong></p></div></li><li><p>c</p></li></ol>",
        ),
        ('{::options parse_block_html="true" /}\n\n<div>\n*a*\n</div>', "<div><p><em>a</em></p></div>"),
        ('<a name="x"/> after', '<p><a id="x"></a> after</p>'),
        ("<hr/>\n*a*", "<hr><p><em>a</em></p>"),
        ("<!-- a --> *b*", "<p> <em>b</em></p>"),
        ("```\n<div>\n```\n\n*a*", "<pre><code>&lt;div&gt;</code></pre><p><em>a</em></p>"),
    ],
)
def test_html_is_read_as_kramdown_reads_it(body: str, html: str) -> None:
    assert shown(body) == html
    assert named(body) == []


@pytest.mark.parametrize(
    ("body", "html", "about"),
    [
        ("<div>a\n\n*b*", "<div>a</div><p><em>b</em></p>", "<div>"),
        ("<b>a\n\nb", "<p><b>a</b></p><p>b</p>", "<b>"),
        (
            "<details>\n<summary>a\n\n*b*</details>\n\nc",
            "<details><summary>a</summary><p><em>b</em></p></details><p>c</p>",
            "<summary>",
        ),
        ("a <!-- b\n\n*c*", "<p>a &lt;!– b</p><p><em>c</em></p>", ""),
        ("<script>a\n\n*b*", "<p><em>b</em></p>", "<script>"),
        ("<a href='/support/'>a\n\nb", '<p><a href="/support/">a</a></p><p>b</p>', "<a>"),
        ("</div>a</b>\n\n*b*", "a<p><em>b</em></p>", ""),
        ('<div class="a\n\n*b*', "<p>&lt;div class=”a</p><p><em>b</em></p>", ""),
        ("<div><b>a</div>\n\nb", "<div><b>a</b></div><p>b</p>", "<b>"),
        ("* <div>a\n\nb", "<ul><li><div>a</div></li></ul><p>b</p>", "<div>"),
        ("<plaintext>a\n\n*b*", "a<p><em>b</em></p>", ""),
    ],
)
def test_broken_html_never_swallows_the_rest(body: str, html: str, about: str) -> None:
    assert shown(f"{body}") == html
    if about:
        words = f"{about} is opened here and never closed: it ends with its paragraph or block"
        assert words in [said for said, _ in named(body)]


@pytest.mark.parametrize(
    ("body", "words", "line"),
    [
        ("\n\nIt is [^1].", "there is no footnote [^1]", 6),
        ("\n[^a]: Never asked.", "nothing leads to the footnote [^a], so it is not shown", 5),
        ("\n$$\nx_1 * y_2\n$$", "formulas are shown as they are written", 5),
        ("\n\nSo $$x * y * z$$.", "formulas are shown as they are written", 6),
        ('\n{::options toc_levels="2..3" /}', "{::options toc_levels } is not followed here", 5),
        ("\n{::comment}\n\n*a*", "{::comment} is opened here and never closed: what follows is shown", 5),
        ("\n\n<!-- a\n\nb", "a comment is opened here and never closed", 6),
        ("\na\n{: .frame }", "{: .frame } says nothing here", None),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(body: str, words: str, line: int | None) -> None:
    said = dict(named(body))
    assert words in said
    assert line is None or said[words] == line


def test_a_formula_is_shown_as_it_is_written() -> None:
    assert shown("$$\na_1 * b < c_2 * d\n$$") == "<pre><code>a_1 * b &lt; c_2 * d</code></pre>"
    assert shown("So $$a_1 * b_2$$ it is.") == "<p>So <code>a_1 * b_2</code> it is.</p>"


@pytest.mark.parametrize(
    "piece",
    [
        "*[a]: b\n",
        "*[",
        "|a|b\n",
        "|-|\n",
        "<div>\n\n",
        "<b>",
        "</b>",
        '<a b="',
        "<script>",
        "<!--",
        "<![CDATA[",
        "<p markdown=1>",
        "<div markdown=1>a</div>",
        "{::comment}",
        "{::comment}\n\n",
        "$$",
        "$$ a\n\n",
        '"',
        "<<",
        "1. a\n  - b\n",
        "{: .note }\n\n",
        "{:a: b}\n",
        "<summary>a</summary>",
        "a`|``",
        "[a|b](",
        "^\n",
        "<em>\n\n",
        "'a \"b ",
        "[^a] ",
    ],
)
def test_twice_the_text_takes_at_most_two_and_a_half_times_as_long(piece: str) -> None:
    """Over four doublings, the least of several: so that what else a machine does is not measured.

    In proportion it would be 16 times as long, at two and a half times for each doubling 39, with the square 256.
    """
    length = 5_000
    while (once := _seconds(piece, length)) < 0.005 and length < 20_000:
        length *= 2
    more = _seconds(piece, 16 * length)
    for _ in range(5):
        if more > 2.5**4 * once:
            once, more = min(once, _seconds(piece, length)), min(more, _seconds(piece, 16 * length))
    assert more <= 2.5**4 * max(once, 0.002), (length, once, more)


def _seconds(piece: str, length: int) -> float:
    line = piece * (20_000 // len(piece))  # an article's lines have at most 50,000 characters
    text = "\n".join([line] * (length // 20_000)) + piece * (length % 20_000 // len(piece))
    gc.collect()
    gc.disable()  # as timeit does: how much else the process keeps is not the reader's doing
    try:
        begun = time.process_time()
        to_html(text)
        return time.process_time() - begun
    finally:
        gc.enable()

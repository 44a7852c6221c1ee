"""HTML becomes plain text: what somebody typed, and no sign of ours but the marks of quotations and lists."""

import pytest
from tests.seeds import dice

from anam.mail.html_words import words_of_html
from anam.mail.reading import read
from anam.mail.tests.mails import raw

TYPED = [
    "- 4 plates", "+ 4 plates", "* 4 plates", "3. blue", "3) blue", "# 12", "## x", "_under_ *star* `tick`", "[a](b)",
    "a | b", "\\ back", "1 < 2 > 0 & 3", "+353 91 555 0142", "~~no~~", "> not quoted", "27. November", "---", "===",
    "![x]", "http://a.test/_b_*c*", "{{ x }}", "&amp; as such", "5 * 3 = 15", "…", "«Ça»", "青い皿", "صحن أزرق",
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_typed_comes_out_as_it_was_typed(typed: str) -> None:
    html = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for before, after in (
        ("<p>", "</p>"),
        ("<div>", "</div>"),
        ("", "<br>"),
        ("<p><b>", "</b></p>"),
        ("<pre>", "</pre>"),
    ):
        assert words_of_html(f"{before}{html}{after}") == typed


BLOCKS = {
    "<p>One</p><p>Two</p>": "One\n\nTwo",
    "<div>One</div><div>Two</div>": "One\nTwo",
    "<div>One<br></div><div><br></div><div>Two</div>": "One\n\nTwo",
    "One<br>Two<br><br>Three": "One\nTwo\n\nThree",
    "<p>One\n   and\ttwo&nbsp;&nbsp;three</p>": "One and two  three",
    "<ul><li>mugs<li>bowls</ul>after": "- mugs\n- bowls\n\nafter",
    "<ol><li>mugs</li><li>bowls<ul><li>blue</li></ul></li></ol>": "1. mugs\n2. bowls\n  - blue",
    "<table><tr><td>mugs</td><td>6</td></tr><tr><td>bowls</td><td>2</td></tr></table>": "mugs 6\nbowls 2",
    "<blockquote><p>a</p><p>b</p><blockquote>c</blockquote></blockquote>d": "> a\n>\n> b\n>\n> > c\n\nd",
    "<pre>a\n  b</pre>": "a\n  b",
    "a<hr>b": f"a\n\n{'-' * 20}\n\nb",
    "<style>p {color: red}</style><!-- x --><script>y()</script><title>z</title><p>One</p>": "One",
    "<!--[if mso]><p>for Outlook</p><![endif]-->One": "One",
    "<STYLE>x</STYLE>One<!-- never ends": "One",
    "<p>-- <br>Ines</p>": "-- \nInes",
    "": "",
}


@pytest.mark.parametrize("html", BLOCKS)
def test_blocks_are_lines_and_paragraphs(html: str) -> None:
    assert words_of_html(html) == BLOCKS[html]


def test_much_style_takes_no_room_from_the_words() -> None:
    assert words_of_html(f"<style>{'p {color: red}' * 50_000}</style><p>One</p>") == "One"


def test_no_word_of_any_html_is_lost() -> None:
    chance = dice(3)
    tags = [
        "p",
        "div",
        "b",
        "span",
        "td",
        "tr",
        "table",
        "li",
        "ul",
        "ol",
        "blockquote",
        "br",
        "h2",
        "a",
        "center",
        "font",
    ]
    for _ in range(300):
        html, words = "", []
        for number in range(chance.randint(1, 25)):
            words.append(f"word{number}")
            tag = chance.choice(tags)
            html += chance.choice([f"<{tag}>", f"</{tag}>", f"<{tag} style='x'>", ""]) + words[-1] + " "
        found = words_of_html(html)
        assert all(word in found for word in words), (html, found)


def alternative(plain: str, html: str, *, kind: str = "alternative") -> bytes:
    parts = [("plain", plain), ("html", html)]
    body = "".join(f"--b\r\nContent-Type: text/{one}; charset=utf-8\r\n\r\n{text}\r\n" for one, text in parts)
    return raw(f"multipart/{kind}; boundary=b", f"{body}--b--\r\n".encode())


@pytest.mark.parametrize(
    "stub",
    [
        "",
        "   ",
        "\u00a0",
        "This mail needs a program that shows HTML.",
        "https://mail.test/view?id=5",
        "[image: x]",
        "Diese Nachricht enthält nur HTML.",
        "このメールはHTML形式です。",
        ".",
        "Ihr Mailprogramm\nkann das nicht",
    ],
)
@pytest.mark.parametrize("words", ["Friday suits us.", "Ja", "金曜日で大丈夫です。", "👍", "الجمعة مناسبة"])
def test_the_part_with_the_words_wins(stub: str, words: str) -> None:
    mail = read(alternative(stub, f"<p>{words}</p>"))
    assert mail.text == words
    assert stub.strip() in mail.text + mail.quoted  # folded, not lost


@pytest.mark.parametrize(
    "words", ["Friday suits us.\n\n- 6 mugs\n- 2 bowls", "Ja", "👍", "金曜日で大丈夫です。\nよろしく"]
)
def test_where_both_parts_have_the_words_they_are_posted_once(words: str) -> None:
    html = "".join(f"<p>{line}</p>" for line in words.split("\n"))
    mail = read(alternative(words.replace("\n", "\r\n"), html))
    assert (mail.text, mail.quoted) == (words, "")


def test_an_html_part_without_words_does_not_win() -> None:
    assert read(alternative("Friday suits us.", "<img src='cid:1'>")).text == "Friday suits us."


def test_an_html_part_that_also_quotes_says_the_same() -> None:
    html = (
        "<p>Friday suits us.</p><blockquote>---- Answer above this line ----<p>Hello Ines, and so on</p></blockquote>"
    )
    assert read(alternative("Friday suits us.", html)).text == "Friday suits us."


def test_parts_that_are_no_forms_of_one_text_are_both_posted() -> None:
    assert (
        read(alternative("See below.", "<p>The whole list of it</p>", kind="mixed")).text
        == "See below.\n\nThe whole list of it"
    )


def test_a_short_part_is_not_lost_because_a_longer_one_has_its_word() -> None:
    body = b"--b\r\n\r\nYes, we take all of them\r\n--b\r\n\r\nYes\r\n--b--\r\n"
    assert read(raw("multipart/mixed; boundary=b", body)).text == "Yes, we take all of them\n\nYes"

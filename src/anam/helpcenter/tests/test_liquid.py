"""Liquid as other sites write it: an article comes in, and what is left out of it is named with its line."""

import time

import pytest

from anam.helpcenter.filling import fill_in
from anam.helpcenter.reading import Unreadable, read

NO_BREAK, NARROW, NO_WIDTH = "\u00a0", "\u202f", "\u200b"
SITE = {"site": {"title": "Their help"}, "_includes": {"box.html": "<b>{% gallery %}Box</b>"}}


def filled(body: str) -> tuple[str, list[tuple[str, int | None]]]:
    words, remarks = fill_in(read(body, slug="an-article"), SITE)
    return words, [(remark.words, remark.line) for remark in remarks]


@pytest.mark.parametrize("odd", [NO_BREAK, NARROW, NO_WIDTH, "\u3000", "\ufeff", "\u2028"])
def test_a_space_of_another_kind_in_a_tag_is_a_space(odd: str) -> None:
    body = f"{{{{{odd}site.title{odd}|{odd}upcase }}}} {{%{odd}if{odd}site.title{odd}%}}yes{{%{odd}endif{odd}%}}"
    assert filled(body) == ("THEIR HELP yes", [])


def test_spaces_in_quotes_in_raw_and_outside_of_tags_stay_as_they_are() -> None:
    body = f"a{NO_BREAK}b {{{{{NO_BREAK}'c{NO_BREAK}d' }}}} {{% raw %}}{{{{{NO_BREAK}e }}}}{{% endraw %}}"
    assert filled(body) == (f"a{NO_BREAK}b c{NO_BREAK}d {{{{{NO_BREAK}e }}}}", [])


def test_a_tag_of_another_site_is_left_out_and_what_is_in_it_stays() -> None:
    words, remarks = filled("One\n\n{% gallery wide %}\n*Two*\n{% endgallery %}\n\n{%- seo -%}\nThree\n")
    assert words == "One\n\n\n*Two*\nThree"
    assert remarks == [
        ("{% gallery %} is not known here and was left out; what is in it is shown", 3),
        ("{% seo %} is not known here and was left out", 7),
    ]


def test_a_filter_of_another_site_is_left_out_and_what_it_is_given_stays() -> None:
    words, remarks = filled("\n{{ 'a' | twirl: 3 | upcase }}\n{{ 8 | divided_by: 0 }}")
    assert words == "\nA\n8"
    assert [line for _, line in remarks] == [2, 3]
    assert remarks[0][0] == "the filter “twirl” is not known here and was left out"


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("{{ a b c }}Text", "Text"),
        ("{% assign x %}Text", "Text"),
        ("{% include {{ page.x }} %}Text", "Text"),
        ("{% for one in %}x{% endfor %}Text", "xText"),
        ("{% if a = b %}x{% else %}y{% endif %}Text", "xyText"),
        ("{% break %}Text", "Text"),
        ("{% endif %}Text", "Text"),
        ("{% raw %}Text", "Text"),
        ("{% if site.title %}{% post_url 2020-01-01-x %}in{% endif %}Text", "inText"),
    ],
)
def test_a_tag_that_is_written_wrongly_is_left_out_and_named(body: str, left: str) -> None:
    words, remarks = filled(f"First\n{body}")
    assert words == f"First\n{left}"
    assert [line for _, line in remarks] == [2]


def test_what_is_left_out_of_an_include_is_named_where_it_is_included() -> None:
    assert filled("\n\n{% include box.html %}") == (
        "\n\n<b>Box</b>",
        [("{% gallery %} is not known here and was left out (in _includes/box.html)", 3)],
    )


def test_nothing_is_named_that_is_only_commented_on() -> None:
    assert filled("{% comment %}{% gallery %}{% endcomment %}Text") == ("Text", [])


@pytest.mark.parametrize("body", ["\n{% if site.title %}Text", "\n{{ site.title", "\n{% for a in b %}{% if c %}"])
def test_what_never_ends_is_refused_with_its_line(body: str) -> None:
    with pytest.raises(Unreadable) as refused:
        filled(body)
    assert refused.value.line == 2


def test_tags_within_tags_that_are_written_wrongly_do_not_cost_twice_for_each() -> None:
    begun = time.process_time()
    filled("{% if a %}" * 12 + "Text" + "{% elsif = %}{% endif %}" * 12)
    with pytest.raises(Unreadable, match="more than 100 of its blocks are not understood"):
        filled("{% if = %}Text{% endif %}" * 101)
    assert time.process_time() - begun < 20


def test_however_many_tags_are_written_wrongly_the_words_beside_them_come_in() -> None:
    words, remarks = filled("{{ a b }}Text {% seo %}" * 400)
    assert words == "Text " * 400
    assert len(remarks) == 2

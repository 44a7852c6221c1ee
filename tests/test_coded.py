"""Sentences of ours are kept as a code and parameters, and worded when they are read."""

import pickle
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from anam.coded import CodedField, Unworded, Worded, as_json, check, coded, worded
from anam.people.models import Maker
from conftest import Cast
from tests.languages import irish

SENTENCES = {
    "shipped": _("{by:who} shipped the order."),
    "refunded": _("{sum:money} was refunded, in {parts:,} parts: {titles:and}."),
    "refused": _("It was refused: {why}"),
    "pictures": lambda number: f"{number + 0} pictures.",
}


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ({}, ""),
        (None, ""),
        (coded("shipped", by="Hanna"), "Hanna shipped the order."),
        (coded("shipped", by=""), "The marketplace shipped the order."),
        (
            coded("refunded", sum=[1450, "USD"], parts=1200, titles=["Mug", "Bowl"]),
            "$14.50 was refunded, in 1,200 parts: Mug and Bowl.",
        ),
        (coded("refused", why=coded("shipped", by="Ravi")), "It was refused: Ravi shipped the order."),
        (coded("pictures", number=3), "3 pictures."),
        (coded("shipped", by="{0} {x.y}"), "{0} {x.y} shipped the order."),
    ],
)
def test_words_are_made_of_a_code_and_its_parameters(kept: Any, words: str) -> None:
    assert worded(kept, SENTENCES) == words


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (coded("moved_to_mars", by="Hanna"), "Moved to mars."),
        (coded("refunded"), "… was refunded, in … parts: …."),
        (coded("refunded", sum="much", parts="some", titles=3), "much was refunded, in some parts: 3."),
        (coded("refused", why=coded("of_an_older_version")), "It was refused: Of an older version."),
        (coded("pictures", number="three"), "Pictures."),
        (coded("pictures"), "Pictures."),
        ("Words of an older version.", "Words of an older version."),
    ],
)
def test_what_another_version_kept_is_shown_all_the_same(kept: Any, words: str) -> None:
    assert worded(kept, SENTENCES) == words


@pytest.mark.parametrize(
    "kept",
    [
        coded("moved_to_mars", by="Hanna"),
        coded("shipped"),
        coded("shipped", by=None),
        coded("refunded", sum="much", parts=2, titles=["Mug"]),
        coded("refused", why=coded("of_an_older_version")),
        coded("refused", why=[coded("shipped", by="Hanna"), coded("shipped")]),
        coded("pictures", number="three"),
        coded("pictures", number=3, more=1),
        {"by": "Hanna"},
        "Hanna shipped the order.",
        ["Hanna shipped the order."],
    ],
)
def test_what_has_no_words_is_caught_when_it_is_written(kept: Any) -> None:
    with pytest.raises(Unworded):
        check(kept, SENTENCES)
    with pytest.raises(Unworded):
        as_json(kept, SENTENCES)
    with pytest.raises(Unworded):
        CodedField(SENTENCES).get_db_prep_save(kept, connection)


def test_what_has_words_is_written_as_json() -> None:
    shipped = coded("shipped", by="Hanna")
    assert as_json(shipped, SENTENCES) == '{"code": "shipped", "by": "Hanna"}'
    assert as_json((shipped,), SENTENCES) == '[{"code": "shipped", "by": "Hanna"}]'
    assert (as_json({}, SENTENCES), as_json([], SENTENCES)) == ("{}", "[]")


def test_words_that_are_not_there_are_not_made() -> None:
    with pytest.raises(Unworded):
        Worded(coded("moved_to_mars"), SENTENCES)


@pytest.mark.django_db
def test_a_column_of_text_takes_no_words_of_ours(cast: Cast) -> None:
    """They would be kept in the language of whoever acted."""
    words = Worded(coded("shipped", by="Hanna"), SENTENCES)
    with pytest.raises(Unworded, match="not its words"), transaction.atomic():
        Maker.objects.filter(pk=cast.byrne.pk).update(name=words)
    assert Maker.objects.get(pk=cast.byrne.pk).name == "Byrne Ceramics"


def test_words_know_what_is_kept_of_them_and_are_plain_words_in_another_process() -> None:
    words = Worded(coded("shipped", by="Hanna"), SENTENCES)
    assert (words, words.kept) == ("Hanna shipped the order.", coded("shipped", by="Hanna"))
    assert coded("refused", why=words) == coded("refused", why=words.kept)
    assert type(pickle.loads(pickle.dumps(words))) is str  # noqa: S301 - our own


def test_no_parameter_holds_what_no_text_of_the_database_does() -> None:
    assert coded("shipped", by="Ha\0nna\ud800", of=["\0a"]) == {"code": "shipped", "by": "Hanna?", "of": ["a"]}


def test_a_sentence_that_cannot_be_filled_in_is_shown_as_its_code() -> None:
    assert worded(coded("odd"), {"odd": lazystr("{a.b[")}) == "Odd."


def test_the_words_are_those_of_whoever_reads(tmp_path: Any, settings: Any) -> None:
    with irish(settings, tmp_path, {"{by:who} shipped the order.": "Sheol {by:who} an t-ordú."}):
        kept = coded("shipped", by="Hanna")
        assert worded(kept, SENTENCES) == "Hanna shipped the order."
        with translation.override("ga"):
            assert worded(kept, SENTENCES) == "Sheol Hanna an t-ordú."

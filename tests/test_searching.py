"""One way of looking for words, wherever they are looked for."""

import unicodedata

import pytest
from django.db import connection

from anam.folding import folded
from anam.searching import indexed, query_for, words_in

# Python 3.14 knows them; the functions in the database were written when nobody did.
CAPITALS_OF_UNICODE_16 = {"\u1c89", "\ua7cb", "\ua7cc", "\ua7da", "\ua7dc", *map(chr, range(0x10D50, 0x10D66))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"),
        ("CAFE\u0301", "Café"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("İstanbul ısı", "istanbul isi"),
        ("１０４２", "1042"),
        ("ﬁne ﬂax", "fine flax"),
        ("O’Brien", "o'brien"),
        ("sea‑green", "sea-green"),
        ("ze\u200bro\u00ad", "zero"),
        ("Æsop’s œuvre", "aesop's oeuvre"),
        ("Ёлка", "елка"),
        ("No\u00a0break", "no break"),
        ("Ⅳ", "iv"),
        ("Ångström", "angstrom"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("ﾊﾝﾅ", "ハンナ"),
    ],
)
def test_what_people_write_in_two_ways_is_one_word(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert words_in(unicodedata.normalize("NFD", one)) == words_in(unicodedata.normalize("NFC", other))


def test_letters_of_other_alphabets_stay_different() -> None:
    assert folded("が") != folded("か")
    assert words_in("हिन्दी कला") == ["हिन्दी", "कला"]


@pytest.mark.django_db
def test_the_database_folds_every_character_as_python_does() -> None:
    signs = [chr(code) for code in range(1, 0x20000) if unicodedata.category(chr(code)) not in ("Cs", "Cn", "Co")]
    signs = [sign for sign in signs if sign not in CAPITALS_OF_UNICODE_16]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sign, search_folded(sign), search_words(sign) FROM unnest(%s::text[]) sign", [signs])
        rows = cursor.fetchall()
    assert [(sign, theirs) for sign, theirs, _ in rows if theirs != folded(sign)] == []
    assert [sign for sign, _, words in rows if set(words.split()) != set(indexed(sign).split())] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["BYR-1042 (Ines) #7", "sea-green, no. 3", "ÉCLAIR-9b x_y a.b@c.example", "Ａ‑１ ½ m²"]
)
def test_the_database_finds_the_words_that_python_finds(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_words(%s)", [text])
        (words,) = cursor.fetchone()
    assert set(words.split()) == set(indexed(text).split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("BYR-1042", asked)
        for asked in (
            "BYR-1042",
            "byr1042",
            "byr 1042",
            "1042",
            "#1042",
            "BYR–1042",
            "１０４２",
            "order 1042",
            "Order no. BYR-1042",
            "byr",
            "BYR - 1042",
            "BYR_1042",
            "byr-10",
        )
    ]
    + [
        ("#1001", "1001"),
        ("ORD-2024-001", "2024-001"),
        ("ord2024001", "ORD-2024-001"),
        ("gid://shop/Order/55", "55"),
        ("Café au lait", "cafe"),
        ("Cafe", "café"),
        ("Cafe\u0301", "Café"),
        ("O’Brien", "o'brien"),
        ("x" * 200, "x" * 150),
    ],
)
def test_a_number_and_a_word_are_found_however_they_are_written(text: str, asked: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('simple', %s) @@ to_tsquery('simple', %s), to_tsvector('simple', search_words(%s))"
            " @@ to_tsquery('simple', %s)",
            [indexed(text), query_for(asked), text, query_for(asked)],
        )
        assert cursor.fetchone() == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", ["'; DROP", "a & !b | (c", ":*", "\\", "\ufdfa" * 200, "'", "a:b <-> c", "\x00a", "٣"]
)
def test_whatever_is_asked_is_a_query(asked: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsquery('simple', %s)", [query_for(asked)])
        assert cursor.fetchone() is not None


def test_only_the_last_part_of_a_word_may_be_its_beginning() -> None:
    """An index need not read every number of a maker's to find one; a part of more than 100 characters is cut."""
    assert query_for("BYR-1042") == "((byr1042:*) | (byr & 1042:*))"
    assert query_for("BYR-1042", among="AD") == "((byr1042:*AD) | (byr:AD & 1042:*AD))"
    assert query_for(f"{'x' * 101}-1").endswith(f"({'x' * 100}:* & 1:*))")

# ruff: noqa: E501 - as other programs write it
"""What somebody added is posted; what their program quoted, and their signature, is not."""

import time

import pytest

from anam.mail.quotes import MARKER, cut

WORDS = "Thursday is fine.\n\nCould you pack the bowls apart?"
LETTER = f"""{MARKER}

Hello Ines,

Byrne Ceramics wrote to you about order BYR-1042.

> May it be Thursday?
"""
QUOTED = "\n".join(f"> {line}".rstrip() for line in LETTER.splitlines())
ABOVE = {
    "gmail": f"{WORDS}\n\nOn Tue, Nov 24, 2026 at 10:02 AM ANAM Craft <support@anamcraft.com> wrote:\n\n{QUOTED}",
    "gmail, a long name": f"{WORDS}\n\nOn Tue, Nov 24, 2026 at 10:02 AM ANAM Craft, the marketplace <\n"
    f"support@anamcraft.com> wrote:\n\n{QUOTED}",
    "gmail, German": f"{WORDS}\n\nAm Di., 24. Nov. 2026 um 10:02 Uhr schrieb ANAM Craft <\nsupport@anamcraft.com>:\n\n{QUOTED}",
    "gmail, French": f"{WORDS}\n\nLe mar. 24 nov. 2026 à 10:02, ANAM Craft <support@anamcraft.com> a écrit :\n\n{QUOTED}",
    "gmail, Spanish": f"{WORDS}\n\nEl mar, 24 nov 2026 a las 10:02, ANAM Craft (<support@anamcraft.com>) escribió:\n\n{QUOTED}",
    "gmail, Italian": f"{WORDS}\n\nIl giorno mar 24 nov 2026 alle ore 10:02 ANAM Craft <support@anamcraft.com> ha scritto:\n\n{QUOTED}",
    "gmail, Japanese": f"{WORDS}\n\n2026年11月24日(火) 10:02 ANAM Craft <support@anamcraft.com>:\n\n{QUOTED}",
    "apple": f"{WORDS}\n\n> On 24 Nov 2026, at 10:02, ANAM Craft <support@anamcraft.com> wrote:\n> \n{QUOTED}",
    "apple, Dutch": f"{WORDS}\n\nOp 24 nov 2026, om 10:02 heeft ANAM Craft <support@anamcraft.com> het volgende geschreven:\n\n{QUOTED}",
    "thunderbird": f"{WORDS}\n\nOn 24/11/2026 10:02, ANAM Craft wrote:\n{QUOTED}",
    "thunderbird, Polish": f"{WORDS}\n\nW dniu 24.11.2026 o 10:02, ANAM Craft pisze:\n{QUOTED}",
    "outlook": f"{WORDS}\n\n________________________________\nFrom: ANAM Craft <support@anamcraft.com>\n"
    f"Sent: Tuesday, November 24, 2026 10:02 AM\nTo: Ines\nSubject: Order BYR-1042\n\n{LETTER}",
    "outlook, German": f"{WORDS}\n\nVon: ANAM Craft <support@anamcraft.com>\nGesendet: Dienstag, 24. November 2026 10:02\n"
    f"An: Ines\nBetreff: Order BYR-1042\n\n{LETTER}",
    "outlook, Swedish": f"{WORDS}\n\nFrån: ANAM Craft <support@anamcraft.com>\nSkickat: den 24 november 2026 10:02\n"
    f"Till: Ines\nÄmne: Order BYR-1042\n\n{LETTER}",
    "yahoo": f"{WORDS}\n\n    On Tuesday, 24 November 2026 at 10:02:00 GMT, ANAM Craft <support@anamcraft.com> wrote:\n\n {LETTER}",
    "a phone that quotes nothing else": f"{WORDS}\n\n{QUOTED}",
    "sent from an iPhone": f"{WORDS}\n\nSent from my iPhone\n\n> On 24 Nov 2026, at 10:02, ANAM Craft <s@a.com> wrote:\n>\n{QUOTED}",
    "a signature": f"{WORDS}\n\n-- \nInes Almeida\nHarbor & Pine, Portland\n\nOn 24/11/2026 10:02, ANAM Craft wrote:\n{QUOTED}",
    "nothing quoted": WORDS,
    "nothing quoted, a signature": f"{WORDS}\n\n-- \nInes Almeida\n+1 207 555 0123",
    "quoted twice over": f"{WORDS}\n\nOn 24/11/2026 10:02, ANAM Craft wrote:\n{QUOTED}\n"
    + "\n".join(f"> {line}" for line in QUOTED.splitlines()),
}


@pytest.mark.parametrize("program", ABOVE)
def test_what_was_written_above_the_quotation_is_all_that_stays(program: str) -> None:
    assert cut(ABOVE[program]).words == WORDS


def test_what_was_written_below_the_quotation_stays() -> None:
    found = cut(f"On 24/11/2026 10:02, ANAM Craft wrote:\n{QUOTED}\n\n{WORDS}").words
    assert found.endswith(WORDS)
    assert "Byrne Ceramics wrote to you" not in found


def test_what_was_written_between_the_quotations_stays() -> None:
    text = (
        f"On 24/11/2026 10:02, ANAM Craft wrote:\n{QUOTED}\n\nThursday is fine.\n\n> And the bowls?\n\nApart, please."
    )
    found = cut(text).words
    assert "Thursday is fine." in found
    assert "Apart, please." in found
    assert "And the bowls?" not in found


@pytest.mark.parametrize("text", ["", " \n\t\n", "> ", ">\n>\n", QUOTED, LETTER])
def test_where_somebody_said_nothing_nothing_is_made_up(text: str) -> None:
    assert cut(text).words in text


def test_words_that_look_like_a_beginning_of_a_quotation_are_not_lost() -> None:
    for words in (
        "On Tuesday I can take 12 of them.",
        "From: the harbour. To: the shop.",
        "I wrote:\n12 bowls",
        "2 + 2 > 3",
    ):
        assert words.split("\n")[0] in cut(words).words


HOSTILE = {
    "a word again and again": "On " * 20_000,
    "a line without end": "On " + "a " * 29_000 + "wrote",
    "marks of quotation": ">" * 60_000,
    "quoted lines": "> > > a\n" * 7000,
    "dashes": "-" * 60_000,
    "dashes before the marker": ("- " * 40 + "-" * 5000 + "\n") * 10,
    "lines": "a\n" * 30_000,
    "attributions": "On x wrote:\n" * 5000,
    "long attributions": ("On " + "a " * 280 + "\n") * 100,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_no_text_takes_longer_than_some_seconds(what: str) -> None:
    began = time.process_time()
    cut(HOSTILE[what])
    assert time.process_time() - began < 8


def test_a_very_long_line_stays_whole() -> None:
    line = "These are all the things that I would like to say. " * 40
    assert (
        cut(f"Hello,\n\n{line}\n\nOn 24/11/2026 10:02, ANAM Craft wrote:\n{QUOTED}").words
        == f"Hello,\n\n{line.strip()}"
    )

# ruff: noqa: E501 - as other programs write it
"""The end of what somebody added is known by our address, our marker or the shape of what stands above, in any language."""

import pytest
from tests.seeds import dice, rounds

from anam.mail.originals import Original
from anam.mail.quotes import MARKER, Cut, cut

US = "ANAM Craft <support@anamcraft.com>"
LETTER = f"""{MARKER}

Hello Mara,

The Kiln Room wrote to you about order KIL-77.

> Shall we glaze them green?

Read and answer:
http://127.0.0.1:8000/messages/5/

You can answer this e-mail: The Kiln Room reads it.

ANAM Craft
Questions: support@anamcraft.com
"""
QUOTED = "\n".join(f"> {line}".rstrip() for line in LETTER.splitlines())

HEADERS = {
    "Turkish": f"Kimden: {US}\nGönderildi: 27 Kasım 2026 Cuma 10:02\nKime: Mara\nKonu: KIL-77",
    "Hungarian": f"Feladó: {US}\nElküldve: 2026. november 27., péntek 10:02\nCímzett: Mara\nTárgy: KIL-77",
    "Greek": f"Από: {US}\nΣτάλθηκε: Παρασκευή, 27 Νοεμβρίου 2026 10:02\nΠρος: Mara\nΘέμα: KIL-77",
    "Arabic": f"من: {US}\nتاريخ الإرسال: ٢٧ نوفمبر ٢٠٢٦ ١٠:٠٢\nإلى: Mara\nالموضوع: KIL-77",
    "Hebrew": f"\u200fמאת: {US}\n\u200fנשלח: יום שישי 27 נובמבר 2026 10:02\n\u200fאל: Mara\n\u200fנושא: KIL-77",
    "Thai": f"จาก: {US}\nส่งเมื่อ: วันศุกร์ที่ 27 พฤศจิกายน 2569 10:02\nถึง: Mara\nเรื่อง: KIL-77",
    "Japanese": f"差出人： {US}\n送信日時： 2026年11月27日 10:02\n宛先： Mara\n件名： KIL-77",
    "Chinese": f"发件人: {US}\n发送时间: 2026年11月27日 10:02\n收件人: Mara\n主题: KIL-77",
    "Korean": f"보낸 사람: {US}\n보낸 날짜: 2026년 11월 27일 금요일 10:02\n받는 사람: Mara\n제목: KIL-77",
    "in bold": f"*De :* {US}\n*Envoyé :* vendredi 27 novembre 2026 10:02\n*À :* Mara\n*Objet :* KIL-77",
    "no address": "Od: ANAM Craft\nPoslano: petek, 27. november 2026 10:02\nZa: Mara\nZadeva: KIL-77",
    "below a line": f"________________________________\nFrá: {US}\nSent: föstudagur, 27. nóvember 2026 10:02\nTil: Mara\nEfni: KIL-77",
    "the date first": f"Datum: 27.11.2026 10:02\nVan: {US}\nAan: Mara\nOnderwerp: KIL-77",
}
ATTRIBUTIONS = {
    "Czech": f"pá 27. 11. 2026 v 10:02 odesílatel {US} napsal:",
    "Finnish": f"pe 27. marrask. 2026 klo 10.02 {US} kirjoitti:",
    "Vietnamese": f"Vào Th 6, 27 thg 11, 2026 vào lúc 10:02 {US} đã viết:",
    "Hebrew, on a phone": "\u200fבתאריך יום ו׳, 27 בנוב׳ 2026 ב-10:02 מאת \u200fANAM Craft <\u200fsupport@anamcraft.com>:",
    "Arabic, on a phone": f"في الجمعة، ٢٧ نوفمبر ٢٠٢٦ في ١٠:٠٢ ص، كتب {US}:",
    "Korean, on a phone": f"2026년 11월 27일 (금) 오전 10:02, {US}님이 작성:",
    "Chinese, on a phone": "ANAM Craft <support@anamcraft.com> 于2026年11月27日周五 10:02写道：",
    "Ukrainian": f"пт, 27 лист. 2026 р. о 10:02 {US} пише:",
    "over three lines": 'Op 27 nov. 2026 18:02 schreef "ANAM Craft"\n<support@anamcraft.com>\nhet volgende:',
    "the year below": f"On Fri, Nov 27,\n2026 at 10:02 AM {US} wrote:",
    "no colon": f"Le ven. 27 nov. 2026 à 10:02, {US} a écrit",
    "the name first": f"{US} skrev den 27 november 2026 kl. 10:02:",
    "nobody named": "Am 27.11.26 um 10:02 schrieb ANAM Craft:",
}
WORDS = {
    "English": "Green is fine.\n\nTake 2 of them:\n- one for Tom\n- one for me",
    "Arabic": "الأخضر مناسب.\n\nشكراً لكم، مارا",
    "Hebrew": "ירוק זה בסדר.\nתודה",
    "Japanese": "緑で大丈夫です。\n\nよろしくお願いします。",
    "Chinese": "绿色可以。\n谢谢",
    "looks like headers": "Colour: green\nDate: 3 December\nTo: our shop, please",
    "rules and dashes": "Green\n--\nnot blue\n-----\nthank you",
    "thanks first": "Thanks, but no: keep the blue.\nRegards from Porto! We close on 24 December.",
}


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("language", HEADERS)
def test_a_block_of_headers_ends_the_message_in_any_language(language: str, words: str) -> None:
    found = cut(f"{WORDS[words]}\n\n{HEADERS[language]}\n\n{LETTER}")
    assert found.words == WORDS[words]
    assert HEADERS[language] in found.quoted


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("language", ATTRIBUTIONS)
def test_an_attribution_ends_the_message_in_any_language(language: str, words: str) -> None:
    found = cut(f"{WORDS[words]}\n\n{ATTRIBUTIONS[language]}\n\n{QUOTED}")
    assert found.words == WORDS[words]
    assert ATTRIBUTIONS[language] in found.quoted


@pytest.mark.parametrize("language", [one for one in ATTRIBUTIONS if one != "nobody named"])
def test_an_attribution_that_hangs_on_the_words_is_split_from_them(language: str) -> None:
    attribution = ATTRIBUTIONS[language]
    assert cut(f"Green is fine!\n{attribution}\n{QUOTED}").words == "Green is fine!"
    assert cut(f"Green is fine! {attribution}\n{QUOTED}").words == "Green is fine!"


@pytest.mark.parametrize("language", [one for one in [*HEADERS, *ATTRIBUTIONS] if one != "no address"])
def test_where_the_marker_was_taken_out_our_address_ends_the_message(language: str) -> None:
    heading = HEADERS.get(language) or ATTRIBUTIONS[language]
    body = "\n".join((LETTER if language in HEADERS else QUOTED).splitlines()[2:])
    assert cut(f"Green is fine.\n\n{heading}\n\n{body}").words == "Green is fine."


def test_words_that_hang_before_the_marker_are_not_lost() -> None:
    assert cut(f"Green is fine. {LETTER}").words == "Green is fine."


ORIGINAL = Original(LETTER)
INLINE = {
    "below each question": QUOTED.replace("green?", "green?\n\nYes, green."),
    "without marks, as Outlook quotes": LETTER.replace("green?", "green?\n\nYes, green."),
    "within the marks": QUOTED.replace(
        "> > Shall we glaze them green?", "> > Shall we glaze them green?\n> Yes, green."
    ),
    "deep within the marks": QUOTED.replace("green?", "green?\n> > Yes, green."),
    "above the marker, within the marks": f"{ATTRIBUTIONS['Czech']}\n> Yes, green.\n{QUOTED}",
    "below all of it": f"{ATTRIBUTIONS['Czech']}\n{QUOTED}\n\nYes, green.",
    "below all of it, without marks": f"{HEADERS['Turkish']}\n\n{LETTER}\n\nYes, green.",
    "with its lines broken": QUOTED.replace(
        "> The Kiln Room wrote to you about order KIL-77.", "> The Kiln Room wrote\n> to you about\n> order KIL-77."
    )
    + "\n\nYes, green.",
    "within the marks, most of the letter taken out": f"> {MARKER}\n> The Kiln Room wrote to you about order KIL-77.\n> > Shall we glaze them green?\n> Yes, green.",
    "with a link that a mail server rewrote": QUOTED.replace(
        "http://127.0.0.1:8000/messages/5/", "https://safe.links.test/?url=http%3A%2F%2F127.0.0.1:8000%2Fmessages"
    )
    + "\n\nYes, green.",
    "with signs changed": QUOTED.replace("You can answer this e-mail:", "You can answer this e‑mail :")
    + "\n\nYes, green.",
    "with its links written out": QUOTED.replace(
        "http://127.0.0.1:8000/messages/5/", "<http://127.0.0.1:8000/messages/5/>"
    )
    + "\n\nYes, green.",
}


@pytest.mark.parametrize("above", ["", "My answers are below.\n\n"])
@pytest.mark.parametrize("how", INLINE)
def test_whatever_is_added_to_our_letter_is_found_wherever_it_stands(how: str, above: str) -> None:
    found = cut(above + INLINE[how], original=ORIGINAL)
    assert found.words == f"{above}Yes, green."
    assert "Shall we glaze them green?" in found.quoted


def test_only_our_letter_come_back_says_nothing() -> None:
    for text in (LETTER, QUOTED, f"{ATTRIBUTIONS['Korean, on a phone']}\n{QUOTED}", f"{HEADERS['Thai']}\n\n{LETTER}"):
        assert cut(text, original=ORIGINAL).words == ""


def test_what_is_quoted_and_unknown_is_posted_where_nothing_else_is_said() -> None:
    assert cut("> Green is fine.\n> Thank you.", original=ORIGINAL).words == "> Green is fine.\n> Thank you."


def test_of_our_letter_nothing_is_shown_to_the_other_side_even_where_all_is_quoted() -> None:
    note = "Your note to support: they never pay in time, between us."
    email = LETTER.replace("> Shall we glaze them green?", note)
    for quoted in (
        "> " + note,
        f"> {note}\n> Green is fine.",
        f"Green is fine.\n\n> {note}",
        f"> {note}\n\nGreen is fine.",
    ):
        found = cut(quoted, original=Original(email))
        assert "between us" not in found.words + found.left_out
        assert "between us" in found.quoted


def test_a_line_of_our_letter_of_which_a_sign_was_changed_is_still_ours() -> None:
    note = "Your note to support: they never pay in time, between us."
    changed = note.replace(", ", " , ").replace(":", " -")
    found = cut(
        f"> {changed}\n\nGreen is fine.", original=Original(LETTER.replace("> Shall we glaze them green?", note))
    )
    assert (found.words, found.quoted) == ("Green is fine.", f"> {changed}")


def test_what_somebody_quotes_from_elsewhere_may_be_seen_by_whoever_reads_the_words() -> None:
    found = cut("The courier says:\n\n> It was left at the door on Monday.", original=ORIGINAL)
    assert found == Cut("The courier says:", left_out="> It was left at the door on Monday.")


def test_a_forward_is_content() -> None:
    text = "Have you seen this?\n\n---------- Forwarded message ---------\nFrom: Jo <jo@quay.test>\nDate: Thu, 26 Nov 2026 at 18:02\nSubject: green\nTo: Mara <mara@pots.test>\n\nThe green one is too dark."
    assert cut(text, original=ORIGINAL) == Cut(text)


def test_a_signature_with_its_own_mark_is_folded_and_may_be_seen_by_all() -> None:
    found = cut(f"Green is fine.\n\n-- \nMara Lind\nPots & Pans\n\n{ATTRIBUTIONS['Czech']}\n{QUOTED}")
    assert (found.words, found.left_out) == ("Green is fine.", "-- \nMara Lind\nPots & Pans")


@pytest.mark.parametrize(
    "text",
    [
        "First shop:\n-- \nPier Road 1\nSecond shop:\n-- \nHill Street 9",
        "-- \nMara",
        "Green\n--\nMara",
        "Green\n-- \n" + "\n".join(f"{number}. a pot" for number in range(12)),
        "Regards,\nMara",
        "Sent from my iPhone",
    ],
)
def test_where_it_is_not_sure_that_something_is_a_signature_it_is_posted(text: str) -> None:
    assert cut(text) == Cut(text)


# What people type, and what looks like something else.
TYPED = [
    "Green is fine.",
    "- 6 mugs",
    "-6 mugs",
    "+6 bowls",
    "--",
    "-- ",
    "---",
    "_____",
    "* one",
    "1. two",
    "> 5 kg",
    ">",
    ">> really",
    "> > deeper",
    "From: Monday 7 December",
    "To: Friday",
    "Date: 27 November 2026",
    "Subject: pots",
    "Call me: +353 91 555 0142",
    "Please write to mara@pots.test",
    "Mara <mara@pots.test> wrote:",
    "On Tuesday at 10:02:",
    "I wrote to support@anamcraft.com on 24/11/2026.",
    "On 24/11/2026 10:02, Jo <jo@quay.test> wrote:",
    "Thanks,",
    "Regards from Porto!",
    "Sent from my iPhone",
    "Sent from my workshop",
    "Mara",
    "",
    "",
    "   ",
    "\t",
    "شكراً",
    "緑で大丈夫です。",
    "發件人：馬拉",
    "Від: Мара",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "> On Monday you wrote:",
    "Answer above this line",
    "[…]",
    "2 + 2 > 3",
    "https://pots.test/a?b=c",
    "👍",
    "|",
    "*",
    "From:",
    f"{US} schrieb:",
    f"Von: {US}",
    "Hello Mara,",
    "ANAM Craft",
]
BELOW = [
    "",
    f"\n\n{ATTRIBUTIONS['Czech']}\n\n{QUOTED}",
    f"\n{ATTRIBUTIONS['over three lines']}\n{QUOTED}",
    f"\n\n{QUOTED}",
    f"\n\n{HEADERS['Arabic']}\n\n{LETTER}",
    f"\n{HEADERS['below a line']}\n\n{LETTER}",
    f"\n\n{LETTER}",
    "\n\n> Shall we glaze them green?",
    f"\n\n{ATTRIBUTIONS['nobody named']}\n> Shall we?",
]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_somebody_types_is_posted_or_folded_and_never_lost(seed: int) -> None:
    chance = dice(seed)
    for _ in range(rounds(250)):
        lines = [chance.choice(TYPED) for _ in range(chance.randint(1, 12))]
        text = "\n".join(lines) + chance.choice(BELOW)
        original = chance.choice([None, ORIGINAL])
        found = cut(text, original=original)
        there = [line.strip("> \t") for line in "\n".join([found.words, found.left_out, found.quoted]).split("\n")]
        for line in text.split("\n"):
            wanted = line.strip("> \t\u200f")
            if wanted:
                assert _takes(there, wanted), (text, found)


def _takes(there: list[str], wanted: str) -> bool:
    """Each line is there as often as it was written; one that was split is there in two."""
    for one in there:
        if one.strip("\u200f") == wanted:
            there.remove(one)
            return True
    heads = [one for one in there if one and wanted.startswith(one)]
    return any(wanted[len(head) :].strip() in (one.strip() for one in there) for head in heads)


@pytest.mark.parametrize("seed", range(4))
def test_words_above_a_marked_letter_are_posted_as_they_are(seed: int) -> None:
    """Whatever they look like: only what hangs together with the quotation can be taken for its heading."""
    chance = dice(100 + seed)
    safe = [one for one in TYPED if one != "-- " and "iPhone" not in one]
    for _ in range(rounds(200)):
        lines = [chance.choice(safe) for _ in range(chance.randint(1, 12))]
        words = "\n".join(["Hello,", *lines, "That is all of it."])
        assert cut(f"{words}\n\n{ATTRIBUTIONS['Finnish']}\n\n{QUOTED}").words == words


@pytest.mark.parametrize(
    "words",
    [
        "Please send it to:\nName: Mara Bell\nStreet: 5 Quay Row\nMail: mara@bell.test\nPhone: 555 12 34",
        "What we pay:\nMug: 14.50\nBowl: 33.00\nMail: mara@bell.test",
    ],
)
@pytest.mark.parametrize("below", ["", f"{ATTRIBUTIONS['Czech']}\n"])
def test_a_list_with_labels_right_above_the_quotation_is_no_block_of_headers(words: str, below: str) -> None:
    found = cut(f"{words}\n{below}{QUOTED}", original=ORIGINAL)
    assert found.words == words
    assert found.quoted == f"{below}{QUOTED}"


@pytest.mark.parametrize("below", ["", f"\n\n{ATTRIBUTIONS['Czech']}\n\n{QUOTED}"])
@pytest.mark.parametrize("marks", ['""', "“”", "»«", "‘’"])
def test_whoever_speaks_of_the_marker_has_not_ended_their_message(marks: str, below: str) -> None:
    words = f"Why do you write {marks[0]}{MARKER}{marks[1]} at the top?\nAlso: 6 mugs, please."
    assert cut(f"{words}{below}", original=ORIGINAL).words == words


@pytest.mark.parametrize(
    "below", ["", f"\n\n{ATTRIBUTIONS['Czech']}\n\n{QUOTED}", f"\n\n{HEADERS['Greek']}\n\n{LETTER}"]
)
@pytest.mark.parametrize("taken", [0, 2])
def test_a_sentence_with_our_address_and_a_day_is_no_attribution(below: str, taken: int) -> None:
    words = f"On 27.11.2026 at 10:02 I asked {US}, and heard:\nTake the blue ones.\nIs that so?"
    if taken and below:  # the marker is gone
        below = below.replace(f"> {MARKER}\n>\n", "").replace(f"{MARKER}\n\n", "")
    assert cut(f"{words}{below}", original=ORIGINAL).words == words

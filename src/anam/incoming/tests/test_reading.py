"""E-mails of every kind are read, in bounded time, or are called unreadable; nothing else happens."""

import random
import re
import time
from collections.abc import Iterator
from email.header import Header

import pytest
from tests.seeds import dice, rounds

from anam.incoming.bouncing import take_report
from anam.incoming.outcomes import Outcome
from anam.mail.charsets import CANNOT_BE_READ
from anam.mail.reading import MAX_TEXT_LENGTH, Incoming, Unreadable, read
from anam.mail.tests.mails import bounce, complaint, raw, with_files, written

PNG = b"\x89PNG\r\n\x1a\n" + bytes(4000)


def test_who_wrote_what_about_what() -> None:
    mail = read(
        written(Subject="Re: =?utf-8?q?Bestellung_=E2=82=AC?=", In_Reply_To="<order-7@a.b>", References="<x@y> <z@y>")
    )
    assert (mail.sender, mail.sender_name, mail.subject) == ("ines@test.example", "Ines", "Re: Bestellung €")
    assert mail.text == "Thank you, that works."
    assert mail.references == ["order-7@a.b", "x@y", "z@y"]
    assert (mail.message_id, mail.automatic, mail.files, mail.was_cut) == ("one@mail.test", {}, [], False)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Ines",
        "a@b.c, Ines <d@e.f>",
        "Ines <a@b.c>, Tom <d@e.f>",
        "<a@b.c> d@e.f",
        "a@b.c, d@e.f",
        "<>",
        "@",
        "x" * 300 + "@b.c",
        '"a@b.c" <>',
    ],
)
def test_a_from_line_that_names_nobody_or_several_gives_no_sender(line: str) -> None:
    assert read(written(From=line)).sender == ""


ONE_MAILBOX = {
    "an encoded comma": ("=?utf-8?Q?Almeida=2C_In=C3=AAs?= <{0}>", "Almeida, Inês"),
    "an encoded comma in base64": ("=?utf-8?B?QWxtZWlkYSwgSW7DqnM=?= <{0}>", "Almeida, Inês"),
    "a comma without quotes": ("Almeida, Ines <{0}>", "Almeida, Ines"),
    "two commas and a semicolon": ("Almeida, Ines, Harbor; Pine <{0}>", "Almeida, Ines, Harbor; Pine"),
    "a comma within quotes": ('"Almeida, Ines" <{0}>', "Almeida, Ines"),
    "encoded within quotes": ('"=?utf-8?Q?Almeida=2C_In=C3=AAs?=" <{0}>', "Almeida, Inês"),
    "an address as the name": ("{0} <{0}>", "ines@test.example"),
    "another address as the name": ("shop@elsewhere.test <{0}>", "shop@elsewhere.test"),
    "a quoted address as the name": ('"shop@elsewhere.test, Ines" <{0}>', "shop@elsewhere.test, Ines"),
    "an encoded address as the name": ("=?utf-8?Q?shop=40elsewhere.test=2C_x?= <{0}>", "shop@elsewhere.test, x"),
    "brackets in an encoded name": ("=?utf-8?Q?Ines_=3Cshop=40elsewhere.test=3E?= <{0}>", "Ines <shop@elsewhere.test>"),
    "a name behind": ("{0} (Ines Almeida)", "Ines Almeida"),
    "nothing but the address": ("{0}", ""),
    "a quote that does not end": ('Ines "Nini <{0}>', 'Ines "Nini'),
    "doubled brackets": ("Ines <<{0}>>", "Ines"),
    "a link": ("Ines <mailto:{0}>", "Ines"),
    "all of it encoded": ("=?utf-8?Q?Ines_=3Cines=40test.example=3E?=", "Ines"),
    "said twice": ("Ines <{0}>, <{0}>", "Ines"),
    "raw letters": ("Inês Almeida <{0}>", "Inês Almeida"),
    "in capitals, folded": ("Ines\r\n <INES@Test.example>", "Ines"),
}


@pytest.mark.parametrize("kind", ONE_MAILBOX)
def test_one_mailbox_is_one_mailbox_however_its_name_is_written(kind: str) -> None:
    line, name = ONE_MAILBOX[kind]
    mail = read(written(From=line.format("ines@test.example")))
    assert (mail.sender, mail.sender_name) == ("ines@test.example", name)


SUBJECTS = {
    "encoded, with spaces": ("=?iso-8859-1?Q?Gr=FC=DFe aus Porto?=", "Grüße aus Porto"),
    "encoded, and bytes beside it": ("=?iso-8859-1?Q?Gr=FC=DFe?= – é", "Grüße – é"),
    "encoded within a word": ("Re:=?utf-8?Q?Gr=C3=BC=C3=9Fe?=!", "Re:Grüße!"),
    "encoded within quotes": ('"=?utf-8?B?R3LDvMOfZQ==?="', '"Grüße"'),
    "a letter over two words": ("=?utf-8?B?R3LD?=\r\n =?utf-8?B?vMOfZQ==?=", "Grüße"),
    "with its language": ("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    "broken base64": ("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
    "a wrong charset": ("=?x-nobody?Q?Gr=FC=DFe?=", "Grüße"),
    "Japanese switches": ("\x1b$BLZMKF|\x1b(B", "木曜日"),
    "a question": ("=?utf-8?Q?Really??=", "Really?"),
    "control characters": ("=?iso-8859-1?Q?a=1B=07b=7F?= \x08c", "ab c"),
}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_subject_is_decoded_however_it_was_encoded(kind: str) -> None:
    subject, meant = SUBJECTS[kind]
    assert read(written(Subject=subject)).subject == meant


def test_two_from_lines_are_nobodys() -> None:
    assert read(b"From: a@b.c\r\n" + written()).sender == ""


CHARSETS = {
    "utf-8": ("text/plain; charset=utf-8", "Grüße, 20 €".encode()),
    "latin-1 that is Windows": ("text/plain; charset=iso-8859-1", "Grüße, 20 €".encode("cp1252")),
    "none named": ("text/plain", "Grüße, 20 €".encode()),
    "ascii that is not": ("text/plain; charset=us-ascii", "Grüße, 20 €".encode()),
    "unknown": ("text/plain; charset=x-nobody-knows", "Grüße, 20 €".encode()),
    "wrong: it is Windows": ("text/plain; charset=utf-8", "Grüße, 20 €".encode("cp1252")),
    "in quotes": ("text/plain; charset=\"'utf-8'\"", "Grüße, 20 €".encode()),
    "utf-16": ("text/plain; charset=utf-16", "Grüße, 20 €".encode("utf-16")),
    "a codec that is no charset": ("text/plain; charset=punycode", "Grüße, 20 €".encode()),
    "a codec that is no text": ("text/plain; charset=zlib", "Grüße, 20 €".encode()),
}


@pytest.mark.parametrize("charset", CHARSETS)
def test_the_letters_are_those_that_were_written(charset: str) -> None:
    assert read(raw(*CHARSETS[charset])).text == "Grüße, 20 €"


FOUND = {
    "Big5 called ASCII": ("text/plain; charset=us-ascii", "您好，藍色的碗下星期可以寄出嗎？謝謝您。", "big5"),
    "Big5 called Latin-1": ("text/plain; charset=iso-8859-1", "您好，藍色的碗下星期可以寄出嗎？謝謝您。", "big5"),
    "Shift_JIS, undeclared": ("text/plain", "木曜日で大丈夫です。よろしくお願いします。", "cp932"),
    "ISO-2022-JP, undeclared": ("text/plain", "木曜日で大丈夫です。", "iso2022_jp"),
    "ISO-2022-KR, undeclared": ("text/plain", "안녕하세요", "iso2022_kr"),
    "Cyrillic called UTF-8": ("text/plain; charset=utf-8", "Добрый день, пришлите шесть кружек", "koi8-r"),
    "UTF-8 called Latin-1": ("text/plain; charset=iso-8859-1", "Grüße aus Łódź", "utf-8"),
    "Windows called Latin-2": ("text/plain; charset=iso-8859-2", "“Dziękuję”, środa", "cp1250"),
    "an encoded type": ("=?utf-8?Q?text/plain?=; charset=utf-8", "Grüße", "utf-8"),
    "a type in brackets": ("<text/plain>", "Grüße", "utf-8"),
    "a type without semicolon": ("text/plain charset=iso-8859-2", "środa", "iso-8859-2"),
    "no type": ("text", "Grüße", "utf-8"),
    "parts without a boundary": ("multipart/alternative", "Grüße", "utf-8"),
}


@pytest.mark.parametrize("kind", FOUND)
def test_letters_that_are_declared_wrongly_or_nowhere_are_found(kind: str) -> None:
    content_type, text, charset = FOUND[kind]
    mail = read(raw(content_type, text.encode(charset)))
    assert (mail.text, mail.files, mail.unclear) == (text, [], False)


UNDECLARED = [
    ("Dobrý den, posílám šest hrnků", "cp1250"), ("Proszę o sześć kubków, piątek", "iso-8859-2"),
    ("Győző köszöni a bögréket", "cp1250"), ("Altı kupa lütfen, teşekkürler", "cp1254"),
    ("שלום, שש כוסות בבקשה, תודה", "cp1255"), ("пришлите шесть, хорошо, в среду", "cp1251"),
    ("Grüße, 20 € für François", "cp1252"), ("café à la crème, sœur Zoë", "cp1252"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "charset"), UNDECLARED)
def test_letters_that_nobody_declares_are_known_by_their_company(text: str, charset: str) -> None:
    assert read(raw("text/plain", text.encode(charset))).text == text


CALLED = [
    ("Zażółć", "x-mac-ce", "mac_latin2"), ("à l’été", "x-mac-roman", "mac_roman"), ("สีเขียว", "windows-874", "cp874"),
    ("Grüße", "windows1252", "cp1252"), ("привет", "win-1251", "cp1251"), ("緑で大丈夫です", "x-euc-jp", "euc_jp"),
    ("綠色可以，請寄六個杯子給我們，謝謝您。", "gb2312", "big5"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "called", "charset"), CALLED)
def test_a_charset_is_known_by_every_name_that_programs_give_it(text: str, called: str, charset: str) -> None:
    assert read(raw(f"text/plain; charset={called}", text.encode(charset))).text == text


@pytest.mark.parametrize("said", ['"base64"', "BASE64 (all of it)", "base64;"])
def test_an_encoding_is_read_however_it_is_written(said: str) -> None:
    assert read(raw("text/plain", b"U2l4IG11Z3MsIHBsZWFzZQ==", encoding=said)).text == "Six mugs, please"


def test_what_is_not_base64_is_read_as_it_stands() -> None:
    assert read(raw("text/plain", b"Six mugs, please", encoding="base64")).text == "Six mugs, please"


@pytest.mark.parametrize("kind", ["application/octet-stream", "application/text", "unknown/unknown", "x-mail/x-any"])
def test_words_of_a_type_that_says_nothing_are_words(kind: str) -> None:
    assert read(raw(kind, "Sechs Becher für Mai".encode())).text == "Sechs Becher für Mai"
    assert read(raw(kind, b"<html><p>Six mugs</p></html>")).text == "Six mugs"
    assert read(raw(kind, b"\x00\x01\x02 a program")).text == ""


def test_words_that_came_in_a_file_of_text_are_words_where_there_are_no_others() -> None:
    mail = read(with_files("", ("answer.txt", "text/plain", b"Six mugs, please.")))
    assert (mail.text, mail.files) == ("Six mugs, please.", [])
    assert read(with_files("See the file.", ("answer.txt", "text/plain", b"Six mugs."))).text == "See the file."


def test_html_names_its_own_letters() -> None:
    html = '<html><head><meta http-equiv=Content-Type content="text/html; charset=iso-8859-2"></head>środa</html>'
    assert read(raw("text/html", html.encode("iso-8859-2"))).text == "środa"


def test_what_nobody_can_place_is_called_unreadable_and_is_not_sure() -> None:
    mail = read(raw("text/plain", bytes(range(128, 256)) * 3))
    assert mail.text == CANNOT_BE_READ
    assert mail.unclear


def test_parts_whose_boundary_is_not_named_are_found_by_it() -> None:
    body = b"--x1\r\nContent-Type: text/plain\r\n\r\nThursday.\r\n--x1\r\nContent-Type: image/png\r\n\r\n" + PNG
    mail = read(raw("multipart/mixed; boundary=other", body + b"\r\n--x1--\r\n"))
    assert (mail.text, [file.kind for file in mail.files]) == ("Thursday.", ["image/png"])


NO_FILES = {
    "S/MIME": ("application/pkcs7-signature", "smime.p7s"),
    "S/MIME by its name": ("application/octet-stream", "smime.p7s"),
    "PGP": ("application/pgp-signature", "signature.asc"),
    "a key": ("application/pgp-keys", "OpenPGP_0x1234.asc"),
    "a calendar": ("text/calendar", "invite.ics"),
}


@pytest.mark.parametrize("kind", NO_FILES)
def test_signatures_and_calendars_are_no_files(kind: str) -> None:
    mail = read(with_files("Thursday.", (NO_FILES[kind][1], NO_FILES[kind][0], b"BEGIN:VCALENDAR x")))
    assert (mail.text, mail.files) == ("Thursday.", [])


def test_text_within_the_mail_is_text() -> None:
    body = b"--b\r\n\r\nOur list.\r\n--b\r\nContent-Type: text/csv; name=l.csv\r\nContent-Disposition: inline\r\n\r\n"
    mail = read(raw("multipart/mixed; boundary=b", body + b"sku;pieces\r\n--b--\r\n"))
    assert (mail.text, mail.files) == ("Our list.\n\nsku;pieces", [])


def test_japanese_and_chinese_mails_are_read() -> None:
    assert read(raw("text/plain; charset=iso-2022-jp", "青い器".encode("iso2022_jp"))).text == "青い器"
    assert read(raw("text/plain; charset=gb2312", "蓝色的碗，镕".encode("gb18030"))).text == "蓝色的碗，镕"


def test_what_the_database_refuses_and_what_nobody_sees_is_gone() -> None:
    body = "a\x00b \u202ec\u200bd".encode() + b" \xed\xa0\x80 e"
    text = read(raw("text/plain; charset=utf-8", body)).text
    assert "\x00" not in text
    assert "\u202e" not in text
    text.encode("utf-8")
    text = read(raw("text/plain; charset=unicode_escape", b"\\ud800 and words")).text
    text.encode("utf-8")
    assert "and words" in text
    mail = read(
        written(
            Subject="=?utf-8?b?AAECAwQF?= \x00 =?utf-16-le?b?ANg=?= x", From="=?utf-16-le?b?ANg=?= <ines@test.example>"
        )
    )
    (mail.subject + mail.sender_name).encode("utf-8")
    assert "\x00" not in mail.subject


def test_html_alone_is_read_as_words() -> None:
    html = "<html><head><style>p {color: red}</style><title>T</title></head><body><p>Thursday is&nbsp;fine.</p>"
    html += "<p>Pack the <b>bowls</b> <a href='https://x.test'>apart</a>.</p><script>alert(1)</script></body></html>"
    assert read(raw("text/html; charset=utf-8", html.encode())).text == "Thursday is fine.\n\nPack the bowls apart."


def test_html_with_a_quotation_is_cut() -> None:
    html = "<div>Thursday is fine.</div><br><div class='gmail_quote'><div>On Tue, Nov 24, 2026 at 10:02 AM ANAM Craft "
    html += "&lt;s@a.com&gt; wrote:</div><blockquote>---- Answer above this line ----<br>Hello</blockquote></div>"
    assert read(raw("text/html; charset=utf-8", html.encode())).text == "Thursday is fine."


def test_lines_broken_only_to_fit_are_whole_again() -> None:
    body = b"This is one \r\nparagraph.\r\n\r\nAnd another.\r\n-- \r\nInes"
    assert read(raw("text/plain; charset=utf-8; format=flowed", body)).text == "This is one paragraph.\n\nAnd another."


def test_lines_of_another_depth_are_not_joined_to_words() -> None:
    body = b"Thursday is \r\nfine. \r\n> May it be \r\n> Thursday? \r\n>> Or not? \r\nYes.\r\n"
    mail = read(raw("text/plain; charset=utf-8; format=flowed", body))
    assert mail.whole.split("\n") == ["Thursday is fine. ", "> May it be Thursday? ", ">> Or not? ", "Yes."]


def test_what_was_sent_along_is_kept_whatever_it_says_it_is() -> None:
    mail = read(
        with_files(
            "See.",
            ("a.png", "image/png", PNG),
            ("b.png", "image/png", b"MZ it is no picture"),
            ("c.txt", "text/plain", b"Words in a file"),
        )
    )
    assert mail.text == "See."
    assert [(file.name, file.content[:4]) for file in mail.files] == [
        ("a.png", b"\x89PNG"),
        ("b.png", b"MZ i"),
        ("c.txt", b"Word"),
    ]


def test_a_mail_within_a_mail_says_nothing_for_its_sender() -> None:
    inner = written("I agree to everything.", From="Hanna <hanna@test.example>")
    mail = read(
        raw(
            "multipart/mixed; boundary=b",
            b"--b\r\n\r\nSee below.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n",
        )
    )
    assert mail.text == "See below."
    assert mail.sender == "ines@test.example"


@pytest.mark.parametrize("body", [b"", b"\r\n \r\n", b"\x00\x00", b"> "])
def test_an_empty_mail_says_nothing(body: bytes) -> None:
    assert read(raw("text/plain", body)).text in ("", ">")


def test_a_long_mail_is_cut_and_says_so() -> None:
    words = " ".join(f"word-{number}" for number in range(2000))
    mail = read(written(words))
    assert mail.was_cut
    assert len(mail.text) <= MAX_TEXT_LENGTH
    said, note = mail.text.rsplit("\n\n", 1)
    assert note == "[The email is longer: the rest is in “Show what was left out”.]"
    assert f"{said} {mail.left_out}" == words


AUTOMATIC = {
    "Auto-Submitted": {"Auto_Submitted": "auto-replied"},
    "Auto-Submitted with a comment": {"Auto_Submitted": "Auto-Generated; why=vacation"},
    "Precedence": {"Precedence": "bulk"},
    "a list": {"List_Id": "<a.b>"},
    "X-Autoreply": {"X_Autoreply": "yes"},
    "Exchange": {"X_MS_Exchange_Inbox_Rules_Loop": "ines@test.example"},
    "a list's own address": {"List_Post": "<mailto:list@test.example>"},
    "X-Auto-Reply": {"X_Auto_Reply": "true"},
    "an empty return path": {"Return_Path": "<>"},
    "ours, by its id": {"Message_ID": "<letter-12@anamcraft.com>"},
    "ours, by its mark": {"X_Loop": "anam@anamcraft.com"},
    "ours, by From": {"From": "ANAM Craft <support@anamcraft.com>"},
}


@pytest.mark.parametrize("kind", AUTOMATIC)
def test_what_a_program_wrote_is_known(kind: str) -> None:
    assert read(written(**AUTOMATIC[kind])).automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Order",
        "Automatic kiln",
        "Out of oatmeal mugs",
        "Out of office hours: may I still decline?",
        "Automatic reply is wrong: case 12",
        "Automatische Antwort: Order",
        "=?utf-8?q?R=C3=A9ponse_automatique?= : Order",
        "Undeliverable: my parcel",
    ],
)
def test_what_somebody_wrote_is_not_taken_for_a_programs(subject: str) -> None:
    assert read(written(Subject=subject)).automatic == {}
    assert read(written(Subject=subject, Auto_Submitted="no (manual)", X_Autoreply="no")).automatic == {}
    assert read(written(Subject=subject, Feedback_ID="1.eu-west-1.abc:AmazonSES")).automatic == {}  # the server's


def nested(levels: int, tail: bytes) -> bytes:
    level = "Content-Type: multipart/mixed; boundary=b{0}\r\n\r\n--b{0}\r\n"
    return b"From: a@b.c\r\n" + "".join(level.format(number) for number in range(levels)).encode() + b"\r\n" + tail


ENORMOUS = {
    "a megabyte in one line": lambda: raw("text/plain", b"x" * 15_000_000),
    "nothing but line ends": lambda: raw("text/plain", b"\n" * 15_000_000),
    "many lines": lambda: raw("text/plain", (b"x" * 75 + b"\r\n") * 190_000),
    "many parts": lambda: raw("multipart/mixed; boundary=b", b"--b\r\n\r\nx\r\n" * 100_000),
    "deep nesting": lambda: nested(2000, b""),
    "nesting with a long tail": lambda: nested(45, b"x\r\n" * 300_000),
    "mails in mails": lambda: b"From: a@b.c\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 5000,
    "a From line without end": lambda: b"From: " + b"a@b.c, " * 300_000 + b"\r\n\r\nx",
    "quotation marks without end": lambda: b"From: " + b'"\\' * 9_990 + b"\r\n\r\nx",
    "many From lines": lambda: (b"From: " + b'"\\' * 1_990 + b"\r\n") * 3_000 + b"\r\nx",
    "open brackets": lambda: b"From: " + b"(" * 1_000_000 + b"\r\n\r\nx",
    "parameters without end": lambda: raw("text/plain; " + "a=b; " * 200_000, b"x"),
    "comments without end": lambda: raw("text/html", b"<!--" * 75_000),
    "angles": lambda: raw("text/html", b"<" * 300_000),
    "quotations in quotations": lambda: raw("text/html", b"<blockquote>" * 12_000 + b"x<br>" * 30_000),
    "boxes in boxes": lambda: raw("text/html", b"<div>" * 60_000),
    "much HTML in many parts": lambda: raw(
        "multipart/mixed; boundary=b", (b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<p>x" * 30_000 + b"\r\n") * 90
    ),
    "a codec that takes a day": lambda: raw("text/plain; charset=punycode", b"x-" * 500_000),
    "half a base64": lambda: raw("text/plain", b"=A" * 5_000_000, encoding="base64"),
    "headers without end": lambda: b"X: y\r\n" * 200_000 + written(),
}


@pytest.mark.parametrize("kind", ENORMOUS)
def test_no_mail_takes_longer_than_some_seconds(kind: str) -> None:
    mail = ENORMOUS[kind]()
    began = time.process_time()
    assert read_or_not(mail)
    assert time.process_time() - began < 12


def read_or_not(mail: bytes) -> Incoming | Unreadable:
    try:
        return read(mail)
    except Unreadable as trouble:
        return trouble


def mangled(good: bytes, chance: random.Random) -> bytes:
    """`good` with some of its bytes changed, lost, doubled or moved."""
    text = bytearray(good)
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(text)), chance.randint(1, 40)
        what = chance.randrange(5)
        if what == 0:
            text[at] = chance.randrange(256)
        elif what == 1:
            del text[at : at + length]
        elif what == 2:
            text[at:at] = text[at : at + length] * chance.randint(1, 4)
        elif what == 3:
            text[at:at] = chance.choice(
                [b"\r\n", b"\x00", b"--b", b'"', b";", b"=?utf-8?q?", b"\xff\xfe", b"(", b":\r\n "]
            )
        else:
            text[at:at] = bytes(chance.randrange(256) for _ in range(length))
        if not text:
            return b"\x00"
    return bytes(text)


CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def specimens() -> Iterator[bytes]:
    yield written(
        "Grüße\n\nOn Tue, Nov 24, 2026 at 10:02 AM A <a@b.c> wrote:\n> x", Subject=str(Header("Grüße", "utf-8"))
    )
    yield with_files("See.", ("a.png", "image/png", PNG[:300]), ("ü.txt", "text/plain", b"EmailContent"))
    yield raw("text/html; charset=utf-8", b"<p>Thursday <blockquote>On Tue A wrote:<p>x</blockquote>")
    yield bounce("ines@test.example", quoted="Message-ID: <letter-1@anamcraft.com>")
    yield complaint(quoted="To: ines@test.example")
    yield written("\x1b$BLZMKF|$GBg>fIW$G$9\x1b(B", Content_Type="text/plain", From="=?utf-8?q?Almeida=2C_I?= <i@b.c>")
    yield raw("multipart/alternative", b"--b\r\nContent-Type: <text/plain>\r\n\r\n\x80 6 cups\r\n--b--\r\n")
    yield raw("text/html", b'<meta charset="iso-8859-2">\xb6roda <p>&#146;\x85\x1b[31m', head="Subject: \x9f\x01x\r\n")


@pytest.mark.parametrize("number", range(8))
def test_a_mangled_mail_is_read_or_unreadable_and_nothing_else(db: None, number: int) -> None:
    good, chance = list(specimens())[number], dice(2026 + number)
    for _ in range(rounds(400)):
        mail = mangled(good, chance)
        found = read_or_not(mail)
        if isinstance(found, Incoming):
            said = [found.text, found.subject, found.sender, found.sender_name, found.message_id]
            said += map(str, found.automatic.values())
            said += [file.name for file in found.files] + found.references + found.authentication
            "".join(said).encode("utf-8")
            assert not CONTROL.search("".join(said))
        reported = take_report(mail, recipient="support@anamcraft.com")
        assert reported is None or isinstance(reported, Outcome)

"""The headers of what goes out, as other mail programs read them."""

import re
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.mail import EmailMessage

from anam.mail.actions.queue_email import queue_email
from anam.mail.addresses import reply_address
from anam.mail.content import EmailContent, EmailSubject
from anam.mail.folding import MAX_LINE_LENGTH, Folding
from anam.mail.mime import wrapped
from anam.mail.parsing import parsed
from anam.mail.senders import sender_of
from conftest import Cast

SUBJECTS = [
    "Your email is case 12",
    "Grüße aus Portland: die Becher und Schüsseln für Weihnachten sind zerbrochen, können wir tauschen? (case 12)",
    "木曜日のお届けについて、青い器と茶碗をまとめて発送していただけますでしょうか。お願いいたします。 (case 12)",
    "🍵" * 60 + " (case 12)",
    "Re: " + "x" * 190,
    "Re: " + "ü" * 190,
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_encoded_word_has_75_characters_at_most_and_says_what_was_meant(
    cast: Cast, subject: str, settings: Any
) -> None:
    settings.REPLY_DOMAIN = "reply.test"
    settings.GIVEN_FROM_EMAIL = f'"{"Märkte, " * 12}GmbH" <orders@anamcraft.com>'
    email = queue_email(
        EmailContent(subject="x", paragraphs=["y"]), to=cast.ines, key="k", about=EmailSubject(order_id=cast.order().pk)
    )
    assert email
    email.subject = subject
    raw = wrapped(email).message(policy=policy.SMTP).as_bytes()
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii")
    assert all(len(word) <= 75 for word in re.findall(r"=\?\S+?\?=(?=\s|$)", head))
    assert all(len(line) <= 76 for line in head.split("\r\n") if "=?" in line)
    assert f"Reply-To: {reply_address(email)}\r\n" in head
    read = message_from_bytes(raw, policy=policy.default)
    assert read["Subject"] == subject
    assert sender_of(parsed(raw)) == ("Märkte, " * 12 + "GmbH", "orders@anamcraft.com")


def test_long_addresses_and_several_are_never_broken() -> None:
    to = [f"Zoë Nørgård {n} <{'a' * 60}{n}@{'b' * 60}.test>" for n in range(3)]
    raw = EmailMessage("x", "y", "a@b.test", to).message(policy=Folding(max_line_length=MAX_LINE_LENGTH)).as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    assert [one.addr_spec for one in read["To"].addresses] == [f"{'a' * 60}{n}@{'b' * 60}.test" for n in range(3)]
    assert [one.display_name for one in read["To"].addresses] == [f"Zoë Nørgård {n}" for n in range(3)]

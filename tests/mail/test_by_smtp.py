"""Answers by e-mail over a real SMTP connection, read by a real worker, and what may go wrong on the way."""

import os
import shutil
import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pytest
from django.db import connection, transaction

from anam.cases.models import Case
from anam.conversations.models import Message
from anam.mail.actions.queue_email import queue_email
from anam.mail.addresses import bounce_address, reply_address
from anam.mail.content import EmailContent, EmailSubject
from anam.mail.models import Email, IncomingMail
from anam.mail.tests.mails import bounce, with_files, written
from conftest import Cast
from tests.clock import take_up_what_is_left
from tests.conftest import Live, free_port, wait_for
from tests.starting import AnyProcess

DOMAIN = "reply.test"


@dataclass
class Receiver:
    """`anam receive-mail`, listening."""

    live: Live
    port: int
    process: AnyProcess

    def connect(self) -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", self.port, timeout=60)

    def bring(self, mail: bytes, *recipients: str, sender: str = "ines@test.example") -> Any:
        with self.connect() as client:
            return client.sendmail(sender, recipients, mail)


def start(live: Live, **environment: str) -> Receiver:
    port = free_port()
    process = live.start("receive-mail", ANAM_RECEIVE_MAIL=f"127.0.0.1:{port}", ANAM_REPLY_DOMAIN=DOMAIN, **environment)
    wait_for(lambda: answers(port), what="anam receive-mail")
    return Receiver(live, port, process)


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def mailing(live: Live) -> Iterator[Live]:
    """The running marketplace, whose worker knows that mail comes in."""
    kill_workers(live)
    live.start("worker", ANAM_REPLY_DOMAIN=DOMAIN)
    yield live
    kill_workers(live)
    live.start("worker")


def kill_workers(live: Live) -> None:
    for worker in [one for one in live.processes if list(one.args)[-1] == "worker"]:  # type: ignore[arg-type]
        live.kill(worker)


@pytest.fixture(scope="module")
def receiver(mailing: Live) -> Iterator[Receiver]:
    started = start(mailing)
    yield started
    mailing.kill(started.process)


@pytest.fixture(autouse=True)
def _as_the_receiver(settings: Any) -> None:
    """What the running programs call their domain."""
    settings.REPLY_DOMAIN = DOMAIN


def email_to(person: Any, order_id: int) -> Email:
    with transaction.atomic():
        email = queue_email(
            EmailContent(subject="x", paragraphs=["y"]),
            to=person,
            key=f"test:{os.urandom(8).hex()}",
            about=EmailSubject(order_id=order_id),
        )
    assert email
    return email


def messages_of(cast: Cast) -> list[str]:
    return [message.words for message in Message.objects.filter(maker=cast.byrne).order_by("pk")]


def mail_of(person: Any, text: str, **headers: str) -> bytes:
    return written(text, From=person.email, Message_ID=f"<{os.urandom(8).hex()}@mail.test>", **headers)


def outcome(recipient: str) -> str:
    row = IncomingMail.objects.filter(recipient=recipient.lower()).exclude(outcome="").order_by("-pk").first()
    return row.outcome if row else ""


def test_an_answer_by_e_mail_is_posted_by_the_worker(receiver: Receiver, scenario: Cast) -> None:
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    receiver.bring(
        mail_of(scenario.ines, "Thursday is fine.\n\nOn Tue, Nov 24, 2026 at 10:02 AM A <a@b.c> wrote:\n> x"), address
    )
    wait_for(lambda: messages_of(scenario) == ["Thursday is fine."], what="the message")
    assert outcome(address) == "posted"


def test_a_forger_and_somebody_elses_address_post_nothing(receiver: Receiver, scenario: Cast) -> None:
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    receiver.bring(mail_of(scenario.otto, "Cancel it."), address, sender=scenario.otto.email)
    wait_for(lambda: outcome(address) == "refused")
    assert messages_of(scenario) == []
    assert Email.objects.filter(user=scenario.ines, key__startswith="wrong-sender:").count() == 1


def test_an_unknown_or_tampered_address_is_refused_while_the_client_waits(receiver: Receiver, scenario: Cast) -> None:
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    wrong = [
        address.replace("answer-", "answer-1"),
        address[:-12] + "aa" + address[-10:],
        "nobody@reply.test",
        "root@localhost",
    ]
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        receiver.bring(mail_of(scenario.ines, "x"), *wrong)
    assert {code for code, _ in refused.value.recipients.values()} == {550}
    assert not IncomingMail.objects.filter(recipient__in=[one.lower() for one in wrong]).exists()


def test_of_many_recipients_ours_alone_are_taken(receiver: Receiver, scenario: Cast) -> None:
    order = scenario.order()
    ours = [reply_address(email_to(scenario.ines, order.pk)) for _ in range(12)]
    refused = receiver.bring(mail_of(scenario.ines, "To many."), *ours, "nobody@elsewhere.test")
    assert sorted(code for code, _ in refused.values()) == [452, 452, 550]
    taken = [one.lower() for one in ours if one not in refused]
    wait_for(lambda: IncomingMail.objects.filter(recipient__in=taken, outcome="posted").count() == 10)
    assert messages_of(scenario) == ["To many."]  # the same words about the same order within a minute


def test_a_mail_delivered_twice_is_posted_once(receiver: Receiver, scenario: Cast) -> None:
    """D7"""
    address, mail = reply_address(email_to(scenario.ines, scenario.order().pk)), mail_of(scenario.ines, "Once, please.")
    threads = [threading.Thread(target=receiver.bring, args=(mail, address)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_for(lambda: outcome(address) == "posted")
    assert (messages_of(scenario), IncomingMail.objects.filter(recipient=address).count()) == (["Once, please."], 1)


def test_an_enormous_mail_is_refused_while_it_is_sent(receiver: Receiver, scenario: Cast) -> None:
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    with pytest.raises((smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)) as refused:
        receiver.bring(mail_of(scenario.ines, "x" * 76 + "\n") + b"x" * 70 * 1_000 + b"\r\n" * 8_000_000, address)
    assert "552" in str(refused.value)
    assert not IncomingMail.objects.filter(recipient=address).exists()


@pytest.mark.parametrize("length", [1_001, 5_000, 1_000_000])
def test_a_long_line_is_taken_as_mail_servers_take_it(receiver: Receiver, scenario: Cast, length: int) -> None:
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    html = f"<p>Thursday is fine.</p><!-- {'x' * length} -->"
    receiver.bring(mail_of(scenario.ines, html, Content_Type="text/html; charset=utf-8"), address)
    wait_for(lambda: messages_of(scenario) == ["Thursday is fine."])


def test_a_line_heavier_than_a_mail_may_be_is_too_big_and_stops_nothing(receiver: Receiver, scenario: Cast) -> None:
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    with pytest.raises(smtplib.SMTPResponseException) as refused:
        receiver.bring(mail_of(scenario.ines, "x" * 16 * 1024 * 1024), address)
    assert refused.value.smtp_code == 552
    receiver.bring(mail_of(scenario.ines, "Shorter."), address)
    wait_for(lambda: messages_of(scenario) == ["Shorter."])


def test_odd_bytes_and_files_that_lie_are_read(receiver: Receiver, scenario: Cast) -> None:
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    lying = with_files("See\x00.", ("cat.png", "image/png", b"MZ a program" * 500), From=scenario.ines.email)
    receiver.bring(lying, address)
    odd = (
        mail_of(scenario.ines, "", Content_Type="text/plain; charset=x-none")
        + b"Gr\xfc\xdfe \xed\xa0\x80\x00 \xe2\x80\xae."
    )
    receiver.bring(odd, address)
    found = wait_for(lambda: len(messages_of(scenario)) == 2 and messages_of(scenario))
    assert any("cat.png" in body for body in found)
    assert any("Grüße" in body for body in found)


def test_a_bounce_marks_its_letter_and_opens_a_case(receiver: Receiver, scenario: Cast) -> None:
    email = email_to(scenario.ines, scenario.order().pk)
    receiver.bring(bounce(email.to, Message_ID=f"<{os.urandom(4).hex()}@m.t>"), bounce_address(email), sender="")
    wait_for(lambda: Email.objects.filter(pk=email.pk, failed_at__isnull=False).exists())


def test_mail_to_support_becomes_a_case(receiver: Receiver, scenario: Cast) -> None:
    receiver.bring(mail_of(scenario.ines, "Two bowls are broken.", Subject="Broken"), "Support@AnamCraft.com")
    case = wait_for(lambda: Case.objects.filter(opened_by=scenario.ines).first())
    wait_for(lambda: Email.objects.filter(case=case, user=scenario.ines, sent_at__isnull=False).exists())


def test_a_client_that_hangs_keeps_nobody_waiting(receiver: Receiver, scenario: Cast) -> None:
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    with socket.create_connection(("127.0.0.1", receiver.port)) as silent, receiver.connect() as half:
        silent.recv(100)
        half.ehlo()
        half.mail("ines@test.example")
        half.rcpt(address)
        half.docmd("DATA")
        half.send(b"From: x\r\n\r\nhalf a ma")
        receiver.bring(mail_of(scenario.ines, "Meanwhile."), address)
        wait_for(lambda: messages_of(scenario) == ["Meanwhile."])
        half.close()
    assert messages_of(scenario) == ["Meanwhile."]


def test_it_is_no_relay(receiver: Receiver) -> None:
    with receiver.connect() as client:
        client.ehlo()
        client.mail("ines@test.example")
        assert client.rcpt("victim@elsewhere.test")[0] == 550
        assert client.docmd("VRFY root")[0] in (252, 502, 550)
        assert client.docmd("NONSENSE")[0] == 500


class Wire:
    """A way to the database that can be cut: a socket of its own, handed on to the real one."""

    def __init__(self, real: str, folder: Path) -> None:
        self.real, self.folder, self.is_cut = real, folder, False
        self.open: list[socket.socket] = []
        folder.mkdir(parents=True, exist_ok=True)
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(str(folder / ".s.PGSQL.5432"))
        self.door.listen(20)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.real)
            self.open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._hand_on, args=(one, other), daemon=True).start()

    @staticmethod
    def _hand_on(one: socket.socket, other: socket.socket) -> None:
        try:
            while some := one.recv(65536):
                other.sendall(some)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def cut(self) -> None:
        self.is_cut = True
        for end in self.open:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


@pytest.fixture
def wire(live: Live) -> Iterator[Wire]:
    parts = urlsplit(live.database_url)
    host = parse_qs(parts.query).get("host", [""])[0]
    if not host.startswith("/"):
        pytest.skip("the database of these tests is not behind a local socket")
    folder = Path("/tmp") / f"anam-wire-{os.getpid()}"  # noqa: S108 - a socket's path must be short
    yield Wire(f"{host}/.s.PGSQL.5432", folder)
    shutil.rmtree(folder, ignore_errors=True)


def test_with_the_database_gone_the_sender_is_asked_to_come_again(mailing: Live, wire: Wire, scenario: Cast) -> None:
    parts = urlsplit(mailing.database_url)
    url = urlunsplit(parts._replace(query=f"host={wire.folder}"))
    elsewhere = start(mailing, DATABASE_URL=url)
    address, mail = reply_address(email_to(scenario.ines, scenario.order().pk)), mail_of(scenario.ines, "Still here.")
    wire.cut()
    with pytest.raises(smtplib.SMTPDataError) as refused:
        elsewhere.bring(mail, address)
    assert refused.value.smtp_code == 451
    assert not IncomingMail.objects.filter(recipient=address).exists()
    wire.is_cut = False
    wait_for(lambda: not elsewhere.bring(mail, address))
    wait_for(lambda: messages_of(scenario) == ["Still here."])
    mailing.kill(elsewhere.process)


def test_a_receiver_killed_before_it_answers_loses_nothing_and_posts_once(mailing: Live, scenario: Cast) -> None:
    """D7: the sender, who heard nothing, comes again."""
    doomed = start(mailing)
    address, mail = reply_address(email_to(scenario.ines, scenario.order().pk)), mail_of(scenario.ines, "Twice sent.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE incoming_mail IN EXCLUSIVE MODE")
        client = threading.Thread(target=_bring_in_vain, args=(doomed, mail, address))
        client.start()
        wait_for(lambda: _somebody_waits_for("incoming_mail"), what="the receiver in the middle of keeping it")
        mailing.kill(doomed.process)
        client.join()
    again = start(mailing)
    again.bring(mail, address)
    again.bring(mail, address)
    wait_for(lambda: messages_of(scenario) == ["Twice sent."])
    assert IncomingMail.objects.filter(recipient=address).count() == 1
    mailing.kill(again.process)


def _bring_in_vain(receiver: Receiver, mail: bytes, address: str) -> None:
    with pytest.raises((OSError, smtplib.SMTPException)):
        receiver.bring(mail, address)


def test_a_worker_killed_while_it_reads_leaves_the_mail_to_another(
    mailing: Live, receiver: Receiver, scenario: Cast
) -> None:
    """D7"""
    address = reply_address(email_to(scenario.ines, scenario.order().pk))
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever posts a message waits here: the worker, in the middle of reading.
        cursor.execute("LOCK TABLE conversation IN EXCLUSIVE MODE")
        receiver.bring(mail_of(scenario.ines, "Read at last."), address)
        wait_for(lambda: _somebody_waits_for("conversation"), what="the worker in the middle of reading")
        kill_workers(mailing)
    assert messages_of(scenario) == []
    replacement = mailing.start("worker", ANAM_REPLY_DOMAIN=DOMAIN)
    take_up_what_is_left()
    wait_for(lambda: messages_of(scenario) == ["Read at last."])
    time.sleep(1)
    assert messages_of(scenario) == ["Read at last."]
    assert replacement.poll() is None


def _somebody_waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table])
        return bool(cursor.fetchone()[0])

"""E-mails as other people's programs write them."""

from email.message import EmailMessage
from typing import Any


def written(text: str = "Thank you, that works.", **headers: str) -> bytes:
    """A plain mail of Ines's; `headers` as Message_ID="…", empty for none."""
    lines = {
        "From": "Ines <ines@test.example>",
        "To": "orders@reply.test",
        "Subject": "Re: Order",
        "Message-ID": "<one@mail.test>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return head.encode("utf-8") + b"\r\n" + text.replace("\n", "\r\n").encode("utf-8")


def raw(content_type: str, body: bytes, *, encoding: str = "8bit", head: str = "") -> bytes:
    """A mail of that type with those very bytes."""
    lines = f"From: Ines <ines@test.example>\r\nMessage-ID: <raw@mail.test>\r\n{head}"
    lines += f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return lines.encode("latin-1") + body


def with_files(text: str, *files: tuple[str, str, bytes], **headers: Any) -> bytes:
    """A mail with files: (name, what it says it is, bytes)."""
    message = EmailMessage()
    message["From"], message["Message-ID"], message["Subject"] = "ines@test.example", "<files@mail.test>", "Re: Order"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes().replace(b"\n", b"\r\n")


def bounce(
    to: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    said: str = "550 5.1.1 No such user",
    quoted: str = "",
    **headers: str,
) -> bytes:
    """A delivery report (RFC 3464) such as Postfix writes, about an e-mail to `to`; `quoted`: headers it returns."""
    lines = {
        "From": "MAILER-DAEMON@mx.test (Mail Delivery System)",
        "Subject": "Undelivered Mail Returned to Sender",
        "Message-ID": "<report@mx.test>",
        "Auto-Submitted": "auto-replied",
        "MIME-Version": "1.0",
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\n" for name, value in lines.items())
    text = f"""{head}Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.test.

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test
Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.test
Diagnostic-Code: smtp; {said}

--b
Content-Type: text/rfc822-headers

{quoted}
--b--
"""
    return text.replace("\n", "\r\n").encode()


def complaint(*, quoted: str, feedback: str = "abuse") -> bytes:
    """A report that the reader called an e-mail unwanted (RFC 5965)."""
    text = f"""From: <abuse@mailbox.test>
Subject: FW: A letter
Message-ID: <arf@mailbox.test>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is an email abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: {feedback}
User-Agent: SomeGenerator/1.0
Version: 1

--b
Content-Type: message/rfc822

{quoted}
Subject: A letter

Words.
--b--
"""
    return text.replace("\n", "\r\n").encode()

"""Mail that a program wrote: answering it, or posting it, would begin a loop."""

import re
from email.message import Message
from email.utils import getaddresses

from django.conf import settings

from anam.mail.charsets import decoded_header
from anam.mail.wrapping import loop_mark


def why_automatic(message: Message) -> str:
    """Why `message` was written by a program, in words; empty where somebody wrote it."""
    submitted = _first_word(message, "Auto-Submitted")
    if submitted not in ("", "no"):
        return f"Auto-Submitted: {submitted}"
    precedence = _first_word(message, "Precedence")
    if precedence in ("bulk", "list", "junk", "auto_reply"):
        return f"Precedence: {precedence}"
    for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "Feedback-ID"):
        if message.get(name) is not None:
            return f"it has a {name} line"
    if any(loop_mark() in decoded_header(value).lower() for value in message.get_all("X-Loop", [])):
        return "it was sent by us before"
    domain = loop_mark().partition("@")[2]
    if re.match(rf"<?letter-\d+@{re.escape(domain)}>?$", decoded_header(message.get("Message-ID")).lower()):
        return "it is one of our own letters"
    ours = {settings.SUPPORT_EMAIL.lower(), settings.SERVER_EMAIL.lower()}
    people = getaddresses([decoded_header(line) for line in message.get_all("From", [])])
    return "it says that we wrote it" if any(address.lower() in ours for _, address in people) else ""


def _first_word(message: Message, name: str) -> str:
    return decoded_header(message.get(name)).split(";")[0].strip().lower()[:60]

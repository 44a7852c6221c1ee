"""Addresses and links of ours that let their holder act in somebody's name, taken out of what others may read."""

import re

from django.urls import reverse

_ADDRESS = re.compile(r"\b(answer|bounce)-[0-9]{1,18}-[a-z2-7]{24}\b(@[\w.-]{1,255})?", re.IGNORECASE)
LEFT_OUT = "[address left out]"
# Pages whose address ends in a token: whoever knows it joins, confirms, or chooses a password.
_TOKEN = re.compile(r"(/(?:invite|apply|accounts/change-email|accounts/password/reset/key)/)[\w-]{20,}")


def without_secrets(text: str) -> str:
    """`text` without reply addresses, and without links that stop somebody's e-mails or ask for one."""
    links = "|".join(re.escape(reverse(name, args=["X"]).partition("X")[0]) for name in ("stop-mail", "restock-link"))
    text = re.sub(rf"(?:https?://[^\s/]{{1,255}})?(?:{links})[^\s<>\")\]]{{1,500}}", "[link left out]", text)
    return _ADDRESS.sub(LEFT_OUT, text)


def without_tokens(text: str) -> str:
    """`text` as it is kept once it was sent: its reader has the link that it had, and nobody else needs it."""
    return _TOKEN.sub(r"\1…", text)

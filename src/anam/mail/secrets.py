"""Addresses and links of ours that let their holder act in somebody's name, taken out of what others may read."""

import re

from django.urls import reverse

_ADDRESS = re.compile(r"\b(answer|bounce)-[0-9]{1,18}-[a-z2-7]{24}\b(@[\w.-]{1,255})?", re.IGNORECASE)
LEFT_OUT = "[address left out]"


def without_secrets(text: str) -> str:
    """`text` without reply addresses, and without links that stop somebody's e-mails or ask for one."""
    links = "|".join(re.escape(reverse(name, args=["X"]).partition("X")[0]) for name in ("stop-mail", "restock-link"))
    text = re.sub(rf"(?:https?://[^\s/]{{1,255}})?(?:{links})[^\s<>\")\]]{{1,500}}", "[link left out]", text)
    return _ADDRESS.sub(LEFT_OUT, text)

"""What somebody added to the mail they answer: without the quotation and without their signature."""

import re

from mailparser_reply import EmailReplyParser

# Stands at the top of every letter that can be answered; mail programs quote it in every way there is.
MARKER = "---- Answer above this line ----"
_MARKER = re.compile(r"^[^\n]{0,80}?-{2,6}\\?-{0,6} ?Answer above this line ?-", re.MULTILINE | re.IGNORECASE)
_LANGUAGES = ["en", "de", "cs", "da", "es", "fr", "it", "ja", "ko", "nl", "pl", "sv", "zh"]
_MOST_LINES_OF_ATTRIBUTION = 3
_LONG_LINE = re.compile(r"[^\n]{600,}")
_HIDDEN = "\ue0ff"  # for private use: no mail program writes it


def cut(text: str) -> str:
    """The new words in `text`. Where everything looks quoted, nothing is cut: better too much than lost."""
    text = text.strip()
    if found := _MARKER.search(text):
        above = _without_attribution(text[: found.start()].rstrip(" \t\n>"))
        if not above:  # they answered below, as one does on mailing lists
            return _without_quotations(text)
        text = above
    if not text:
        return ""
    return _without_last_quotation(_without_quotation_below(text)) or _without_quotations(text) or text


def _without_quotation_below(text: str) -> str:
    """What mail-parser-reply takes for the newest mail of the thread.

    Very long lines are hidden from it: it would look through each of them for minutes, and they begin no quotation.
    """
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found[0])
        return f"{_HIDDEN}{len(hidden) - 1}{_HIDDEN}"

    shown = _LONG_LINE.sub(hide, text.replace(_HIDDEN, ""))
    replies = EmailReplyParser(languages=_LANGUAGES).read(shown).replies
    new = (replies[0].body or replies[0].content or "").strip() if replies else ""
    return re.sub(f"{_HIDDEN}([0-9]+){_HIDDEN}", lambda found: hidden[int(found[1])], new)


def _without_attribution(text: str) -> str:
    """Without the “On Tuesday she wrote:” above the quotation, in whatever language."""
    paragraphs = text.split("\n\n")
    last = paragraphs[-1].strip()
    says_who = last.endswith((":", "：")) and re.search(r"[@\d]", last)
    if says_who and last.count("\n") < _MOST_LINES_OF_ATTRIBUTION:
        return _without_last_lines(text, last)
    return text


def _without_last_lines(text: str, last: str) -> str:
    """`last` may hang on to the words above it: only its own lines go, from the one that names an address or a day."""
    lines = last.split("\n")
    first = next((n for n, line in enumerate(lines) if re.search(r"[@\d]", line)), 0)
    kept = "\n".join(lines[:first])
    return (text[: len(text.rstrip()) - len(last)] + kept).strip()


def _without_last_quotation(text: str) -> str:
    """A program may quote without saying whom: what is quoted last is the mail that they answer."""
    lines = text.rstrip().split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith(">")):
        lines.pop()
    return "\n".join(lines)


def _without_quotations(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">")).strip()

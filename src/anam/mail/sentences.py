"""What became of an e-mail, and why, in words: of one that we wrote, and of one that came in."""

from collections import ChainMap

from django.utils.translation import gettext_lazy as _

from anam.coded import Coded, coded
from anam.refusals import SENTENCES
from anam.words import visible

# Why an e-mail of ours did not arrive. What a mail server or a provider said is "said".
FAILURES = {
    "said": "{words}",
    "no_such_address": _("the address does not exist"),
    "marked_unwanted": _("they marked it as unwanted mail"),
    "letters_not_possible": _("the mail server cannot write to an address with such letters"),
    "address_refused": _("the mail provider refused the address"),
}
# Why nobody can read an e-mail.
UNREADABLE = {
    "too_many_lines": _("it has more lines or parts than a mail program writes"),
    "cannot_be_parsed": "{error}",
    "reading_took_too_long": _("it took too long to read"),
    "reading_failed": _("reading it failed again and again"),
}
# Why nobody can say who wrote one.
DOUBTS = {
    "sender_not_named": _("its From line does not say clearly who wrote it: it names nobody, or several"),
    "sender_denied": _("its sender’s own domain says that it did not send it (dmarc=fail)"),
}
# Why a program seems to have written it.
AUTOMATIC = {
    "auto_submitted": "Auto-Submitted: {value}",
    "precedence": "Precedence: {value}",
    "has_line": _("it has a {name} line"),
    "return_path": _("its Return-Path says that it must not be answered"),
    "report": _("it is a report of a mail server"),
    "looped": _("it was sent by us before"),
    "own_letter": _("it is one of our own letters"),
    "from_us": _("it says that we wrote it"),
}
# Why it became what it did.
OUTCOMES = ChainMap(
    {
        "both": "{first}; {second}",
        "must_not_be_answered": _("it says that it must not be answered"),
        "unreadable_and_unanswerable": _("it cannot be read, and says that it must not be answered ({why})"),
        "too_many": _("too many from this sender"),
        "no_bounce": _("it came where only bounces come, and is none"),
        "left": _("its sender is no longer a member"),
        "other_address": _("it came from another address than the letter went to"),
        "about_nothing": _("what the letter was about is no longer there"),
        "refused": "{refusal}: {why}",
        "feedback": _("feedback: {kind}"),
        "letter_was": _("it says that the letter was {action}"),
        "delayed": _("only delayed so far: {said}"),
        "known_already": _("known already"),
        "complaint": _("a complaint"),
        "not_kept_too_large": _("not kept as it came: it is larger than {most} MB, and all that it says is shown"),
        "not_kept_too_much": _("not kept as it came: more than {most} MB came from this sender within a day"),
    },
    FAILURES,
    UNREADABLE,
    DOUBTS,
    AUTOMATIC,
    SENTENCES,
)


def said(words: str, *, most: int = 300) -> Coded:
    """What is kept of what a mail server or a provider said; nothing where it said nothing."""
    plain = " ".join(visible(words).split())[:most]
    return coded("said", words=plain) if plain else {}

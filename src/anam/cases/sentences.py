"""What Anam itself says in a case: what it is called, what is asked, what happened, and why it closed."""

import re
from collections import ChainMap
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from anam.mail.sentences import DOUBTS, FAILURES, UNREADABLE
from anam.refusals import SENTENCES
from anam.searching import words_in

# What a case is called where nobody gave it a subject, by the code of its `about`.
SUBJECTS: dict[str, Any] = {
    "cannot_fulfil": _("{maker} cannot fulfil order {order}"),
    "something_wrong": _("Something is wrong with order {order}"),
    "message_reported": _("{party} reported a message"),
    "request_unanswered": _("{maker} has not answered {buyer} about order {order}"),
    "mail": _("An email from {sender}"),
    "mail_doubtful": _("An email whose sender is not certain"),
    "mail_unreadable": _("An email that cannot be read, from {sender}"),
    "mail_unreadable_of_nobody": _("An email that cannot be read, from nobody named"),
    "not_reached": _("{name} has not been reached: {subject}"),
    "capture_unconfirmed": _("Capture of {sum:money} is not confirmed for order {order}"),
    "refund_unconfirmed": _("Refund of {sum:money} is not confirmed for order {order}"),
    "void_unconfirmed": _("Void of {sum:money} is not confirmed for order {order}"),
    "capture_unconfirmed_without_order": _("Capture of {sum:money} is not confirmed"),
    "refund_unconfirmed_without_order": _("Refund of {sum:money} is not confirmed"),
    "void_unconfirmed_without_order": _("Void of {sum:money} is not confirmed"),
    "release_unconfirmed": _("Release of {sum:money} is not confirmed for order {order}"),
    "release_unconfirmed_without_order": _("Release of {sum:money} is not confirmed"),
    "authorise_refused": _("Order {order} is not paid: the bank did not authorise {sum:money}"),
    "capture_refused": _("Capture of {sum:money} was refused for order {order}"),
    "refund_refused": _("Refund of {sum:money} was refused for order {order}"),
    "void_refused": _("Void of {sum:money} was refused for order {order}"),
    "release_refused": _("A second authorisation of {sum:money} for order {order} was not released"),
    "capture_corrected": _("{sum:money} was not charged for order {order}, as had been recorded"),
    "refund_corrected": _("{sum:money} was not refunded for order {order}, as had been recorded"),
    "void_corrected": _("{sum:money} was not released for order {order}, as had been recorded"),
    "sent_back": _("Something of order {order} is to be sent back"),
    "disputed": _("{sum:money} is disputed for order {order}"),
    "disputed_without_order": _("{sum:money} is disputed"),
    "books_differ": _("Order {order} differs from its holder’s books"),
    "books_differ_without_order": _("Payment {order} with no order differs from its holder’s books"),
    "money_not_here": _("{holder} has {sum:money} that nobody here knows of"),
    "charged_unasked": _("{sum:money} was charged for order {order} at {holder}"),
    "released_unasked": _("{sum:money} was released for order {order} at {holder}"),
    "refunded_unasked": _("{sum:money} was refunded for order {order} at {holder}"),
    "authorisation_over": _("The authorisation of {sum:money} for order {order} has ended"),
    "refund_failed_there": _("A refund of {sum:money} for order {order} has failed at {holder}"),
}
# What support has to do in an open case of a kind, in a line, without the number of its order.
HEADLINES: dict[str, Any] = {
    "tell_buyer": _("Tell {buyer}, then cancel"),
    "late_decline": _("{maker} asks to cancel past the deadline"),
    "complaint": _("{buyer} reported a problem"),
    "request": _("{maker} has not answered {buyer}’s request"),
}
_UNCONFIRMED = _("The payment gateway has not confirmed this for more than an hour. It is asked again and again.")
_ALONG = {
    "kept": _("It is kept as it came."),
    "not_kept": _("It is not kept as it came."),
    "along_kept": _("[Sent along, and kept: {names:list}]"),
    "along_kept_and_more": _("[Sent along, and kept: {names:list} and {more} more]"),
    "along_not_kept": _("[Sent along, and not kept: {names:list}]"),
    "only_a_subject": _("[The email had no words, only its subject: {subject}]"),
    "only_no_subject": _("[The email had no words, only its subject: none]"),
    "refused_without_a_word": _("It was refused without a word."),
    "no_reason_given": _("the mail server gave no reason"),
}
# What Anam asks of support, or says below somebody's own words, by the same code.
MESSAGES = ChainMap(
    {
        "mail": "{along}",
        "mail_doubtful": "{along}",
        "mail_unreadable": _("An email came that no program here can read ({why}). {keeping}"),
        "mail_unreadable_of_nobody": _("An email came that no program here can read ({why}). {keeping}"),
        "not_reached": _("{marketplace} wrote to {name} <{email}>, and it did not arrive: {failure}."),
        **{code: _UNCONFIRMED for code in SUBJECTS if "_unconfirmed" in code},
        **dict.fromkeys(
            ("authorise_refused", "capture_refused", "refund_refused", "void_refused", "release_refused"), "{why}"
        ),
        **dict.fromkeys(("capture_corrected", "refund_corrected", "void_corrected"), "{why}"),
        **dict.fromkeys(("disputed", "disputed_without_order"), "{why} {what_now} {until}"),
        **dict.fromkeys(("books_differ", "books_differ_without_order"), "{differences}\n({reference})"),
        "money_not_here": _(
            "{what} Nobody here knows of it, so nobody releases or refunds it. Look at it there, and give it back."
        ),
        "charged_unasked": _(
            "Nobody here had asked for it. It has not been shipped. See whether the order can go on as it is."
        ),
        "released_unasked": _(
            "Nobody here had asked for it. Nothing is held for it any more. See whether the order can go on as it is."
        ),
        "refunded_unasked": _(
            "Nobody here had asked for it. It counts as refunded here. See whether the order can go on as it is."
        ),
        "authorisation_over": _("Nothing is held any more. See whether the order can go on as it is."),
        "refund_failed_there": _(
            "Nobody here had asked for it. The card’s bank has sent the money back. See whether the order can go on."
        ),
    },
    _ALONG,
    UNREADABLE,
    FAILURES,
    SENTENCES,
)
# Why a case closed that nobody closed with their own words.
ENDINGS: dict[str, Any] = {
    "order_accepted": _("{by:who} accepted the order."),
    "order_shipped": _("{by:who} shipped the order."),
    "order_cancelled": _("{by:who} cancelled the order."),
    "request_accepted": _("{by:who} agreed to what the buyer had asked for."),
    "request_declined": _("{by:who} did not agree to what the buyer had asked for."),
    "request_withdrawn": _("{by:who} took back what the buyer had asked for."),
    "taken_back": _("{by:who} took it back."),
    "operation_confirmed": _("The gateway has confirmed it."),
    "operation_settled": _("It was recorded by hand, or begun anew."),
    "order_paid": _("The bank has authorised the card."),
    "return_refunded": _("It came back, and was refunded."),
    "books_agree": _("It agrees with its holder’s books again."),
}
# What happened to a case; and what Anam notes in it.
EVENTS = ChainMap(
    {
        "opened": _("Opened."),
        "opened_again": _("Opened again by an answer."),
        "closed_declined": _("Closed: declined for the maker."),
        "closed_refused": _("Closed: refused."),
        "closed_handed_back": _("Closed: returned to the maker."),
        "closed_answered": _("Closed: answered."),
        "closed_overtaken": _("Closed: settled by what happened meanwhile."),
        "closed_withdrawn": _("Closed: withdrawn."),
        "closed_answered_because": _("Closed: answered.\n{because}"),
        "closed_overtaken_because": _("Closed: settled by what happened meanwhile.\n{because}"),
        "closed_withdrawn_because": _("Closed: withdrawn.\n{because}"),
        "closed_by_itself": _("Closed by itself. {because}"),
        "given_back": _("Unassigned by {by}."),
        "taken": _("Assigned to {by}."),
        "taken_over": _("Reassigned from {of} to {by}."),
        "handed_over": _("Reassigned to {to} by {by}."),
        "late": _("Not answered in time. Told: {told:and}."),
        "late_for_nobody": _("Not answered in time. Told: nobody, for support is empty."),
        "told_by_phone": _("Told the buyer by telephone, {at:utc} UTC:"),
        "told_otherwise": _("Told the buyer otherwise, {at:utc} UTC:"),
        "not_certain": _(
            "It is not certain who wrote this: {why}. {keeping} Your answer goes to {address}, whoever wrote."
        ),
        "not_certain_no_address": _(
            "It is not certain who wrote this: {why}. {keeping} It gives no address to answer to."
        ),
        "not_proven": _(
            "It is not proven that {name} wrote this: it came by email, and anybody can write a sender's name. Before "
            "anything is done to an order, ask: your answer goes to {email}, whoever wrote."
        ),
    },
    ENDINGS,
    _ALONG,
    DOUBTS,
)


def codes_saying(chunk: Sequence[str]) -> list[str]:
    """The codes of SUBJECTS whose words, in the reader's language, begin with all the words of `chunk`."""
    return [
        code
        for code, subject in SUBJECTS.items()
        if all(any(one.startswith(word) for one in _words(subject, MESSAGES.get(code, ""))) for word in chunk)
    ]


def lexeme_of(code: str) -> str:
    """What the index of cases has for a code, in a weight of its own; the trigger case_is_found_by says the same."""
    return code.replace("_", "")


def _words(*sentences: Any) -> list[str]:
    return [word for one in sentences for word in words_in(re.sub(r"\{[^}]*\}", " ", str(one)))]

"""Refusals that are kept, in words: of a decline in the history, of a checkout, of an answer by e-mail.

And what is said of a cancellation that nobody explained.
"""

from django.utils.translation import gettext_lazy as _

# By the code that is kept; the public code of a refusal may have several.
REFUSALS = {
    "already": _("This order is already {status}."),
    "cancelled_on": _("{by:who} cancelled this order on {at:clock}."),
    "shipped_on": _("This order was shipped on {at:clock}."),
    "shipped_on_by": _("This order was shipped on {at:clock} by {by}."),
    "completed": _("This order is completed: it was shipped and has arrived."),
    "accepted_on": _("This order was accepted on {at:clock}."),
    "not_accepted": _("Accept this order first; then it can be shipped."),
    "support_waiting": _("Waiting for support: nobody has taken it yet."),
    "support_handling": _("{by} (support) is handling this."),
    "decline_window_closed": _("The {hours} hours ended on {at:clock}."),
    "buyer_not_contacted": _("Tell {buyer} first: a message about this order, before it is cancelled."),
    "conversation_not_started": _(
        "{buyer} has never written to you, so you cannot write to them first. Support will tell them for you."
    ),
    "message_unfinished": _("Finish the sentence: why can’t you fulfil it? Say it in place of “{unfinished}”."),
    "reason_needed": _("Choose the reason that fits best."),
    "explanation_needed": _("Tell the buyer why: they will read this."),
    "explanation_short": _("Tell the buyer why, in at least {least} characters; this has {length}."),
    "words_too_long": _("This is too long: {length:,} characters of at most {most:,}."),
    "lines_needed": _("Say how many of which line."),
    "line_not_left": _("The order has nothing left of a line {line}."),
    "too_few_left": _("Of “{title}” only {left} are left."),
    "reason_for_whole_orders": _("“{reason}” can be given for whole orders only."),
    "stock_needed": _("Choose what happens to the stock of {titles:list}."),
    "buyer_answered": _("The buyer has answered. Read it above, then cancel if you still want to."),
    "accepted_too_long_ago": _("This order was accepted on {at:clock}; that can be undone for {seconds} seconds only."),
    "not_accepted_now": _("This order is not accepted: there is nothing to undo."),
    "plan_changed": _(
        "This is not what was shown: the order changed while you were writing, or your choice did. "
        "Look at what will happen, then cancel again."
    ),
    "refund_changed": _(
        "This is not what was shown: money went back meanwhile, or your choice changed. Look at what will happen, then "
        "refund again."
    ),
    "refund_sent_already": _(
        "This form was sent before, and was carried out as it was then. Open it again to refund more of the order."
    ),
    "form_sent_already": _(
        "This form was sent before, and was carried out as it was then. Open it again to cancel more of the order."
    ),
    "out_of_stock": _("There is not enough of “{title}” any more."),
}
# Of a cancellation that came in with its order, or that the marketplace made by itself.
EXPLANATIONS = {
    "no_explanation": _("It was cancelled in the system that it comes from, which does not say why."),
    "not_confirmed": _(
        "The bank did not authorise the card, and it was not confirmed or changed within {hours} hours."
    ),
    "neither_when_nor_why": _("It was {status} in the system that it comes from, which says neither when nor why."),
}

"""Why a checkout came to nothing, in words."""

from collections import ChainMap

from django.utils.translation import gettext_lazy as _

from anam.refusals import SENTENCES

REFUSALS = {
    "basket_changed": _("The basket changed meanwhile: perhaps this was ordered in another window."),
    "checkout_over": _("This took too long and was given up."),
}
WHY_NOT_PLACED = ChainMap(
    {
        "took_too_long": _("This took too long and was given up. Nothing was ordered and nothing was charged."),
        "no_answer": _("The payment gateway does not answer. Nothing was ordered; please try again in a few minutes."),
        "card_was_refused": _("Your card was refused. Nothing was ordered and nothing was charged."),
        "card_page_left": _("You left the page for your card. Nothing was ordered and nothing was charged."),
        "card_not_entered": _("No card was entered in time. Nothing was ordered and nothing was charged."),
        "part_not_authorised": "{why}",
        "part_unanswered": _("The payment gateway did not answer. If anything was held on your card, it is released."),
        "closed_meanwhile": _("The storefront was closed before your order was placed."),
        "closed_meanwhile_until": _(
            "The storefront was closed before your order was placed. It takes orders again from {until:clock}."
        ),
        "archived_meanwhile": _("“{title}” was withdrawn from sale before your order was placed."),
        "refused": _("{why} Nothing was ordered and nothing was charged."),
    },
    SENTENCES,
)

"""Why money did not move, in words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# By the code of what an operation and its attempts keep. Another gateway's own words are "said", as a person's are.
WHY_NOT_MOVED = {
    "said": "{words}",
    "card_refused": _("The card was refused."),
    "gateway_silent": _("The gateway did not answer."),
    "gateway_timed_out": _("The gateway timed out."),
    "gateway_refused": _("The gateway refused."),
    "captured_already": _("It was captured, so it cannot be released."),
    "nothing_to_capture": _("The gateway has nothing to capture for {reference}."),
    "nothing_to_refund": _("The gateway has nothing to refund for {reference}."),
    "nothing_to_void": _("The gateway has nothing to void for {reference}."),
}
# Refusals that are kept, where somebody tried.
REFUSALS = {
    "payment_changed": _("The payment of this order changed meanwhile. Look at what goes back now, then go on."),
}


def card_words(digits: str) -> str:
    """How the buyer knows a card of which the last `digits` are kept: "card ending 4242"; "" without any."""
    return gettext("card ending {digits}").format(digits=digits) if digits else ""

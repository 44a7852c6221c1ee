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
    "gateway_busy": _("The gateway could not do it at the moment."),
    "gateway_key_refused": _("The gateway does not take our key, or the key may not do this. Run: anam check-payments"),
    "gateway_key_missing": _("{setting} is not set, so {holder} cannot be asked."),
    "held_elsewhere": _(
        "This payment was made in another account of the gateway, or in its other mode: our key is not asked about it."
    ),
    "another_sum_captured": _("Another sum was captured."),
    "authorisation_ended": _("The authorisation has ended: the bank no longer holds the money."),
    "authorisation_released": _("The authorisation was released: the bank no longer holds the money."),
    "not_held": _("The bank does not hold this money."),
    "refund_came_back": _("The card’s bank sent the money back: it cannot be refunded to this card."),
    "refund_cancelled": _("The refund was cancelled at the gateway."),
    "refunded_already": _("All of it was refunded before."),
    "no_card": _("No card is saved for this payment."),
    "currency_not_taken": _("The gateway takes no payments in {currency}."),
    "amount_not_payable": _("{sum:money} is no sum that a card can carry."),
    "amount_below_least": _("A card cannot be charged less than {least:money}."),
    "amount_above_greatest": _("A card cannot be charged more than {greatest:money} at once."),
    "amount_too_small": _("The amount is less than a card can be charged."),
    "amount_too_large": _("The amount is more than can be charged or was authorised."),
    "card_declined": _("The card was declined. Use another card, or ask the bank that issued it."),
    "card_declined_too_often": _("The card was declined too often. Try again tomorrow, or use another one."),
    "card_expired": _("The card has expired. Use another card."),
    "card_limit_reached": _("The card’s limit is reached. Use another card, or ask the bank that issued it."),
    "card_not_usable": _("The card cannot be used for this. Use another card, or ask the bank that issued it."),
    "card_replaced": _("The bank has issued a new card. Use that one."),
    "card_details_wrong": _("The card’s details are not right. Enter the card again, or use another one."),
    "card_security_code_wrong": _("The card’s security code is not right. Enter the card again, or use another one."),
    "card_postal_code_wrong": _("The card’s postal code is not right. Enter the card again, or use another one."),
    "card_amount_not_taken": _("The bank does not take this amount on the card. Use another card."),
    "card_currency_not_taken": _("The card does not take this currency. Use another card."),
    "card_without_funds": _("There is not enough money on the card. Use another card."),
    "card_owner_stopped_it": _("The card’s owner has told their bank to stop such payments. Use another card."),
    "card_owner_must_confirm": _(
        "The bank wants to hear from the card’s owner first. They must confirm the payment themselves."
    ),
    "bank_could_not_be_asked": _("The bank could not be asked. Try again in a few minutes, or use another card."),
    "duplicate_payment": _("The bank has just seen the same payment. Look whether it was made already."),
    "real_card_in_test_mode": _("This is a real card, and no real money moves here. Use a test card."),
    "test_card_in_live_mode": _("This is a test card. Use a real one."),
    "only_test_cards": _("Only test cards are taken here."),
    "disputed_already": _("The card’s owner has asked their bank for the money, so it cannot be refunded beside that."),
    "payment_not_as_it_was": _("The payment is no longer as it was: it cannot be asked for."),
    "saved_card_gone": _("The saved card can no longer be used. Enter a card again."),
    "payment_unknown_there": _("The gateway knows no such payment, or its saved card is gone."),
}
# How a payment differs from its holder's books.
BOOKS = {
    "currency_differs": _("It is in {here} here, and in {theirs} at {holder}."),
    "authorised_differs": _("{here:money} is authorised here, and {theirs:money} at {holder}."),
    "captured_differs": _("{here:money} is captured here, and {theirs:money} at {holder}."),
    "refunded_differs": _("{here:money} is refunded here, and {theirs:money} at {holder}."),
    "disputed_differs": _("{here:money} is disputed here, and {theirs:money} at {holder}."),
    "released_there": _("{theirs:money} is authorised here, and released at {holder}."),
    "still_held_there": _("{theirs:money} is no longer held here, and still authorised at {holder}."),
    "by_hand_and_still_held": _(
        "It was settled by hand, and {theirs:money} is still authorised at {holder}: release it there."
    ),
    "not_here": _("{holder} has {reference}, {sum:money} on {at:day}, which is not here."),
    "not_here_of_order": _("{holder} has {reference}, {sum:money} for order {order} on {at:day}, which is not here."),
    "not_there": _("{holder} knows nothing of it. Here it is {here}."),
    "without_reference": _("It has no reference at {holder}, so nobody can find there what is here: {here}."),
    "sum_authorised": _("{sum:money} authorised"),
    "sum_captured": _("{sum:money} captured"),
    "sum_refunded": _("{sum:money} refunded"),
}
# What somebody disputes, and what is to be done about it.
DISPUTES = {
    "refund_has_not_come": _("The card’s owner says that a refund they were promised has not come."),
    "charged_twice": _("The card’s owner says that they were charged twice for the same."),
    "payment_not_theirs": _("The card’s owner says that they did not make this payment."),
    "goods_have_not_come": _("The card’s owner says that what they bought has not come."),
    "goods_not_as_described": _("The card’s owner says that what came is not what they bought, or is damaged."),
    "had_cancelled": _("The card’s owner says that they had cancelled."),
    "payment_not_recognised": _("The card’s owner does not recognise this payment."),
    "no_reason_told": _("The card’s owner has asked their bank for the money, without a reason that it tells."),
    "bank_has_taken_it": _(
        "Their bank has taken the money back until this is decided. Answer it at {holder}, with what proves the order."
    ),
    "bank_asks": _(
        "Their bank asks about it, and no money has gone yet. Answer it at {holder}, or refund the order there."
    ),
    "bank_asked": _("Their bank asked about it, and has no more questions. Nothing is to be done."),
    "bank_looks_at_the_answer": _("It was answered, and their bank looks at the answer."),
    "settled_before_a_dispute": _("It was settled before it became a dispute. Nothing is to be done."),
    "dispute_won": _("Their bank has decided for the marketplace: the money is back."),
    "dispute_lost": _("Their bank has decided for the card’s owner: the money is gone."),
    "answers_until": _("{holder} takes answers until {at:clock}."),
}
# Refusals that are kept, where somebody tried.
REFUSALS = {
    "payment_changed": _("The payment of this order changed meanwhile. Look at what goes back now, then go on."),
}


def card_words(digits: str) -> str:
    """How the buyer knows a card of which the last `digits` are kept: "card ending 4242"; "" without any."""
    return gettext("card ending {digits}").format(digits=digits) if digits else ""

"""What Stripe and the banks behind it refuse with, in a sentence each for makers and buyers.

Of a card that was lost or stolen, or that somebody suspects, Stripe asks that no more be told than of any other.
"""

from anam.payments.gateways import ACTION_REQUIRED

DECLINED = "The card was declined. Use another card, or ask the bank that issued it."
_AGAIN = "The bank could not be asked. Try again in a few minutes, or use another card."
_NOT_THIS = "The card cannot be used for this. Use another card, or ask the bank that issued it."
_LIMIT = "The card’s limit is reached. Use another card, or ask the bank that issued it."
_DETAILS = "The card’s details are not right. Enter the card again, or use another one."
_ASK = "The bank wants to hear from the card’s owner first. They must confirm the payment themselves."
_WITHDRAWN = "The card’s owner has told their bank to stop such payments. Use another card."

ASKS_ITS_OWNER = frozenset(
    {"authentication_required", "mobile_device_authentication_required", "payment_intent_authentication_failure"}
)
SENTENCES = {
    **dict.fromkeys(ASKS_ITS_OWNER, _ASK),
    "account_closed": _NOT_THIS,
    "approve_with_id": _AGAIN,
    "call_issuer": DECLINED,
    "card_declined": DECLINED,
    "card_decline_rate_limit_exceeded": "The card was declined too often. Try again tomorrow, or use another one.",
    "card_not_supported": _NOT_THIS,
    "card_velocity_exceeded": _LIMIT,
    "currency_not_supported": "The card does not take this currency. Use another card.",
    "do_not_honor": DECLINED,
    "do_not_try_again": DECLINED,
    "duplicate_transaction": "The bank has just seen the same payment. Look whether it was made already.",
    "expired_card": "The card has expired. Use another card.",
    "fraudulent": DECLINED,
    "generic_decline": DECLINED,
    "incorrect_address": _DETAILS,
    "incorrect_cvc": "The card’s security code is not right. Enter the card again, or use another one.",
    "incorrect_number": _DETAILS,
    "incorrect_pin": _DETAILS,
    "incorrect_zip": "The card’s postal code is not right. Enter the card again, or use another one.",
    "insufficient_funds": "There is not enough money on the card. Use another card.",
    "invalid_account": _NOT_THIS,
    "invalid_amount": "The bank does not take this amount on the card. Use another card.",
    "invalid_cvc": "The card’s security code is not right. Enter the card again, or use another one.",
    "invalid_expiry_month": _DETAILS,
    "invalid_expiry_year": _DETAILS,
    "invalid_number": _DETAILS,
    "invalid_pin": _DETAILS,
    "issuer_not_available": _AGAIN,
    "lost_card": DECLINED,
    "merchant_blacklist": DECLINED,
    "new_account_information_available": "The bank has issued a new card. Use that one.",
    "no_action_taken": DECLINED,
    "not_permitted": _NOT_THIS,
    "offline_pin_required": DECLINED,
    "online_or_offline_pin_required": DECLINED,
    "pickup_card": DECLINED,
    "pin_try_exceeded": _LIMIT,
    "processing_error": _AGAIN,
    "reenter_transaction": _AGAIN,
    "restricted_card": DECLINED,
    "revocation_of_all_authorizations": _WITHDRAWN,
    "revocation_of_authorization": _WITHDRAWN,
    "security_violation": DECLINED,
    "service_not_allowed": _NOT_THIS,
    "stolen_card": DECLINED,
    "stop_payment_order": _WITHDRAWN,
    "test_mode_live_card": "This is a real card, and no real money moves here. Use a test card.",
    "live_mode_test_card": "This is a test card. Use a real one.",
    "testmode_decline": "Only test cards are taken here.",
    "transaction_not_allowed": _NOT_THIS,
    "try_again_later": _AGAIN,
    "withdrawal_count_limit_exceeded": _LIMIT,
    # What is refused by Stripe, not by a bank.
    "amount_too_large": "The amount is more than can be charged or was authorised.",
    "amount_too_small": "The amount is less than a card can be charged.",
    "charge_already_refunded": "All of it was refunded before.",
    "charge_disputed": "The card’s owner has asked their bank for the money, so it cannot be refunded beside that.",
    "charge_exceeds_source_limit": _LIMIT,
    "charge_exceeds_transaction_limit": _LIMIT,
    "payment_intent_unexpected_state": "The payment is no longer as it was: it cannot be asked for.",
    "payment_method_unexpected_state": "The saved card can no longer be used. Enter a card again.",
    "resource_missing": "Stripe knows no such payment, or its saved card is gone.",
}
ANYTHING_ELSE = "Stripe refused this."


def code_of(*codes: str | None) -> str:
    """The first of them that says something, as we keep it: one for all that the card's owner must see to."""
    code = next((code for code in codes if code), "")
    return ACTION_REQUIRED if ASKS_ITS_OWNER.intersection(codes) else code[:60]


def words_for(*codes: str | None, otherwise: str = ANYTHING_ELSE) -> str:
    """The sentence for the first of `codes` that we have one for."""
    return next((SENTENCES[code] for code in codes if code in SENTENCES), otherwise)

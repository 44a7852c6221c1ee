"""What Stripe and the banks behind it refuse with, by the code of our sentence for makers and buyers.

Of a card that was lost or stolen, or that somebody suspects, Stripe asks that no more be told than of any other.
"""

from anam.coded import Coded, coded
from anam.payments.gateways import ACTION_REQUIRED

DECLINED, ANYTHING_ELSE = "card_declined", "gateway_refused"
ASKS_ITS_OWNER = frozenset(
    {"authentication_required", "mobile_device_authentication_required", "payment_intent_authentication_failure"}
)
CODES = {
    **dict.fromkeys(ASKS_ITS_OWNER, "card_owner_must_confirm"),
    "account_closed": "card_not_usable",
    "approve_with_id": "bank_could_not_be_asked",
    "call_issuer": "card_declined",
    "card_declined": "card_declined",
    "card_decline_rate_limit_exceeded": "card_declined_too_often",
    "card_not_supported": "card_not_usable",
    "card_velocity_exceeded": "card_limit_reached",
    "currency_not_supported": "card_currency_not_taken",
    "do_not_honor": "card_declined",
    "do_not_try_again": "card_declined",
    "duplicate_transaction": "duplicate_payment",
    "expired_card": "card_expired",
    "fraudulent": "card_declined",
    "generic_decline": "card_declined",
    "incorrect_address": "card_details_wrong",
    "incorrect_cvc": "card_security_code_wrong",
    "incorrect_number": "card_details_wrong",
    "incorrect_pin": "card_details_wrong",
    "incorrect_zip": "card_postal_code_wrong",
    "insufficient_funds": "card_without_funds",
    "invalid_account": "card_not_usable",
    "invalid_amount": "card_amount_not_taken",
    "invalid_cvc": "card_security_code_wrong",
    "invalid_expiry_month": "card_details_wrong",
    "invalid_expiry_year": "card_details_wrong",
    "invalid_number": "card_details_wrong",
    "invalid_pin": "card_details_wrong",
    "issuer_not_available": "bank_could_not_be_asked",
    "lost_card": "card_declined",
    "merchant_blacklist": "card_declined",
    "new_account_information_available": "card_replaced",
    "no_action_taken": "card_declined",
    "not_permitted": "card_not_usable",
    "offline_pin_required": "card_declined",
    "online_or_offline_pin_required": "card_declined",
    "pickup_card": "card_declined",
    "pin_try_exceeded": "card_limit_reached",
    "processing_error": "bank_could_not_be_asked",
    "reenter_transaction": "bank_could_not_be_asked",
    "restricted_card": "card_declined",
    "revocation_of_all_authorizations": "card_owner_stopped_it",
    "revocation_of_authorization": "card_owner_stopped_it",
    "security_violation": "card_declined",
    "service_not_allowed": "card_not_usable",
    "stolen_card": "card_declined",
    "stop_payment_order": "card_owner_stopped_it",
    "test_mode_live_card": "real_card_in_test_mode",
    "live_mode_test_card": "test_card_in_live_mode",
    "testmode_decline": "only_test_cards",
    "transaction_not_allowed": "card_not_usable",
    "try_again_later": "bank_could_not_be_asked",
    "withdrawal_count_limit_exceeded": "card_limit_reached",
    # What is refused by Stripe, not by a bank.
    "amount_too_large": "amount_too_large",
    "amount_too_small": "amount_too_small",
    "charge_already_refunded": "refunded_already",
    "charge_disputed": "disputed_already",
    "charge_exceeds_source_limit": "card_limit_reached",
    "charge_exceeds_transaction_limit": "card_limit_reached",
    "payment_intent_unexpected_state": "payment_not_as_it_was",
    "payment_method_unexpected_state": "saved_card_gone",
    "resource_missing": "payment_unknown_there",
}


def code_of(*codes: str | None) -> str:
    """The first of them that says something, as we keep it: one for all that the card's owner must see to."""
    code = next((code for code in codes if code), "")
    return ACTION_REQUIRED if ASKS_ITS_OWNER.intersection(codes) else code[:60]


def why(*codes: str | None, otherwise: str = ANYTHING_ELSE) -> Coded:
    """What we say of the first of `codes` for which we have a sentence."""
    return coded(next((CODES[code] for code in codes if code in CODES), otherwise))

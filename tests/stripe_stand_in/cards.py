"""Stripe's own test cards, by number and by the name of a ready-made payment method. Test mode takes no others."""

from dataclasses import dataclass

from tests.stripe_stand_in.errors import ApiError


@dataclass(frozen=True)
class Card:
    """`setup`, `charge`: why the bank refuses it when saved, or charged. `authentication`: when its owner is asked."""

    number: str
    words: str
    brand: str = "visa"
    funding: str = "credit"
    setup: str = ""
    charge: str = ""
    authentication: str = ""  # "", "once" (until it is set up for later) or "always"
    refund: str = ""  # "", "pending" or "fails"
    dispute: str = ""  # the reason
    inquiry: bool = False

    @property
    def last4(self) -> str:
        return self.number[-4:]


def _declined(number: str, words: str, why: str) -> Card:
    return Card(number, words, setup=why, charge=why)


TEST_CARDS = (
    Card("4242424242424242", "Works"),
    Card("4000056655665556", "Works (debit)", funding="debit"),
    Card("5555555555554444", "Works", brand="mastercard"),
    Card("378282246310005", "Works", brand="amex"),
    Card("6011111111111117", "Works", brand="discover"),
    _declined("4000000000000002", "Declined", "generic_decline"),
    _declined("4000000000009995", "Insufficient funds", "insufficient_funds"),
    _declined("4000000000009987", "Lost card", "lost_card"),
    _declined("4000000000009979", "Stolen card", "stolen_card"),
    _declined("4000000000000069", "Expired card", "expired_card"),
    _declined("4000000000000127", "Wrong CVC", "incorrect_cvc"),
    _declined("4000000000000119", "Processing error", "processing_error"),
    Card("4000000000000341", "Can be saved; every charge is declined", charge="generic_decline"),
    Card("4000002500003155", "3D Secure when it is saved, never after", authentication="once"),
    Card("4000002760003184", "3D Secure always: declined when its owner is away", authentication="always"),
    Card("4000008260003178", "3D Secure, then insufficient funds", authentication="once", charge="insufficient_funds"),
    Card("4000003800000446", "Was set up already: no 3D Secure"),
    Card("4000000000000259", "Disputed as fraudulent", dispute="fraudulent"),
    Card("4000000000002685", "Disputed: never arrived", dispute="product_not_received"),
    Card("4000000000001976", "The bank inquires", dispute="fraudulent", inquiry=True),
    Card("4000000000007726", "Refunds are pending first", refund="pending"),
    Card("4000000000005126", "Refunds fail later", refund="fails"),
)
BY_NUMBER = {card.number: card for card in TEST_CARDS}
_NAMES = {
    "pm_card_visa": "4242424242424242",
    "pm_card_us": "4242424242424242",
    "pm_card_visa_debit": "4000056655665556",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_amex": "378282246310005",
    "pm_card_discover": "6011111111111117",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedLostCard": "4000000000009987",
    "pm_card_visa_chargeDeclinedStolenCard": "4000000000009979",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_chargeDeclinedIncorrectCvc": "4000000000000127",
    "pm_card_chargeDeclinedProcessingError": "4000000000000119",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds": "4000008260003178",
    "pm_card_authenticationRequiredSetupForOffSession": "4000003800000446",
    "pm_card_createDispute": "4000000000000259",
    "pm_card_createDisputeProductNotReceived": "4000000000002685",
    "pm_card_createDisputeInquiry": "4000000000001976",
    "pm_card_pendingRefund": "4000000000007726",
    "pm_card_refundFail": "4000000000005126",
}
READY_MADE = {name: BY_NUMBER[number] for name, number in _NAMES.items()}

_MESSAGES = {
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": (
        "Your card was declined. This transaction requires authentication, because the customer isn't on your checkout"
        " flow."
    ),
    "live_mode_test_card": "Your card was declined. Your request was in live mode, but used a known test card.",
    "test_mode_live_card": "Your card was declined. Your request was in test mode, but used a non test card.",
}
# These are codes of their own; every other reason is a `card_declined` with a decline code.
_OWN_CODES = frozenset(["expired_card", "incorrect_cvc", "processing_error", "authentication_required"])


def refusal(why: str) -> ApiError:
    """The bank's no: 402 with the code and, beneath it, the decline code."""
    code = why if why in _OWN_CODES else "card_declined"
    extra = {} if why in ("expired_card", "incorrect_cvc", "processing_error") else {"decline_code": why}
    message = _MESSAGES.get(why, "Your card was declined.")
    param = {"expired_card": "exp_month", "incorrect_cvc": "cvc"}.get(why)
    return ApiError(402, message, type="card_error", code=code, param=param, extra=extra)


def is_card_number(number: str) -> bool:
    """Luhn's check, as every form for cards has it."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return 12 <= len(digits) <= 19 and number.isdigit() and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def card_of(number: str, *, livemode: bool) -> Card:
    """The card of a number that somebody typed. Live mode takes no test card, and test mode no other.

    Raises ApiError: `incorrect_number`, or a decline."""
    number = number.replace(" ", "")
    if not is_card_number(number):
        raise ApiError(
            402, "Your card number is incorrect.", type="card_error", code="incorrect_number", param="number"
        )
    if known := BY_NUMBER.get(number):
        if livemode:
            raise refusal("live_mode_test_card")
        return known
    if not livemode:
        raise refusal("test_mode_live_card")
    return Card(number, "", brand={"5": "mastercard", "3": "amex", "6": "discover"}.get(number[0], "visa"))

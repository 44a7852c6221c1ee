"""What an error of Stripe's library means for an operation (M4)."""

import logging

from stripe import APIConnectionError, AuthenticationError, CardError, IdempotencyError, PermissionError, StripeError

from anam.coded import coded, worded
from anam.payments.gateways import Answer, GatewayRequest, Outcome
from anam.payments.gateways.stripe.declines import ANYTHING_ELSE, DECLINED, code_of, why
from anam.payments.models import PaymentOperation
from anam.payments.sentences import WHY_NOT_MOVED

NO_ANSWER, NOT_NOW, KEY_REFUSED = coded("gateway_silent"), coded("gateway_busy"), coded("gateway_key_refused")
# Not yet, or perhaps: too early, in use, too many.
_NOT_NOW = frozenset({408, 409, 424, 425, 429})
_log = logging.getLogger(__name__)


def answer_to(error: StripeError, request: GatewayRequest) -> Answer:
    """Refused is what Stripe has looked at and will not do. All else it may have done, or may still do."""
    tell(error, operation=request.operation_id, kind=request.kind)
    status = error.http_status or 0
    if isinstance(error, AuthenticationError | PermissionError):
        return Answer(Outcome.UNKNOWN, KEY_REFUSED)
    if isinstance(error, IdempotencyError) and status == 400:  # it was sent with this key, and otherwise
        return Answer(Outcome.UNKNOWN, NOT_NOW, spent=_may_be_asked_anew(request))
    if isinstance(error, APIConnectionError) or not 400 <= status < 500:
        # A 500 is what this key will be answered for a day; what comes from a proxy is not.
        return Answer(Outcome.UNKNOWN, NO_ANSWER, spent=status == 500 and _may_be_asked_anew(request))
    if status in _NOT_NOW:
        return Answer(Outcome.UNKNOWN, NOT_NOW)
    codes = codes_of(error)
    otherwise = DECLINED if isinstance(error, CardError) else ANYTHING_ELSE
    return Answer(Outcome.REFUSED, why(*codes, otherwise=otherwise), code=code_of(*codes) or "refused")


def codes_of(error: StripeError) -> tuple[str | None, str | None]:
    """The bank's reason, and Stripe's."""
    return (error.error.decline_code if error.error else None), error.code


def _may_be_asked_anew(request: GatewayRequest) -> bool:
    """Whatever comes of an earlier try, an intent is authorised, captured or cancelled once. A refund may be two."""
    return request.kind != PaymentOperation.Kind.REFUND


def words_of(error: StripeError) -> str:
    """Why a question was not answered, in words."""
    if isinstance(error, AuthenticationError | PermissionError):
        return worded(KEY_REFUSED, WHY_NOT_MOVED)
    return worded(NOT_NOW if error.http_status in _NOT_NOW else NO_ANSWER, WHY_NOT_MOVED)


def tell(error: StripeError, **about: object) -> None:
    """Log what an operator needs to find it at Stripe; never the message or the body, which may hold anything."""
    bank, code = codes_of(error)
    said = {"status": error.http_status, "code": code, "decline_code": bank, "request": error.request_id}
    _log.warning("stripe_said_no", extra={"error": type(error).__name__, **said, **about})

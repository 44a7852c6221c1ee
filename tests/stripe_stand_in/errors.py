"""What Stripe says no with: its HTTP status, type, code, words and, where it has one, the object in question."""

from dataclasses import dataclass, field
from typing import Any

INVALID_REQUEST = "invalid_request_error"


@dataclass
class ApiError(Exception):
    """An answer other than 200. `extra` stands in the error beside its code: the intent, the decline code."""

    status: int
    message: str
    type: str = INVALID_REQUEST
    code: str | None = None
    param: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    # Stripe keeps the answer of a key once the work has begun; what fails before (parameters, rates) is not kept.
    kept: bool = True

    def body(self, request_id: str) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.message, "type": self.type}
        if self.code:
            error |= {
                "code": self.code,
                "doc_url": f"https://stripe.com/docs/error-codes/{self.code}".replace("_", "-"),
            }
        if self.param:
            error["param"] = self.param
        log = f"https://dashboard.stripe.com/test/logs/{request_id}"
        return {"error": {**error, **self.extra, "request_log_url": log}}


def invalid(message: str, *, code: str | None = None, param: str | None = None, kept: bool = True) -> ApiError:
    return ApiError(400, message, code=code, param=param, kept=kept)


def missing(param: str) -> ApiError:
    return invalid(f"Missing required param: {param}.", code="parameter_missing", param=param, kept=False)


def exclusive(one: str, other: str) -> ApiError:
    message = f"You may only specify one of these parameters: {one}, {other}."
    return invalid(message, code="parameters_exclusive", param=one, kept=False)


def no_such(kind: str, object_id: str, *, param: str, status: int = 400, other_mode: str = "") -> ApiError:
    """`status` is 404 for what the path names and 400 for what a parameter names."""
    words = kind.replace("payment_method", "PaymentMethod").replace("checkout.session", "checkout session")
    message = f"No such {words}: '{object_id}'"
    if other_mode:
        mine = "live" if other_mode == "test" else "test"
        message += (
            f"; a similar object exists in {other_mode} mode, but a {mine} mode key was used to make this request."
        )
    return ApiError(status, message, code="resource_missing", param=param)


def unexpected_state(message: str, intent: dict[str, Any], *, param: str | None = None) -> ApiError:
    """Of a payment intent or a setup intent, which stands in the error."""
    kind = intent["object"]
    return ApiError(400, message, code=f"{kind}_unexpected_state", param=param, extra={kind: dict(intent)})


def unsupported(path: str) -> ApiError:
    """Stripe takes it, and the stand-in does not know what would come of it: better no answer than a wrong one."""
    message = f"The stand-in for Stripe does not know what '{path}' does. Teach it, or do without."
    return ApiError(501, message, type="api_error", code="stand_in_unsupported", param=path, kept=False)

"""What happens when somebody sends the form of the hosted page: the card is saved, or the payment made."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.stripe_stand_in.account import Account, Cause, Object
from tests.stripe_stand_in.cards import card_of
from tests.stripe_stand_in.confirming import confirm, fail_authentication
from tests.stripe_stand_in.errors import ApiError
from tests.stripe_stand_in.parameters import merge_metadata
from tests.stripe_stand_in.payment_intents import make_payment_intent
from tests.stripe_stand_in.payment_methods import make_payment_method
from tests.stripe_stand_in.setup_intents import confirm_setup, fail_setup


@dataclass(frozen=True)
class Submission:
    """How a form is answered: where to go next, what to say above the form, or that the bank asks for its customer."""

    redirect: str = ""
    error: str = ""
    authenticate: bool = False


@dataclass(frozen=True)
class CardForm:
    number: str
    expiry: str
    cvc: str
    name: str = ""
    email: str = ""
    agrees: bool = False


def submit_card(account: Account, session: Object, form: CardForm) -> Submission:
    """The card that somebody typed. The session must be open."""
    consent = session["consent_collection"] or {}
    if consent.get("terms_of_service") == "required" and not form.agrees:
        return Submission(error="Please agree to the terms.")
    try:
        month, year = _read_expiry(account, form)
        card = card_of(form.number, livemode=account.livemode)
        email = form.email or session["customer_email"]
        method = make_payment_method(account, card, name=form.name or None, email=email)
        method["card"] |= {"exp_month": month, "exp_year": year}
        return _try(account, session, method, authenticated=False)
    except ApiError as error:
        return Submission(error=error.message)


def submit_authentication(account: Account, session: Object, *, passed: bool) -> Submission:
    """What the bank's own page says of its customer. Nothing was waiting for it: back to the form."""
    method = account.objects.get(account.behind[session["id"]].pop("waiting", ""))
    if method is None:
        return Submission(error="Please enter your card again.")
    try:
        if not passed:
            raise _authentication_failed(account, session)
        return _try(account, session, method, authenticated=True)
    except ApiError as error:
        return Submission(error=error.message)


def _read_expiry(account: Account, form: CardForm) -> tuple[int, int]:
    month, _, year = form.expiry.replace(" ", "").partition("/")
    if not (month.isdigit() and year.isdigit() and 1 <= int(month) <= 12):
        raise ApiError(402, "Your card's expiration date is invalid.", type="card_error", code="invalid_expiry_month")
    whole_year = int(year) if len(year) == 4 else 2000 + int(year)
    today = datetime.fromtimestamp(account.clock.now(), UTC)
    if (whole_year, int(month)) < (today.year, today.month):
        raise ApiError(
            402, "Your card's expiration date is in the past.", type="card_error", code="invalid_expiry_year"
        )
    if not (form.cvc.isdigit() and len(form.cvc) in (3, 4)):
        raise ApiError(402, "Your card's security code is invalid.", type="card_error", code="invalid_cvc")
    return int(month), whole_year


def _try(account: Account, session: Object, method: Object, *, authenticated: bool) -> Submission:
    if session["mode"] == "setup":
        setup = account.objects[session["setup_intent"]]
        intent = confirm_setup(account, setup, method["id"], cause=Cause(), authenticated=authenticated)
    else:
        payment = _payment_intent_of(account, session)
        intent = confirm(account, payment, method["id"], off_session=False, cause=Cause(), authenticated=authenticated)
    if intent["status"] == "requires_action":
        account.behind[session["id"]]["waiting"] = method["id"]
        return Submission(authenticate=True)
    _complete(account, session, method)
    return Submission(redirect=session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))


def _payment_intent_of(account: Account, session: Object) -> Object:
    """A session has no payment intent before somebody tries to pay."""
    if session["payment_intent"]:
        return account.objects[session["payment_intent"]]
    data = account.behind[session["id"]]["payment_intent_data"]
    shown = {name: value for name, value in data.items() if name != "metadata"}
    intent = make_payment_intent(
        account,
        session["amount_total"],
        session["currency"],
        Cause(),
        customer=session["customer"],
        metadata=merge_metadata({}, data.get("metadata")),
        **shown,
    )
    account.behind[intent["id"]] = session["id"]
    session["payment_intent"] = intent["id"]
    account.save(session)
    return intent


def _complete(account: Account, session: Object, method: Object) -> None:
    details = method["billing_details"]
    session |= {"status": "complete", "url": None}
    session["customer_details"] = {**details, "tax_exempt": "none", "tax_ids": []}
    if (session["consent_collection"] or {}).get("terms_of_service") == "required":
        session["consent"] = {"promotions": None, "terms_of_service": "accepted"}
    if session["payment_intent"] and account.objects[session["payment_intent"]]["status"] == "succeeded":
        session["payment_status"] = "paid"
    account.save(session)
    account.emit("checkout.session.completed", session, Cause())


def _authentication_failed(account: Account, session: Object) -> ApiError:
    if session["mode"] == "payment":
        return fail_authentication(account, _payment_intent_of(account, session), Cause())
    message = (
        "We are unable to authenticate your payment method. Please choose a different payment method and try again."
    )
    error = ApiError(402, message, type="card_error", code="setup_intent_authentication_failure")
    return fail_setup(account, account.objects[session["setup_intent"]], error, Cause())

"""Every call that the stand-in answers: its path, the type of its parameters, and what of them it understands."""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import stripe.params as p
import stripe.params.checkout as pc

from tests.stripe_stand_in import (
    charges,
    checkout,
    customers,
    disputes,
    events,
    ours,
    payment_intents,
    payment_methods,
    refunds,
    setup_intents,
)
from tests.stripe_stand_in.calls import Call

Handler = Callable[[Call], dict[str, Any]]


@dataclass(frozen=True)
class Route:
    """`understood`: parameters that have their effect here; others that Stripe knows are answered with 501."""

    method: str
    path: str
    params: type
    handler: Handler
    understood: tuple[str, ...] = ()

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.path).replace(r"\{id\}", "([A-Za-z0-9_]+)"))


_PAGE = ("limit", "starting_after", "ending_before")
_CUSTOMER = ("name", "email", "description", "phone", "address", "preferred_locales", "metadata")
_INTENT = (
    "amount",
    "currency",
    "customer",
    "description",
    "metadata",
    "payment_method",
    "receipt_email",
    "transfer_group",
)
_CONFIRM = ("payment_method", "off_session", "return_url", "error_on_requires_action")
_CREATE = (
    *_INTENT,
    *_CONFIRM,
    *("allowed_payment_method_types", "automatic_payment_methods", "capture_method", "confirm", "setup_future_usage"),
    *("statement_descriptor_suffix", "payment_method_options.card.request_three_d_secure"),
)
_SESSION = (
    *("mode", "ui_mode", "currency", "customer", "customer_email", "client_reference_id", "metadata", "expires_at"),
    *("success_url", "cancel_url", "locale", "submit_type", "custom_text", "consent_collection"),
    *("allowed_payment_method_types", "billing_address_collection"),
    *(
        "payment_method_options.card.request_three_d_secure",
        "setup_intent_data.description",
        "setup_intent_data.metadata",
    ),
    *(f"payment_intent_data.{name}" for name in ("capture_method", "description", "metadata", "receipt_email")),
    *(
        f"payment_intent_data.{name}"
        for name in ("setup_future_usage", "statement_descriptor_suffix", "transfer_group")
    ),
    *(f"line_items.price_data.{name}" for name in ("currency", "unit_amount", "product_data")),
    *("line_items.price", "line_items.quantity"),
)
_SETUP = (
    *("customer", "description", "metadata", "payment_method", "usage", "confirm", "return_url"),
    *("allowed_payment_method_types", "automatic_payment_methods"),
)

ROUTES = (
    Route("GET", "/v1/account", p.AccountRetrieveCurrentParams, ours.retrieve_account),
    Route("GET", "/v1/webhook_endpoints", p.WebhookEndpointListParams, ours.list_webhook_endpoints, _PAGE),
    Route("GET", "/v1/balance", p.BalanceRetrieveParams, ours.retrieve_balance),
    Route("POST", "/v1/customers", p.CustomerCreateParams, customers.create_customer, _CUSTOMER),
    Route("GET", "/v1/customers", p.CustomerListParams, customers.list_customers, (*_PAGE, "email", "created")),
    Route("GET", "/v1/customers/{id}", p.CustomerRetrieveParams, customers.retrieve_customer),
    Route("POST", "/v1/customers/{id}", p.CustomerUpdateParams, customers.update_customer, _CUSTOMER),
    Route("DELETE", "/v1/customers/{id}", p.CustomerDeleteParams, customers.delete_customer),
    Route(
        "GET",
        "/v1/customers/{id}/payment_methods",
        p.CustomerPaymentMethodListParams,
        payment_methods.list_payment_methods,
        (*_PAGE, "type"),
    ),
    Route(
        "GET",
        "/v1/payment_methods",
        p.PaymentMethodListParams,
        payment_methods.list_payment_methods,
        (*_PAGE, "type", "customer"),
    ),
    Route("GET", "/v1/payment_methods/{id}", p.PaymentMethodRetrieveParams, payment_methods.retrieve_payment_method),
    Route(
        "POST",
        "/v1/payment_methods/{id}/attach",
        p.PaymentMethodAttachParams,
        payment_methods.attach_payment_method,
        ("customer",),
    ),
    Route(
        "POST", "/v1/payment_methods/{id}/detach", p.PaymentMethodDetachParams, payment_methods.detach_payment_method
    ),
    Route("POST", "/v1/setup_intents", p.SetupIntentCreateParams, setup_intents.create_setup_intent, _SETUP),
    Route(
        "GET",
        "/v1/setup_intents",
        p.SetupIntentListParams,
        setup_intents.list_setup_intents,
        (*_PAGE, "customer", "created", "payment_method"),
    ),
    Route("GET", "/v1/setup_intents/{id}", p.SetupIntentRetrieveParams, setup_intents.retrieve_setup_intent),
    Route(
        "POST",
        "/v1/setup_intents/{id}/confirm",
        p.SetupIntentConfirmParams,
        setup_intents.confirm_setup_intent,
        ("payment_method", "return_url"),
    ),
    Route(
        "POST",
        "/v1/setup_intents/{id}/cancel",
        p.SetupIntentCancelParams,
        setup_intents.cancel_setup_intent,
        ("cancellation_reason",),
    ),
    Route("POST", "/v1/payment_intents", p.PaymentIntentCreateParams, payment_intents.create_payment_intent, _CREATE),
    Route(
        "GET",
        "/v1/payment_intents",
        p.PaymentIntentListParams,
        payment_intents.list_payment_intents,
        (*_PAGE, "customer", "created"),
    ),
    Route(
        "GET",
        "/v1/payment_intents/search",
        p.PaymentIntentSearchParams,
        payment_intents.search_payment_intents,
        ("query", "limit"),
    ),
    Route("GET", "/v1/payment_intents/{id}", p.PaymentIntentRetrieveParams, payment_intents.retrieve_payment_intent),
    Route(
        "POST", "/v1/payment_intents/{id}", p.PaymentIntentUpdateParams, payment_intents.update_payment_intent, _INTENT
    ),
    Route(
        "POST",
        "/v1/payment_intents/{id}/confirm",
        p.PaymentIntentConfirmParams,
        payment_intents.confirm_payment_intent,
        _CONFIRM,
    ),
    Route(
        "POST",
        "/v1/payment_intents/{id}/capture",
        p.PaymentIntentCaptureParams,
        payment_intents.capture_payment_intent,
        ("amount_to_capture", "final_capture", "metadata"),
    ),
    Route(
        "POST",
        "/v1/payment_intents/{id}/cancel",
        p.PaymentIntentCancelParams,
        payment_intents.cancel_payment_intent,
        ("cancellation_reason",),
    ),
    Route("GET", "/v1/charges/{id}", p.ChargeRetrieveParams, charges.retrieve_charge),
    Route(
        "GET",
        "/v1/charges",
        p.ChargeListParams,
        charges.list_charges,
        (*_PAGE, "payment_intent", "customer", "transfer_group", "created"),
    ),
    Route(
        "POST",
        "/v1/refunds",
        p.RefundCreateParams,
        refunds.create_refund,
        ("amount", "charge", "payment_intent", "metadata", "reason"),
    ),
    Route(
        "GET",
        "/v1/refunds",
        p.RefundListParams,
        refunds.list_refunds,
        (*_PAGE, "charge", "payment_intent", "created"),
    ),
    Route("GET", "/v1/refunds/{id}", p.RefundRetrieveParams, refunds.retrieve_refund),
    Route("POST", "/v1/refunds/{id}", p.RefundUpdateParams, refunds.update_refund, ("metadata",)),
    Route("GET", "/v1/disputes/{id}", p.DisputeRetrieveParams, disputes.retrieve_dispute),
    Route(
        "GET",
        "/v1/disputes",
        p.DisputeListParams,
        disputes.list_disputes,
        (*_PAGE, "charge", "payment_intent", "created"),
    ),
    Route("POST", "/v1/checkout/sessions", pc.SessionCreateParams, checkout.create_session, _SESSION),
    Route(
        "GET",
        "/v1/checkout/sessions",
        pc.SessionListParams,
        checkout.list_sessions,
        (*_PAGE, "customer", "payment_intent", "status", "created"),
    ),
    Route("GET", "/v1/checkout/sessions/{id}", pc.SessionRetrieveParams, checkout.retrieve_session),
    Route(
        "GET", "/v1/checkout/sessions/{id}/line_items", pc.SessionListLineItemsParams, checkout.list_line_items, _PAGE
    ),
    Route("POST", "/v1/checkout/sessions/{id}/expire", pc.SessionExpireParams, checkout.expire_session),
    Route(
        "GET",
        "/v1/events",
        p.EventListParams,
        events.list_events,
        (*_PAGE, "type", "types", "created", "delivery_success"),
    ),
    Route("GET", "/v1/events/{id}", p.EventRetrieveParams, events.retrieve_event),
)


def find_route(method: str, path: str) -> tuple[Route, str] | None:
    """The route of a request, and what its path names."""
    for route in ROUTES:
        if route.method == method and (match := route.pattern.fullmatch(path)):
            return route, match[1] if match.groups() else ""
    return None

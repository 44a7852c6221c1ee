"""A further payment gateway is one folder and one line: nothing else knows which there are (M1).

Pebble lives in tests/pebble. It is registered by its line, set up by its environment, and then paid with.
"""

import json
import re
import runpy
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.csp import CSP

from anam.api.description import description
from anam.api.tests.calling import Caller
from anam.audit.invariants import INVARIANTS, ask
from anam.cases.models import Case
from anam.catalog.models import Storefront
from anam.checkout.tests.factories import MUGS, fill_basket, order_from
from anam.checkout.tests.test_checkout_page import form_of
from anam.clock import database_now
from anam.config import settings as written
from anam.marketplace.models import Marketplace
from anam.orders.models import Order
from anam.payments.actions.execute import execute
from anam.payments.actions.hear_event import hear_event
from anam.payments.actions.request_capture import request_capture
from anam.payments.gateways.registry import GATEWAYS
from anam.payments.models import GatewayEvent, Payment
from anam.payments.tests.test_ledger import queued
from anam.people.models import User
from anam.setup.steps import steps_now
from anam.sql import execute as execute_sql
from conftest import Cast
from tests.pebble.pebble_gateway import CHARGES, DONE, SHOP

SignIn = Callable[[User], Client]
TOKEN = "pb_mica"
HOME = Path(written.__file__).parents[1]


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one line."""
    monkeypatch.setitem(GATEWAYS, "pebble", "tests.pebble:PEBBLE")


@pytest.fixture
def read(line: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """The settings, as they are read with this environment."""

    def in_environment(**environment: str) -> dict[str, Any]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(written.__file__)

    return in_environment


@pytest.fixture
def pebble(read: Callable[..., dict[str, Any]], settings: Any) -> None:
    """The marketplace uses it, by its environment."""
    known = read(ANAM_GATEWAY="pebble", ANAM_PEBBLE_TOKEN=TOKEN)
    for name in ("PAYMENT_GATEWAY", "PEBBLE_TOKEN", "PEBBLE_PAGES"):
        setattr(settings, name, known[name])
    CHARGES.clear()
    DONE.clear()


@pytest.fixture
def paid(pebble: None, cast: Cast, sign_in: SignIn) -> Order:
    """An order of Hanna's that Ines has paid at Pebble's page; what is promised so soon is authorised at once."""
    Storefront.objects.filter(maker=cast.byrne).update(lead_time_days=3)
    fill_basket(cast)
    ines = sign_in(cast.ines)
    there = ines.post("/checkout/", form_of(ines)).url
    assert there.startswith("https://pay.pebble.example/pp_1?then=")
    ines.get(there.partition("then=")[2].removeprefix("http://127.0.0.1:8000"), follow=True)
    return order_from(cast.byrne)


def text(client: Client, path: str) -> str:
    """What is on the page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())


def of_another(words: str) -> list[str]:
    return re.findall(r"stripe|sandbox", words, re.IGNORECASE)


def do(payment: Payment, operation_id: int | None) -> Payment:
    assert operation_id
    assert execute(operation_id) == "done"
    return Payment.objects.get(pk=payment.pk)


def test_its_environment_is_read_and_checked_in_its_folder(read: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(ImproperlyConfigured, match="needs ANAM_PEBBLE_TOKEN: the token of your shop at Pebble"):
        read(ANAM_GATEWAY="pebble")
    with pytest.raises(ImproperlyConfigured, match="those begin with pb_"):
        read(ANAM_PEBBLE_TOKEN="sk_mica")
    known = read(ANAM_PEBBLE_TOKEN=TOKEN)
    assert (known["PAYMENT_GATEWAY"], known["PEBBLE_TOKEN"]) == ("pebble", TOKEN)
    assert known["SECURE_CSP"]["form-action"] == [CSP.SELF, "https://pay.pebble.example"]
    assert known["STRIPE_URL"] == "https://api.stripe.com"
    with pytest.raises(ImproperlyConfigured, match="it must be stripe or pebble, or in a demo sandbox"):
        read(ANAM_GATEWAY="granite")


def test_an_order_is_authorised_there_declined_and_its_money_released(paid: Order, cast: Cast, sign_in: SignIn) -> None:
    """D8, M1"""
    payment = paid.payment
    assert (payment.holder, payment.status, payment.authorised) == ("pebble", "authorised", MUGS)
    assert (payment.gateway_account, payment.livemode) == (SHOP, False)
    hanna, ines, api = sign_in(cast.hanna), sign_in(cast.ines), Caller.of(cast.hanna)
    pages = [(hanna, f"/portal/orders/{paid.number}/"), (ines, f"/orders/{paid.number}/")]
    for client, path in pages:
        assert "$99.00 is authorised on card ending 4242, not charged." in text(client, path)
    Caller.of(cast.ines).post("/conversations", {"maker": "byrne", "message": "When will it come?"})
    assert api.post(f"/orders/{paid.number}/contact", {"message": "I am sorry: my kiln broke."}).status_code == 200
    why = {"reason": "too_late", "explanation": "My kiln is down until spring."}
    declined = api.post(f"/orders/{paid.number}/decline", why)
    assert (declined.status_code, declined.json()["payment"]["status"]) == (200, "void_pending")
    for client, path in pages:
        said = text(client, path)
        assert "is being released. The payment gateway has not confirmed it yet." in said
        assert not of_another(said)
    payment = do(payment, payment.operations.get(kind="void").pk)
    assert payment.status == "voided"
    assert CHARGES[payment.gateway_reference].voided
    for client, path in pages:
        assert "The authorisation of $99.00 was released. Nothing was charged." in text(client, path)
    for person in (cast.hanna, cast.ines, cast.sam):
        told = Caller.of(person, name="b").get(f"/orders/{paid.number}").json()["payment"]
        assert (told["holder"], told["holder_name"], told["status"]) == ("pebble", "", "voided")
    moved = api.get("/ledger").json()["items"]
    assert [(one["kind"], one["holder"], one["reference"]) for one in moved] == [
        ("authorised", "pebble", payment.gateway_reference),
        ("voided", "pebble", payment.gateway_reference),
    ]
    assert [one.words for one in INVARIANTS if ask(one).count] == []


def test_its_money_is_taken_given_back_and_compared_with_its_books(paid: Order, cast: Cast) -> None:
    """M8"""
    payment = do(paid.payment, request_capture(paid.payment, amount=MUGS, at=database_now()))
    assert (payment.status, CHARGES[payment.gateway_reference].captured) == ("captured", MUGS)
    Payment.objects.filter(pk=payment.pk).update(refund_pending=MUGS, status="refund_pending")
    payment = do(payment, queued(payment, "refund", MUGS).pk)
    assert (payment.status, CHARGES[payment.gateway_reference].refunded) == ("refunded", MUGS)
    call_command("reconcile", stdout=(said := StringIO()))
    CHARGES[payment.gateway_reference].refunded = 0
    with pytest.raises(CommandError, match="differ"):
        call_command("reconcile", stdout=said)
    assert "$99.00 is refunded here, and $0.00 at Pebble." in said.getvalue()
    call_command("ledger", "--maker", cast.byrne.slug, stdout=(ledger := StringIO()))
    assert "Pebble" in ledger.getvalue()
    assert not of_another(said.getvalue() + ledger.getvalue())


def test_a_dispute_that_it_tells_of_is_answered_there(paid: Order) -> None:
    """M9"""
    event = {"id": "pe_1", "kind": "dispute", "topic": "dispute", "subject": "pd_1"}
    sent = json.dumps({**event, "reference": paid.payment.gateway_reference})
    for token, status in (("pb_nobodys", 400), (TOKEN, 200)):
        told = {"content_type": "application/json", "headers": {"Pebble-Token": token}}
        assert Client().post("/payments/pebble/webhook/", sent, **told).status_code == status  # type: ignore[arg-type]
    hear_event(GatewayEvent.objects.get().pk)
    about = Case.objects.get(dispute="pd_1").question
    assert "Answer it at Pebble, with what proves the order. Pebble takes answers until" in about


@pytest.mark.parametrize("until", ['{"code": "answers_until", "at": "2026-12-24T09:00:00+00:00"}', '""'])
def test_a_case_of_before_says_that_its_dispute_is_answered_at_stripe(cast: Cast, until: str) -> None:
    kept = '{"code": "disputed", "sum": [500, "USD"], "order": "BYR-1", "why": {"code": "charged_twice"},'
    kept = f'{kept} "what_now": {{"code": "bank_has_taken_it"}}, "until": {until}}}'
    now = database_now()
    case = Case.objects.create(kind="dispute", maker=cast.byrne, opened_as="anam", opened_at=now, answer_by=now)
    execute_sql("UPDATE support_case SET about = %s::jsonb WHERE id = %s", [kept, case.pk])
    execute_sql(import_module("anam.cases.migrations.0002_disputes_name_their_gateway").NAME_IT)
    said = Case.objects.get(pk=case.pk).question
    assert "Answer it at Stripe, with what proves the order." in said
    assert "…" not in said
    assert ("Stripe takes answers until Thu 24 Dec" in said) == (until != '""')


def test_the_set_up_says_what_it_needs_and_tests_it(
    line: None, cast: Cast, sign_in: SignIn, settings: Any, request: pytest.FixtureRequest
) -> None:
    sam = sign_in(cast.sam)
    settings.PAYMENT_GATEWAY = settings.PEBBLE_TOKEN = ""
    page = text(sam, "/desk/settings/payments/")
    for words in ("ANAM_GATEWAY=stripe", "ANAM_GATEWAY=pebble", "ANAM_PEBBLE_TOKEN=pb_…", "/payments/pebble/webhook/"):
        assert words in page
    with pytest.raises(CommandError, match="or to pebble, and ANAM_PEBBLE_TOKEN with it"):
        call_command("check_payments")
    request.getfixturevalue("pebble")
    page = text(sam, "/desk/settings/payments/")
    assert "Cards are taken by Pebble." in page
    assert "ANAM_PEBBLE_TOKEN Set and not shown" in page
    assert "Test the keys" in page
    assert not of_another(page)
    assert TOKEN not in page
    assert [one.state for one in steps_now(Marketplace.objects.get()) if one.step.key == "payments"] == ["done"]
    assert "Pebble takes the token." in sam.post("/desk/settings/payments/test/").content.decode()
    call_command("check_payments", stdout=(said := StringIO()))
    assert said.getvalue() == "right  Pebble takes the token.\n"


def test_programs_are_told_every_holder_that_there_can_be(db: None) -> None:
    shapes = description()["components"]["schemas"]
    for shape in ("PaymentOut", "MovementOut"):
        holder = shapes[shape]["properties"]["holder"]
        known = holder.get("anyOf", [holder])[0]
        assert (known["type"], known["enum"]) == ("string", [*GATEWAYS, "external"])
        assert {"stripe", "sandbox", "external"} <= set(known["enum"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"holder_name": "Shopify"},
        {"gateway_account": ""},
        {"livemode": None},
        {"holder": "external", "holder_name": ""},
    ],
)
def test_the_database_knows_what_a_payment_at_a_gateway_says_and_of_no_gateway(
    paid: Order, wrong: dict[str, Any]
) -> None:
    """M1"""
    with (
        pytest.raises(IntegrityError, match=r"payment_(elsewhere_says_who|at_a_gateway_says_where)"),
        transaction.atomic(),
    ):
        Payment.objects.filter(order=paid).update(**wrong)


def test_nothing_else_names_a_gateway_that_moves_money() -> None:
    """A second one is a folder and a line."""
    own = HOME / "payments" / "gateways" / "stripe"
    ours = [file for file in HOME.rglob("*.py") if not {"tests", "migrations", "demo"} & {*file.parts}]
    pages = [file for file in HOME.rglob("*.html") if "demo" not in file.parts]
    found = [file for file in [*ours, *pages] if own not in file.parents and "stripe" in file.read_text().lower()]
    assert [str(file.relative_to(HOME)) for file in found] == ["payments/gateways/registry.py"]

"""Whatever happens to orders and their money, in whatever order: in the end Stripe, the ledger and orders agree.

Their lives are drawn by hypothesis, the same in every run. Answers are lost, events come late, twice, out of order or
never, somebody works in Stripe's own pages, cards' owners dispute, holds end, refunds fail days later (D7, D8, M3, M7).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from procrastinate.contrib.django.models import ProcrastinateJob
from stripe import StripeError

from anam.audit.invariants import INVARIANTS, ask
from anam.clock import database_now
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.orders.cancellation.decline import decline
from anam.orders.fulfilment.accept import accept
from anam.orders.fulfilment.complete import complete
from anam.orders.fulfilment.hold_payment import hold_payment
from anam.orders.fulfilment.place import Item, place
from anam.orders.fulfilment.ship import ship
from anam.orders.models import Order
from anam.orders.payments.cancel_unpaid import cancel_unpaid
from anam.orders.payments.go_on_paying import go_on_paying
from anam.orders.payments.paying import amount_to_hold, why_not_pay
from anam.orders.payments.release_if_cancelled import release_if_cancelled
from anam.orders.payments.renew_payment import payments_to_renew, renew_payment
from anam.payments.actions.begin_page import begin_page
from anam.payments.actions.execute import execute
from anam.payments.actions.hear_event import hear_event
from anam.payments.actions.look_at import look_at
from anam.payments.actions.open_page import open_page
from anam.payments.actions.requeue_unconfirmed import requeue_unconfirmed
from anam.payments.gateways import GatewayDown
from anam.payments.gateways.stripe.tests.factories import AtStripe, a_key
from anam.payments.models import Payment, PaymentOperation
from anam.payments.reconciliation import compare_all, unknown_there
from anam.payments.states import OPEN, NotConfirmed, State
from anam.refusals import Refused
from anam.support.actions.open_differences import open_differences
from conftest import Cast
from tests.seeds import SEED
from tests.stripe_stand_in import StandIn

SECRET = "whsec_of_the_lives"
WORDS = "The kiln broke, and we cannot make these."
CARDS = ("pm_card_visa", "pm_card_mastercard", "pm_card_refundFail", "pm_card_pendingRefund", "pm_card_createDispute")
FAULTS = ("lost", "cut", "unreachable", "rate_limited", "conflict", "broken", "broken_after", "gateway")
REFUSED_LATER = ("pm_card_chargeCustomerFail", "pm_card_authenticationRequired")
# What a job about a payment does.
OF_PAYMENTS: dict[str, Callable[[int], object]] = {
    "payments.look_at": look_at,
    "orders.release_if_cancelled": release_if_cancelled,
    "orders.go_on_paying": go_on_paying,
    "orders.end_paying": lambda payment_id: go_on_paying(payment_id, close=True),
    "orders.renew_payment": renew_payment,
    "orders.cancel_unpaid": cancel_unpaid,
}
JOBS = ("payments.execute_operation", "payments.hear_event", *OF_PAYMENTS)
STAGES = ("placed", "accepted", "shipped", "charged", "charged", "charged there")
MAX_ORDERS = 4
OFTEN = settings(
    max_examples=80 if SEED else 15,
    stateful_step_count=30,
    deadline=None,
    database=None,
    derandomize=not SEED,
    phases=[Phase.generate],  # to make a failing one smaller takes many minutes: ask for it where it is needed
    suppress_health_check=list(HealthCheck),
)
_which = st.integers(0, MAX_ORDERS - 1)
_share = st.floats(0.05, 1.0)


class Lives(RuleBasedStateMachine):
    """Some orders of one maker, paid at a stand-in for Stripe of their own."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint_create()
        self.stand_in = StandIn().start()
        Lives.settings.STRIPE_URL = self.stand_in.url  # type: ignore[attr-defined]
        self.at_stripe = AtStripe(self.stand_in, self.cast)
        self.told: set[str] = set()

    @initialize(begun=st.lists(st.tuples(st.sampled_from(CARDS), st.sampled_from(STAGES)), min_size=2, max_size=3))
    def begin(self, begun: list[tuple[str, str]]) -> None:
        """Some orders, each as far as it is drawn."""
        for which, (card, stage) in enumerate(begun):
            self.place(card)
            self.accept(which) if stage != "placed" else None
            self.ship(which) if stage in ("shipped", "charged") else None
            self.work(2) if stage == "charged" else None
            if stage == "charged there":
                self.work_in_stripes_pages(which, 1.0, "capture")

    # What buyers and makers do

    @precondition(lambda self: Order.objects.count() < MAX_ORDERS)
    @rule(card=st.sampled_from(CARDS))
    def place(self, card: str) -> None:
        """Paid at the checkout: where the card is not sure, there is no order."""
        lines = [(self.cast.mug, 6), (self.cast.bowl, 2)]
        total = sum(product.unit_price * quantity for product, quantity in lines) + 1200
        with self._in_peace():
            payment = self.at_stripe.payment(card)
        if self.at_stripe.until_closed(self.at_stripe.queue(payment, "authorise", total), tries=6) != State.DONE:
            return
        self._place(Payment.objects.get(pk=payment.pk))

    def _place(self, payment: Payment) -> None:
        lines = [(self.cast.mug, 6), (self.cast.bowl, 2)]
        order = place(
            [Item(product.title, quantity, product.unit_price, product.sku, product) for product, quantity in lines],
            maker=self.cast.byrne,
            buyer=self.cast.harbor,
            currency="USD",
            shipping=1200,
            payment=payment,
            placed_at=database_now() - timedelta(hours=1),
        )
        Order.objects.filter(pk=order.pk).update(contacted_at=database_now(), contacted_how="phone")

    @rule(which=_which)
    def accept(self, which: int) -> None:
        self._try(which, lambda order: accept(order.number, maker=order.maker, by=self.cast.hanna))

    @precondition(lambda self: Order.objects.count() < MAX_ORDERS)
    @rule(card=st.sampled_from((*CARDS, *REFUSED_LATER)))
    def place_with_a_saved_card(self, card: str) -> None:
        """What is promised for later: nothing is held so far."""
        with self._in_peace():
            payment = self.at_stripe.payment(card)
        self._place(payment)

    @rule(which=_which)
    def ship(self, which: int) -> None:
        """The bank is asked first, where nothing is held."""
        self._try(which, lambda order: hold_payment(order.number, maker=order.maker))
        self._try(which, lambda order: ship(order.number, maker=order.maker, by=self.cast.hanna, carrier="Post"))

    @rule(which=_which, comes_back=st.booleans(), card=st.sampled_from(("4242424242424242", "4000000000000002")))
    def pay_by_the_link(self, which: int, comes_back: bool, card: str) -> None:
        """Where the buyer is asked to; they may never come back."""
        for order in Order.objects.select_related("payment", "buyer").order_by("pk")[which : which + 1]:
            if why_not_pay(order) or order.payment.pages.filter(state="open").exists():
                continue
            closes_at = datetime.fromtimestamp(self.stand_in.account().clock.now(), UTC) + timedelta(minutes=35)
            with self._in_peace():
                page = begin_page(
                    buyer=order.buyer,
                    holder="stripe",
                    closes_at=closes_at,
                    payment=order.payment,
                    amount=amount_to_hold(order),
                )
                address = "http://127.0.0.1:8000/"
                open_page(page, success_url=address, cancel_url=address, words="", about=f"Order {order.number}")
                self.stand_in.fill(page.url, card)
            with suppress(NotConfirmed):
                go_on_paying(order.payment.pk) if comes_back else None

    @rule(which=_which)
    def complete(self, which: int) -> None:
        self._try(which, lambda order: complete(order.number, buyer=order.buyer, by=self.cast.ines))

    @rule(which=_which, quantity=st.integers(1, 6))
    def decline_a_part(self, which: int, quantity: int) -> None:
        self._try(which, lambda order: self._decline(order, {order.lines.order_by("pk")[0].pk: quantity}))

    @rule(which=_which)
    def decline(self, which: int) -> None:
        self._try(which, self._decline)

    # What Stripe, banks and people in its pages do

    @rule(hours=st.sampled_from([1, 2, 30, 80, 120]))
    def let_time_pass(self, hours: int) -> None:
        """Holds end, refunds settle or fail, keys are forgotten."""
        self.stand_in.advance(hours * 3600)
        PaymentOperation.objects.filter(sent_at__isnull=False, state__in=OPEN).update(
            sent_at=database_now() - timedelta(hours=hours)
        )
        Payment.objects.update(held_until=F("held_until") - timedelta(hours=hours))

    @rule()
    def renew(self) -> None:
        """What the clock does."""
        for payment_id in payments_to_renew():
            with suppress(NotConfirmed):
                renew_payment(payment_id)

    @rule()
    def end_the_time_to_pay(self) -> None:
        """What nobody paid is cancelled."""
        Order.objects.filter(pay_by__isnull=False).update(pay_by=database_now() - timedelta(minutes=1))
        for payment_id in Order.objects.unpaid_too_long().values_list("payment", flat=True):
            with suppress(NotConfirmed):
                cancel_unpaid(payment_id)

    @rule(which=_which)
    def end_the_hold(self, which: int) -> None:
        if intent := self._intent(which, "requires_capture"):
            self.stand_in.expire(intent["id"])

    @rule(which=_which, share=_share, path=st.sampled_from(["capture", "cancel", "refund", "refund"]))
    def work_in_stripes_pages(self, which: int, share: float, path: str) -> None:
        if not (intent := self._intent(which)):
            return
        v1, amount = self.stand_in.client().v1, max(50, int(intent["amount"] * share))
        with self._in_peace(), suppress(StripeError):  # of what is not possible there
            if path == "capture":
                v1.payment_intents.capture(intent["id"], {"amount_to_capture": amount}, a_key())
            elif path == "cancel":
                v1.payment_intents.cancel(intent["id"], {}, a_key())
            else:
                v1.refunds.create({"payment_intent": intent["id"], "amount": amount}, a_key())

    @rule(which=_which, share=_share, inquiry=st.booleans())
    def dispute(self, which: int, share: float, inquiry: bool) -> None:
        intent = self._intent(which, "succeeded")
        if intent and not any(one["payment_intent"] == intent["id"] for one in self.stand_in.all("dispute")):
            self.stand_in.dispute(intent["id"], amount=max(1, int(intent["amount_received"] * share)), inquiry=inquiry)

    @rule(won=st.booleans())
    def close_a_dispute(self, won: bool) -> None:
        for dispute in self.stand_in.all("dispute"):
            if dispute["status"] in ("needs_response", "warning_needs_response"):
                self.stand_in.close_dispute(dispute["id"], won=won)

    @rule()
    def fail_a_refund(self) -> None:
        for refund in self.stand_in.all("refund")[-1:]:
            self.stand_in.fail_refund(refund["id"])

    @rule(kind=st.sampled_from(FAULTS), method=st.sampled_from(["POST", "GET", "*"]), times=st.integers(1, 3))
    def go_wrong(self, kind: str, method: str, times: int) -> None:
        self.stand_in.fail(kind, "*", method, times=times)

    # What we hear, and do afterwards

    @rule(data=st.data(), twice=st.booleans())
    def tell(self, data: Any, twice: bool) -> None:
        """Some of what has happened so far, in any order, late or early, and some of it never."""
        events = [event for event in self.stand_in.events() if twice or event["id"] not in self.told]
        if not events:
            return
        for event in data.draw(st.lists(st.sampled_from(events), max_size=6, unique_by=lambda one: one["id"])):
            self.told.add(event["id"])
            for _ in range(1 + twice):
                body, header = self.stand_in.signed(event, [SECRET])
                answer = Client().post(
                    "/payments/stripe/webhook/",
                    body,
                    content_type="application/json",
                    headers={"Stripe-Signature": header},
                )
                assert answer.status_code == 200

    @rule(times=st.integers(1, 2))
    def work(self, times: int) -> None:
        for _ in range(times):
            self._work()

    def teardown(self) -> None:
        """In the end everything answers again, a night goes by, and all of it is true."""
        try:
            self._let_it_end()
        finally:
            self.stand_in.__exit__()
            transaction.savepoint_rollback(self.savepoint)

    def _let_it_end(self) -> None:
        self.stand_in.faults.clear()
        for _ in range(3):
            self.let_time_pass(80)
            PaymentOperation.objects.filter(state__in=OPEN).update(queued_at=database_now() - timedelta(hours=1))
            requeue_unconfirmed()
            for payment_id in Payment.objects.filter(pages__state="open").values_list("pk", flat=True):
                go_on_paying(payment_id, close=True)
            for _ in range(4):
                self._work()
            open_differences(after=0)
        assert not PaymentOperation.objects.filter(state__in=OPEN).exists()
        self.at_stripe.agree()
        assert [(one.name, one.differences) for one in compare_all() if one.differences] == []
        support_has = set(PaymentOperation.objects.filter(kind="release", state="refused").values_list("reference"))
        assert [one for one in unknown_there() if (one["reference"],) not in support_has] == []
        broken = {invariant.words: ask(invariant).first for invariant in INVARIANTS}
        assert {words: first for words, first in broken.items() if first} == {}
        for payment in Payment.objects.all():
            assert payment.refunded + payment.refund_pending <= payment.captured <= payment.authorised

    def _work(self) -> None:
        """What waits, each once; what Stripe does not answer goes on waiting."""
        for job in ProcrastinateJob.objects.filter(status="todo", task_name__in=JOBS).order_by("id"):
            try:
                self._do(job.task_name, job.args)
            except (NotConfirmed, GatewayDown):
                continue
            ProcrastinateJob.objects.filter(pk=job.pk).update(status="succeeded")

    def _do(self, name: str, args: dict[str, int]) -> None:
        if name == "payments.execute_operation" and execute(args["operation_id"]) in OPEN:
            raise NotConfirmed
        if name == "payments.hear_event":
            hear_event(args["gateway_event_id"])
        if name in OF_PAYMENTS:
            OF_PAYMENTS[name](args["payment_id"])

    def _decline(self, order: Order, quantities: dict[int, int] | None = None) -> None:
        words = {"reason": "too_late", "explanation": WORDS}
        decline(order.number, maker=order.maker, by=self.cast.hanna, quantities=quantities, **words)  # type: ignore[arg-type]

    @contextmanager
    def _in_peace(self) -> Iterator[None]:
        """What goes wrong goes wrong for Anam alone."""
        faults = self.stand_in.faults
        told, faults.told = faults.told, []
        yield
        faults.told = told

    def _try(self, which: int, do: Callable[[Order], object]) -> None:
        """One of the orders, if there is such; what is refused changes nothing."""
        for order in Order.objects.order_by("pk")[which : which + 1]:
            with suppress(Refused):
                do(order)

    def _intent(self, which: int, status: str = "") -> dict[str, Any] | None:
        asked = Payment.objects.exclude(order=None).exclude(gateway_reference="")
        for payment in asked.order_by("pk")[which : which + 1]:
            intent = self.stand_in.get(payment.gateway_reference)
            return intent if status in ("", intent["status"]) else None
        return None


@pytest.mark.django_db
def test_whatever_happens_the_books_agree_in_the_end(cast: Cast, settings: Any) -> None:
    """D7, D8, M3, M4, M7, M8, M9"""
    settings.PAYMENT_GATEWAY = "stripe"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRETS = StandIn.key, [SECRET]

    class OfThisTest(Lives):
        pass

    write_as_buyer("Do you ship to Portland?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    OfThisTest.cast, Lives.settings = cast, settings  # type: ignore[attr-defined]
    run_state_machine_as_test(OfThisTest, settings=OFTEN)

"""A stand-in for Stripe: what a test holds in its hand. It starts a real server on a real port."""

import copy
import threading
from collections.abc import Sequence
from typing import Any

import stripe
from stripe import RequestsClient, StripeClient

from tests.stripe_stand_in import disputes, refunds
from tests.stripe_stand_in.account import Account, Object
from tests.stripe_stand_in.books import Movement, Sums, sums
from tests.stripe_stand_in.browsing import Page, fill
from tests.stripe_stand_in.charges import expire
from tests.stripe_stand_in.clock import Clock
from tests.stripe_stand_in.control import control
from tests.stripe_stand_in.engine import API_VERSION, Engine, Recorded
from tests.stripe_stand_in.faults import Fault, Faults
from tests.stripe_stand_in.server import Server
from tests.stripe_stand_in.webhooks import Endpoint, Webhooks, body_of, signature

KEY, LIVE_KEY = "sk_test_standin", "sk_live_standin"
OTHER_KEY = "sk_test_somebodyelse"


class StandIn:
    """Use it as a context manager. `key` and `live_key` are of one account in its two modes, `other_key` of another.

    `clock`, `faults`, `webhooks` and the switches of `engine` (require_key, key_pattern) may be used at any time."""

    key, live_key, other_key, api_version = KEY, LIVE_KEY, OTHER_KEY, API_VERSION

    def __init__(self, *, port: int = 0, host: str = "127.0.0.1") -> None:
        self._address = (host, port)
        self._server: Server | None = None
        self.clock = Clock()
        self.faults = Faults()
        self.webhooks = Webhooks(self.clock)
        test, live, other = (
            Account(account, livemode=livemode, clock=self.clock, api_version=API_VERSION)
            for account, livemode in (("acct_standin", False), ("acct_standin", True), ("acct_other", False))
        )
        test.sibling, live.sibling = live, test
        for account in (test, live):
            account.on_event = self.webhooks.announce
        self.engine = Engine({KEY: test, LIVE_KEY: live, OTHER_KEY: other}, self.clock, self.faults)

    # Its life

    def start(self) -> "StandIn":
        """Listen; after `stop`, on the same port again, with all that was known."""
        self._server = Server(self._address, self.engine, lambda *request: control(self, *request))
        host, port = self._server.server_address[:2]
        self._address = (str(host), int(port))
        self.engine.url = self.url
        threading.Thread(target=self._server.serve_forever, daemon=True, name="stripe-stand-in").start()
        return self

    def stop(self) -> None:
        """As if Stripe could not be reached: connections are closed, and new ones refused."""
        self.faults.release()
        if self._server:
            self._server.stop()
            self._server = None

    def __enter__(self) -> "StandIn":
        return self.start()

    def __exit__(self, *problem: object) -> None:
        self.webhooks.stop()
        self.stop()

    @property
    def url(self) -> str:
        """For StripeClient's `base_addresses={"api": …}`."""
        return f"http://{self._address[0]}:{self._address[1]}"

    def client(self, key: str = KEY, *, timeout: float = 30.0) -> StripeClient:
        """Stripe's own library, pointed here: no retries, this version, and nothing written into anybody's home."""
        stripe.enable_telemetry = False
        return StripeClient(
            key,
            base_addresses={"api": self.url},
            max_network_retries=0,
            stripe_version=API_VERSION,
            http_client=RequestsClient(timeout=timeout),
        )

    # What it knows

    def account(self, key: str = KEY) -> Account:
        return self.engine.keys[key]

    def get(self, object_id: str, key: str = KEY) -> Object:
        """A copy of an object as it is now, without a request."""
        with self._locked(key) as account:
            return copy.deepcopy(account.objects[object_id])

    def all(self, kind: str, key: str = KEY) -> list[Object]:
        """Copies of all objects of a kind ("refund", "checkout.session" …), oldest first."""
        with self._locked(key) as account:
            return copy.deepcopy([entry for entry in account.objects.values() if entry["object"] == kind])

    def movements(self, intent: str | None = None, key: str = KEY) -> list[Movement]:
        """Its books, of one payment intent or of all."""
        with self._locked(key) as account:
            return [movement for movement in account.movements if intent in (None, movement.intent)]

    def sums(self, intent: str | None = None, key: str = KEY) -> Sums:
        return sums(self.movements(intent, key))

    def events(self, kind: str | None = None, key: str = KEY) -> list[Object]:
        """Oldest first."""
        with self._locked(key) as account:
            return copy.deepcopy([event for event in account.events if kind in (None, event["type"])])

    def requests(self, method: str = "", path: str = "") -> list[Recorded]:
        """Those that came so far; `path` is how theirs begins."""
        with self.engine.lock:
            found = list(self.engine.recorded)
        return [entry for entry in found if method in ("", entry.method) and entry.path.startswith(path)]

    @property
    def shortcomings(self) -> list[str]:
        """What it was asked that it does not know, and where it broke: a test that meets one proves nothing."""
        return self.engine.shortcomings

    # What it is told

    def advance(self, seconds: float) -> None:
        """Put its clock forward, and let happen what is due by then: holds and sessions end, refunds settle or fail."""
        self.clock.advance(seconds)
        with self.engine.lock:
            for account in self.engine.keys.values():
                account.let_time_pass()
        self.webhooks.wake()

    def fail(self, kind: str, path: str = "*", method: str = "POST", *, times: int = 1, **more: Any) -> Fault:
        """Let the next `times` requests go wrong in a way of faults.py; `more`: seconds, status, code, message."""
        return self.faults.add(Fault(kind, path, method, times, **more))

    def expire(self, intent: str, key: str = KEY) -> None:
        """The bank lets go of an authorisation before its end."""
        with self._locked(key) as account:
            expire(account, account.objects[intent], account.objects[account.objects[intent]["latest_charge"]])

    def dispute(self, intent: str, key: str = KEY, **more: Any) -> Object:
        """Somebody wants their money back from their bank; `more`: amount, reason, inquiry."""
        with self._locked(key) as account:
            charge = account.objects[account.objects[intent]["latest_charge"]]
            return copy.deepcopy(disputes.open_dispute(account, charge, **more))

    def close_dispute(self, dispute: str, *, won: bool, key: str = KEY) -> Object:
        with self._locked(key) as account:
            return copy.deepcopy(disputes.close_dispute(account, account.objects[dispute], won=won))

    def settle_refund(self, refund: str, key: str = KEY) -> None:
        with self._locked(key) as account:
            refunds.settle(account, account.objects[refund])

    def fail_refund(self, refund: str, reason: str = "lost_or_stolen_card", key: str = KEY) -> None:
        with self._locked(key) as account:
            refunds.fail(account, account.objects[refund], reason)

    def begin_refunds(self, how: str, key: str = KEY) -> None:
        """From now on, whatever the card: "pending" (until it is settled or failed), "fails" (in three days), or ""."""
        self.account(key).refunds_begin = how

    def add_endpoint(self, url: str, *, secret: str = "", events: Sequence[str] = ("*",)) -> Endpoint:
        """Of the account in test mode; its status and events can be changed in `account().endpoints`."""
        account = self.account()
        shown = {"id": account.new_id("we"), "object": "webhook_endpoint", "url": url, "status": "enabled"}
        shown |= {"enabled_events": list(events), "livemode": account.livemode, "api_version": account.api_version}
        account.endpoints.append({**shown, "created": self.clock.seconds()})
        return self.webhooks.add_endpoint(url, secret=secret, events=events)

    def signed(self, event: Object | str, secrets: Sequence[str], *, at: float | None = None) -> tuple[bytes, str]:
        """The body of an event and its Stripe-Signature, for a test that posts it by its own client."""
        body = body_of(self.get(event) if isinstance(event, str) else event)
        return body, signature(body, secrets, at=at)

    def fill(
        self, session_url: str, card: str = "4242424242424242", *, authenticate: bool = True, **fields: str
    ) -> Page:
        """Fill the hosted page as a browser would: open it, type, send, and pass (or fail) what the bank asks."""
        return fill(session_url, card, authenticate=authenticate, **fields)

    def _locked(self, key: str) -> "_Locked":
        return _Locked(self.engine, self.engine.keys[key])


class _Locked:
    """An account that nobody else changes for the while, and whose clock has been looked at."""

    def __init__(self, engine: Engine, account: Account) -> None:
        self._engine, self._account = engine, account

    def __enter__(self) -> Account:
        self._engine.lock.acquire()
        self._account.let_time_pass()
        return self._account

    def __exit__(self, *problem: object) -> None:
        self._engine.lock.release()

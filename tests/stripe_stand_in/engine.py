"""Answers a request of the API: its key, version, path and parameters are checked, and then the call is made, once."""

import json
import re
import threading
import traceback
from dataclasses import dataclass, field
from typing import Any

from stripe._api_version import _ApiVersion

from tests.stripe_stand_in.account import Account, Cause, random_text
from tests.stripe_stand_in.calls import Call
from tests.stripe_stand_in.clock import Clock
from tests.stripe_stand_in.errors import INVALID_REQUEST, ApiError, invalid
from tests.stripe_stand_in.faults import BEFORE, Fault, Faults, broken
from tests.stripe_stand_in.idempotency import Answer, Keys
from tests.stripe_stand_in.listing import expand
from tests.stripe_stand_in.parameters import check, decode
from tests.stripe_stand_in.routes import Route, find_route

# The parameters are those of the installed library, so no other version can be answered for.
API_VERSION: str = _ApiVersion.CURRENT


@dataclass(frozen=True)
class Request:
    """As it came: `headers` with names in lower case; `form` is the query of a GET and the body of a POST."""

    method: str
    path: str
    headers: dict[str, str]
    form: str


@dataclass
class Response:
    """`fault`: what happens to it on its way back."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None


@dataclass(frozen=True)
class Recorded:
    """A request that came, and its answer. `key`: its Idempotency-Key; `fault`: the kind that it met."""

    method: str
    path: str
    params: dict[str, Any]
    key: str | None
    status: int
    replayed: bool
    fault: str


class Engine:
    def __init__(self, keys: dict[str, Account], clock: Clock, faults: Faults) -> None:
        self.lock = threading.RLock()
        self.keys = keys
        self.clock = clock
        self.faults = faults
        self.url = ""
        self.require_key = True  # every POST must carry an Idempotency-Key
        self.key_pattern: re.Pattern[str] | None = None  # and one that looks like this
        self.recorded: list[Recorded] = []
        self.shortcomings: list[str] = []  # what the stand-in does not know, or broke on
        self._used = {id(account): Keys(clock) for account in keys.values()}

    def answer(self, request: Request) -> Response:
        request_id = f"req_{random_text(14)}"
        fault = self.faults.take(request.method, request.path)
        try:
            if fault and fault.kind in BEFORE:
                response = self._refuse_before(fault, request, request_id)
            else:
                response = self._serve(request, request_id, fault)
        except ApiError as error:
            response = _as_response(_as_answer(error, request_id))
        response.fault = fault
        response.headers |= {"Request-Id": request_id, "Stripe-Version": request.headers.get("stripe-version", "")}
        self._record(request, response)
        return response

    def _refuse_before(self, fault: Fault, request: Request, request_id: str) -> Response:
        error = fault.error(request.headers.get("idempotency-key", ""))
        if error is None:
            html = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
            return Response(502, html, {"Content-Type": "text/html"})
        return _as_response(_as_answer(error, request_id), {"Stripe-Should-Retry": "true"})

    def _serve(self, request: Request, request_id: str, fault: Fault | None) -> Response:
        account = self._authenticate(request)
        _check_version(request)
        found = find_route(request.method, request.path)
        if found is None:
            message = f"Unrecognized request URL ({request.method}: {request.path}). Please see https://stripe.com/docs"
            raise ApiError(404, f"{message} or we can help at https://support.stripe.com/.")
        route, object_id = found
        params = check(decode(request.form), route.params, understood=(*route.understood, "expand"))
        key = self._key_of(request) if request.method == "POST" else None
        call = Call(account, params, object_id, request.path, self.url, Cause(request_id, key))
        if key is None:
            return _as_response(self._work(call, route, fault))
        return self._serve_once(call, route, key, fault)

    def _serve_once(self, call: Call, route: Route, key: str, fault: Fault | None) -> Response:
        keys = self._used[id(call.account)]
        with self.lock:
            before = keys.begin(key, call.path, call.params)
        if before:
            told = {"Idempotent-Replayed": "true", "Original-Request": before.request_id, "Idempotency-Key": key}
            return _as_response(before, told)
        try:
            answer = self._work(call, route, fault)
        except ApiError as error:
            answer = _as_answer(error, call.cause.request or "")
            if not error.kept:
                keys.forget(key)
                return _as_response(answer)
        except BaseException:
            keys.forget(key)
            raise
        with self.lock:
            keys.keep(key, answer)
        return _as_response(answer, {"Idempotency-Key": key, "Original-Request": answer.request_id})

    def _work(self, call: Call, route: Route, fault: Fault | None) -> Answer:
        """The deed itself, and the faults that come just before and just after it."""
        if fault and fault.kind == "late":
            fault.wait()
        if fault and (error := fault.error(call.cause.key or "")):
            raise error
        with self.lock:
            call.account.let_time_pass()
            try:
                result = expand(route.handler(call), call.params.get("expand", ()), call.account)
            except ApiError:
                raise
            except Exception as problem:
                self.shortcomings.append(f"{call.path}: {traceback.format_exc()}")
                raise broken() from problem
        if fault and fault.kind == "broken_after":
            raise broken()
        body = json.dumps(result, indent=2, ensure_ascii=False).encode()
        return Answer(200, body, call.cause.request or "")

    def _authenticate(self, request: Request) -> Account:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not key:
            message = (
                "You did not provide an API key. You need to provide your API key in the Authorization header, using"
            )
            raise ApiError(401, f"{message} Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').")
        if key.startswith("pk_"):
            message = "This API call cannot be made with a publishable API key. Please use a secret API key."
            raise ApiError(401, message, code="secret_key_required")
        if key not in self.keys:
            raise ApiError(401, f"Invalid API Key provided: {key[:8]}{'*' * 8}{key[-4:]}", type=INVALID_REQUEST)
        account = self.keys[key]
        if request.headers.get("stripe-account", account.id) != account.id:
            message = f"The provided key does not have access to account '{request.headers['stripe-account']}'."
            raise ApiError(403, message, code="account_invalid")
        return account

    def _key_of(self, request: Request) -> str | None:
        key = request.headers.get("idempotency-key")
        if key is None and self.require_key:
            raise invalid("The stand-in wants an Idempotency-Key with every POST.", param="Idempotency-Key", kept=False)
        if key and self.key_pattern and not self.key_pattern.fullmatch(key):
            message = (
                f"The stand-in was told that keys look like {self.key_pattern.pattern}, and this one does not: {key}"
            )
            raise invalid(message, param="Idempotency-Key", kept=False)
        return key

    def _record(self, request: Request, response: Response) -> None:
        try:
            params = decode(request.form)
        except ApiError:
            params = {}
        key, replayed = request.headers.get("idempotency-key"), "Idempotent-Replayed" in response.headers
        fault = response.fault.kind if response.fault else ""
        with self.lock:
            self.recorded.append(Recorded(request.method, request.path, params, key, response.status, replayed, fault))
            if response.status == 501:
                self.shortcomings.append(f"{request.method} {request.path}: {response.body.decode()}")


def _check_version(request: Request) -> None:
    version = request.headers.get("stripe-version")
    if version is None:
        raise invalid("The stand-in wants the version of the API named with every call.", param="Stripe-Version")
    if version != API_VERSION:
        raise invalid(
            f"Invalid Stripe API version: {version}. This stand-in is of {API_VERSION}.", param="Stripe-Version"
        )


def _as_answer(error: ApiError, request_id: str) -> Answer:
    return Answer(error.status, json.dumps(error.body(request_id), indent=2, ensure_ascii=False).encode(), request_id)


def _as_response(answer: Answer, headers: dict[str, str] | None = None) -> Response:
    return Response(answer.status, answer.body, {"Content-Type": "application/json", **(headers or {})})

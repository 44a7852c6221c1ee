"""The API as one object: its calls, its door, and how it says no."""

import logging
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer

from anam.api.bodies import check_text
from anam.api.calls import (
    cancelling,
    cases,
    conversations,
    declining,
    events,
    fulfilment,
    ledger,
    orders,
    payments,
    products,
    refunding,
    returning,
)
from anam.api.pipeline import through_the_gate
from anam.api.problems import CODES, Problem, problem, refused
from anam.api.wrong_fields import in_words
from anam.cases.models import Case
from anam.orders.models import Order
from anam.refusals import Refused

logger = logging.getLogger("anam.api")


class Token(HttpBearer):
    """Described here; the gate has looked at it before."""

    def __call__(self, request: Any) -> Any:
        return request.auth

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError


class Read(Parser):
    """The body was read at the gate; of an address, too, only what a database can keep is taken."""

    def parse_body(self, request: Any) -> Any:
        return request.sent

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        for values in data.lists():
            for value in values[1]:
                check_text(value)
        return super().parse_querydict(data, list_fields, request)


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)


api = Api(title="Anam", version="1", urls_namespace="api", auth=Token(), parser=Read(), openapi_url=None, docs_url=None)
api.add_decorator(through_the_gate, mode="view")
for calls in (orders, declining, cancelling, fulfilment, payments, refunding, returning):
    api.add_router("", calls.router)
for calls in (ledger, cases, events, conversations, products):
    api.add_router("", calls.router)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, no: Refused) -> HttpResponse:
    match = request.resolver_match
    return refused(no.refusals, str(match.kwargs.get("number", "")) if match else "")


@api.exception_handler(Problem)
def _problem(request: HttpRequest, no: Problem) -> HttpResponse:
    return no.response()


@api.exception_handler(Order.DoesNotExist)
@api.exception_handler(Case.DoesNotExist)
def _nothing_there(request: HttpRequest, no: Exception) -> HttpResponse:
    return problem(404, "not_found", CODES["not_found"])


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, no: ValidationError) -> HttpResponse:
    """Every field that is wrong, by where it is."""
    errors = [{"where": _where(error["loc"]), "message": in_words(error)} for error in no.errors[:20]]
    first = f"{errors[0]['where']}: {errors[0]['message']}" if errors else CODES["wrong"]
    return problem(422, "wrong", first, errors=errors)


def _where(place: tuple[Any, ...]) -> str:
    """("body", "sent", "lines", 0, "quantity") is body.lines.0.quantity."""
    return ".".join(str(one)[:80] for one in place if one != "sent")


@api.exception_handler(HttpError)
def _said_by_ninja(request: HttpRequest, no: HttpError) -> HttpResponse:
    return problem(no.status_code, "unreadable", str(no))


@api.exception_handler(SuspiciousOperation)
def _unreadable(request: HttpRequest, no: SuspiciousOperation) -> HttpResponse:
    """What Django itself would not read: a thousand parameters, perhaps."""
    return problem(400, "unreadable", str(no) or CODES["unreadable"])


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """A bug: logged, and said so."""
    logger.error("a call broke: %s %s", request.method, request.path, exc_info=error)
    return problem(500, "broken", CODES["broken"])

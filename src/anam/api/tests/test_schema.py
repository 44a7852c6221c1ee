"""Every call with anything in it, as everybody: no 5xx, and every answer is as it is described (schemathesis)."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as documented
from tests.seeds import SEED

from anam.api.description import calls
from anam.api.tests.calling import Caller
from anam.cases.models import Case
from anam.config.wsgi import application
from anam.conversations.actions.write_as_buyer import write_as_buyer
from anam.orders.escalation.ask_support import ask_support
from anam.orders.models import Order
from conftest import Cast, make_cast, undone

WORDS = "I am so sorry: my kiln is down until spring."
EXAMPLES = 4
CALLS = sorted((method.upper(), path) for path, methods in calls()["paths"].items() for method in methods)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    documented.status_code_conformance,
    documented.content_type_conformance,
    documented.response_headers_conformance,
    documented.response_schema_conformance,
]
# An unknown parameter of an address is passed over; an unknown field of a body is not.
NO_WRONG_BODY = documented.negative_data_rejection
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=not SEED,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def schema() -> Any:
    found = schemathesis.openapi.from_dict(
        {**calls(), "info": {"title": "Anam", "version": "1"}}, config=SchemathesisConfig()
    )
    found.app = application
    return found


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The whole test is one transaction: no request of it may close the connection, as Django's own client has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """One world for all tests of this file: what each call does is undone."""
    with django_db_blocker.unblock(), undone():
        yield make_cast()


@pytest.fixture(scope="module")
def things(cast: Cast) -> dict[str, list[Any]]:
    """Orders, a conversation and a case that a call can be about."""
    conversation = write_as_buyer("In blue?", buyer=cast.harbor, maker=cast.byrne, by=cast.ines)
    orders = [cast.order(told=True), cast.order(), cast.order(told=True, payment="captured")]
    asked = cast.order(told=False)
    case = ask_support(asked.number, maker=cast.byrne, by=cast.hanna, reason="too_late", explanation=WORDS)
    return {
        "number": [order.number for order in orders],
        "conversation": [conversation.conversation_id],
        "case": [case.pk],
        "sku": [cast.mug.sku, cast.bowl.sku],
    }


@pytest.fixture(scope="module")
def callers(cast: Cast) -> list[Caller]:
    """Everybody: without a token, each side, a rival, and one who may only read."""
    people = [None, cast.ines, cast.hanna, cast.otto, cast.sam]
    return [*map(Caller.of, people), Caller.of(cast.hanna, name="reads", reads_only=True)]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), CALLS)
def test_anything_is_answered_as_described(
    callers: list[Caller], things: dict[str, list[Any]], schema: Any, settings: Any, mode: Any, method: str, path: str
) -> None:
    settings.API_CALLS_PER_MINUTE = 10_000

    @BOUNDED
    @given(case=schema[path][method].as_strategy(generation_mode=mode), choose=st.randoms(use_true_random=False))
    def call(case: Any, choose: Any) -> None:
        about_something_real(case, things, choose)
        for caller in callers:
            with undone():
                secret = caller.secret
                answer = case.call(headers={"Authorization": f"Bearer {secret}"} if secret else {})
                case.validate_response(answer, checks=[*CHECKS, NO_WRONG_BODY] if has_a_wrong_body(case) else CHECKS)
                if answer.status_code >= 400:
                    assert answer.json()["code"]

    call()
    assert Order.objects.filter(status="placed").count() == 4
    assert Case.objects.filter(closed_at=None).count() == 1


def has_a_wrong_body(case: Any) -> bool:
    """Its wrong address and its missing token were perhaps set right here."""
    body = case.meta.components.get(ParameterLocation.BODY)
    return body is not None and body.mode is GenerationMode.NEGATIVE


def about_something_real(case: Any, things: dict[str, list[Any]], choose: Any) -> None:
    """Two times of three, what the address names exists."""
    if choose.random() < 0.3 or case.path_parameters is None:
        return
    if "number" in case.path_parameters:
        case.path_parameters["number"] = choose.choice(things["number"])
    elif "sku" in case.path_parameters:
        case.path_parameters["sku"] = choose.choice(things["sku"])
    elif "id" in case.path_parameters:
        case.path_parameters["id"] = things["case" if "cases" in case.path else "conversation"][0]

"""The description says what is so: every call, every code, and no other host."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.html import squeezed

import anam.api
from anam.api.description import calls
from anam.api.next_steps import CALLS
from anam.api.problems import ABOUT_WHAT_WAS_SENT, CODES
from anam.history.kinds import TYPES

SOURCE = Path(anam.api.__file__).parent
CALLS_OF_ALL = [(method, path, call) for path, calls in calls()["paths"].items() for method, call in calls.items()]


def our_code() -> str:
    return "\n".join(file.read_text() for file in SOURCE.rglob("*.py") if "tests" not in file.parts)


def test_the_description_is_openapi_3_1_and_open_to_all(db: None) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    assert answer.json()["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"


@pytest.mark.parametrize(
    ("method", "path", "call"), CALLS_OF_ALL, ids=[f"{call[0]} {call[1]}" for call in CALLS_OF_ALL]
)
def test_every_call_is_explained(method: str, path: str, call: dict[str, Any]) -> None:
    assert call["summary"]
    assert len(call["description"]) > 20
    assert {"401", "422", "429"} <= {str(status) for status in call["responses"]}
    if method == "post":
        assert "Idempotency-Key" in [parameter["name"] for parameter in call["parameters"]]
        if "requestBody" in call:
            name = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
            assert calls()["components"]["schemas"][name]["examples"]


def test_every_code_that_is_raised_is_known_and_none_that_is_not() -> None:
    raised = set(re.findall(r"""Problem\(\s*\d+, "(\w+)\"""", our_code()))
    raised |= set(re.findall(r"""problem\((?:\d+|status|no\.\w+), "(\w+)\"""", our_code()))
    raised |= {"unreadable", "not_found", "method_not_allowed", "body_too_large", "busy", "broken"}  # the middleware's
    assert raised == set(CODES)


def test_what_is_wrong_with_what_was_sent_is_refused_by_actions_of_that_name() -> None:
    everything = "\n".join(file.read_text() for file in SOURCE.parent.rglob("*.py") if "tests" not in file.parts)
    for code in ABOUT_WHAT_WAS_SENT | set(CALLS):
        assert f'"{code}"' in everything.replace(
            'f"already_{', '"already_shipped" "already_declined" "already_cancelled"'
        )


def test_the_page_has_every_call_shape_event_and_code_and_asks_no_other_host(db: None) -> None:
    page = squeezed(Client().get("/api/v1/docs").content.decode())
    for method, path, call in CALLS_OF_ALL:
        assert f"<code><b>{method.upper()}</b>{path}</code>" in page
        assert call["summary"].replace("'", "&#x27;") in page
    for code in [*CODES, *CALLS]:
        assert f'id="{code}"' in page
    for name in TYPES.values():
        assert f"<code>{name}</code>" in page
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []

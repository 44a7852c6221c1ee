"""The examples of the description are true: they fit their shapes, and the API answers so."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

import anam.api
from anam.api import examples
from anam.api.description import calls
from anam.api.problems import CODES
from anam.api.tests.scenario import is_like, tell
from conftest import Cast

CALLS: dict[str, dict[str, Any]] = {
    call["operationId"]: call for calls in calls()["paths"].values() for call in calls.values()
}
NO = (401, 403, 404, 409, 422, 429)


def fits(value: Any, schema: dict[str, Any]) -> None:
    jsonschema_rs.validate({**schema, "components": calls()["components"]}, value)


def contents(call: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    for status, answer in call["responses"].items():
        for content in answer["content"].values():
            yield int(status), content


@pytest.mark.parametrize("name", CALLS)
def test_every_answer_has_an_example_that_fits_its_shape(name: str) -> None:
    for status, content in contents(CALLS[name]):
        told = [content["example"]] if status < 300 else [one["value"] for one in content["examples"].values()]
        assert told, status
        for one in told:
            fits(one, content["schema"])
            assert status < 300 or one["status"] == status
    assert {status for status, _ in contents(CALLS[name]) if status < 300} in ({200}, {201}, {200, 201})


@pytest.mark.parametrize("name", CALLS)
def test_every_no_that_a_call_may_say_is_shown(name: str) -> None:
    call = CALLS[name]
    posts = "Idempotency-Key" in [parameter["name"] for parameter in call["parameters"]]
    named = name in ("get_ledger", "get_products") or any(parameter["in"] == "path" for parameter in call["parameters"])
    expected = {401, 422, 429} | ({403, 409} if posts else set()) | ({404} if named else set())
    shown = {status for status, content in contents(call) if status in NO and content["examples"]}
    assert shown == expected


@pytest.mark.parametrize("name", CALLS)
def test_every_parameter_is_described_and_its_example_fits(name: str) -> None:
    for parameter in CALLS[name]["parameters"]:
        assert len(parameter["description"]) > 12, parameter["name"]
        fits(parameter["example"], parameter["schema"])
        assert parameter["required"] or parameter["in"] != "path"


@pytest.mark.parametrize("name", CALLS)
def test_every_call_and_every_answer_is_described_in_words(name: str) -> None:
    assert len(CALLS[name]["description"]) > 40
    for answer in CALLS[name]["responses"].values():
        assert len(answer["description"]) > 9
        assert answer["description"] != "OK"


def test_the_bodies_fit_their_shapes() -> None:
    bodies = [call["requestBody"]["content"]["application/json"] for call in CALLS.values() if "requestBody" in call]
    assert len(bodies) == 20
    for body in bodies:
        shape = calls()["components"]["schemas"][body["schema"]["$ref"].rsplit("/", 1)[-1]]
        for example in shape["examples"]:
            fits(example, body["schema"])


def test_a_problem_is_shown_with_the_status_that_it_is_raised_with() -> None:
    ours = [file for file in Path(anam.api.__file__).parent.rglob("*.py") if "tests" not in file.parts]
    code = "\n".join(file.read_text() for file in ours)
    raised = {name: int(status) for status, name in re.findall(r'Problem\(\s*(\d+), "(\w+)"', code)}
    for call in CALLS.values():
        for status, content in contents(call):
            for shown in content.get("examples", {}):
                assert raised.get(shown, status) == status
                assert shown in CODES or any(shown in json.dumps(told) for told in examples.scenario().values())


def test_the_story_is_answered_so(cast: Cast) -> None:
    """Told anew, by the API itself: what has changed there must change here."""
    told = tell(cast)
    assert {call: list(answers) for call, answers in told.items()} == {
        call: list(answers) for call, answers in examples.scenario().items()
    }
    for call, answers in told.items():
        for status, answer in answers.items():
            example = examples.scenario()[call][status]
            assert is_like(answer, example), f"{call} {status}:\n{json.dumps(answer)}\nand not\n{json.dumps(example)}"


def test_the_page_shows_every_example(db: None) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert page.count("<summary>Example") == sum(len(call["responses"]) for call in CALLS.values())
    for call in CALLS.values():
        for parameter in call["parameters"]:
            value = parameter["example"]
            assert f"<code>{value[0] if isinstance(value, list) else json.dumps(value).strip(chr(34))}</code>" in page

"""The description of the API as people read it: calls by subject, and the shapes that they take and give."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt

from anam.api.description import description
from anam.api.next_steps import CALLS
from anam.api.problems import CODES
from anam.api.shapes import inputs

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_JSON = "application/json"


@dataclass(frozen=True)
class Field:
    """One field of a body or parameter of a call."""

    name: str
    kind: SafeString
    needed: bool
    words: SafeString


@dataclass(frozen=True)
class Call:
    """One call: what is sent to it and what it answers."""

    method: str
    path: str
    mark: str
    title: str
    words: SafeString
    parameters: list[Field]
    body: SafeString
    example: str
    answers: list["Answer"]


@dataclass(frozen=True)
class Answer:
    """One status that a call is answered with: in words, with its shape or its codes, and an example of it."""

    status: str
    words: SafeString
    kind: SafeString
    codes: list[SafeString]
    example: str


@dataclass(frozen=True)
class Shape:
    """Something that goes in or comes out."""

    name: str
    words: SafeString
    fields: list[Field]


def as_html(words: str) -> SafeString:
    """Our own words in Markdown; HTML in them is shown, not obeyed."""
    return SafeString(_MARKDOWN.render(words))


def about() -> SafeString:
    """What holds for all calls."""
    return as_html(description()["info"]["description"])


def subjects() -> list[tuple[str, list[Call]]]:
    """The calls by subject."""
    found: dict[str, list[Call]] = {}
    for path, methods in description()["paths"].items():
        for method, call in methods.items():
            found.setdefault(call["tags"][0], []).append(_call(method, path, call))
    return list(found.items())


def shapes() -> list[Shape]:
    """Every shape by its name."""
    schemas = description()["components"]["schemas"]
    return [
        Shape(_called(name), as_html(schema.get("description", "")), _fields(schema))
        for name, schema in sorted(schemas.items())
        if "properties" in schema
    ]


def _call(method: str, path: str, call: dict[str, Any]) -> Call:
    body = call.get("requestBody", {}).get("content", {}).get(_JSON, {}).get("schema")
    parameters = [
        Field(one["name"], _kind(one["schema"]), one["required"], _words_with_example(one))
        for one in call["parameters"]
    ]
    return Call(
        method.upper(),
        path,
        slugify(call["operationId"]),
        call["summary"],
        as_html(call["description"]),
        parameters,
        _kind(body) if body else SafeString(""),
        _example(body) if body else "",
        list(_answers(call["responses"])),
    )


def _code(code: str) -> SafeString:
    """With a link to where it is explained, on this page."""
    return format_html('<a href="#{0}"><code>{0}</code></a>' if code in CODES | CALLS else "<code>{0}</code>", code)


def _words_with_example(parameter: dict[str, Any]) -> SafeString:
    return as_html(f"{parameter['description']} For example `{_plainly(parameter['example'])}`.")


def _plainly(value: Any) -> str:
    """An example as it stands in an address."""
    return ", ".join(value) if isinstance(value, list) else value if isinstance(value, str) else json.dumps(value)


def _answers(responses: dict[Any, Any]) -> Iterable[Answer]:
    for status, answer in sorted(responses.items(), key=lambda pair: int(pair[0])):
        content: dict[str, Any] = next(iter(answer["content"].values()))
        problems = content.get("examples", {})
        example = next(iter(problems.values()))["value"] if problems else content["example"]
        yield Answer(
            str(status),
            as_html(answer["description"]),
            SafeString("") if problems else _kind(content["schema"]),
            [_code(code) for code in problems],
            json.dumps(example, indent=2, ensure_ascii=False),
        )


def _example(body: dict[str, Any]) -> str:
    """The example in the order in which it was written, which the description does not keep."""
    extra: Any = getattr(inputs, body["$ref"].rsplit("/", 1)[-1]).model_config["json_schema_extra"]
    return json.dumps(extra["examples"][0], indent=2, ensure_ascii=False)


def _fields(schema: dict[str, Any]) -> list[Field]:
    needed = set(schema.get("required", []))
    return [
        Field(name, _kind(one), name in needed, as_html(one.get("description", "")))
        for name, one in schema["properties"].items()
    ]


def _kind(schema: dict[str, Any]) -> SafeString:
    """The type of a value in words, with links to shapes."""
    if "$ref" in schema:
        key = schema["$ref"].rsplit("/", 1)[-1]
        meant = description()["components"]["schemas"][key]
        if "properties" not in meant:
            return _kind(meant)
        name = _called(key)
        return format_html('<a href="#shape-{}">{}</a>', name, name)
    if "anyOf" in schema:
        return format_html_join(" or ", "{}", ((_kind(one),) for one in schema["anyOf"]))
    if "enum" in schema:
        return format_html_join(" · ", "<code>{}</code>", ((one,) for one in schema["enum"]))
    if schema.get("type") == "array":
        return format_html("list of {}", _kind(schema.get("items", {})))
    limits = [f"{word} {schema[key]}" for key, word in _LIMITS.items() if key in schema]
    return format_html("{}", ", ".join([schema.get("format") or schema.get("type", "anything"), *limits]))


_LIMITS = {
    "minLength": "characters at least",
    "maxLength": "characters at most",
    "minimum": "at least",
    "maximum": "at most",
}


def _called(name: str) -> str:
    """Page_OrderOut_ is a page of OrderOut."""
    return name.strip("_").replace("_", "-")

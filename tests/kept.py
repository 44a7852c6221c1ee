"""What the database keeps of sentences of ours: the columns of codes, and the tables of their words."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from django.apps import apps

from anam import refusals
from anam.coded import CodedField
from anam.history import sentences as history
from anam.imports.sentences import SENTENCES as IMPORTS
from anam.orders.sentences import EXPLANATIONS

SOURCE = Path(__file__).parents[1] / "src" / "anam"
# What takes a code and its parameters.
_TAKES_A_CODE = {"coded", "refusal_words"}
_IN_IMPORTS = {"words", "Unreadable", "UnusableFile"}


def coded_fields() -> list[CodedField]:
    return [one for model in apps.get_models() for one in model._meta.get_fields() if isinstance(one, CodedField)]


def tables() -> list[Mapping[str, Any]]:
    others = [history.SENTENCES, history.FOR_BUYER, history.FOR_MAKER, refusals.SENTENCES, EXPLANATIONS, IMPORTS]
    return [*(field.sentences for field in coded_fields()), *others]


@cache
def sentences_in_the_source() -> frozenset[str]:
    """What stands between the parameters of all words in the source, sentences or not, from three words on."""
    said = {one for _, tree in _sources() for one in _literals(tree)}
    pieces = {piece.strip() for one in said for piece in re.split(r"\{[^}]*\}|\n", one)}
    return frozenset(piece for piece in pieces if len(piece.split()) >= 3 and len(piece) >= 12)


def _literals(tree: ast.Module) -> Iterator[str]:
    """Strings, and parts of them; no docstrings."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    """What is no test, and where nobody speaks for people: the demo does, and the examples of the API."""
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "demo"} & set(path.parts) and path != SOURCE / "api/shapes/inputs.py":
            yield path.relative_to(SOURCE), ast.parse(path.read_text())


def codes_in_the_source() -> Iterator[tuple[str, str, set[str] | None]]:
    """Each code that the source names: where, and with which parameters; None where those are put together there."""
    for path, tree in _sources():
        taking = _TAKES_A_CODE | (_IN_IMPORTS if "imports" in path.parts else set())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in taking and node.args:
                named = {keyword.arg for keyword in node.keywords if keyword.arg}
                whole = all(keyword.arg for keyword in node.keywords)
                for code in _strings(node.args[0]):
                    yield f"{path}:{node.lineno}", code, named if whole else None


def has_words(code: str, parameters: set[str] | None) -> bool:
    """Whether a table has a sentence for `code` that asks for no more than these."""
    known = [table[code] for table in tables() if code in table]
    return any(parameters is None or needed_by(sentence) <= parameters for sentence in known)


def needed_by(sentence: Any) -> set[str]:
    if callable(sentence):
        return set(inspect.signature(sentence).parameters)
    return {name for _, name, _, _ in Formatter().parse(str(sentence)) if name}


def _strings(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_strings(node.body), *_strings(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []

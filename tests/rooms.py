"""What a file names of a room above, and what it writes of another's: read from SQL, the ORM's calls and templates.

`writes` is said of any other app's table, the rest of what belongs to a room above.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.urls import get_resolver

HOME = Path(__file__).parents[1] / "src" / "anam"
CONTRACTS = tomllib.loads((HOME.parents[1] / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
ROOMS = [room for contract in CONTRACTS if contract["type"] == "layers" for room in reversed(contract["layers"])]
RANKS = {**{room: rank for rank, room in enumerate(ROOMS)}, "config": len(ROOMS)}  # what is in none is shared by all
# Keywords are read in capitals anywhere, and in any letters in what is a statement.
STATEMENT = re.compile(r"\b(select\b.+\bfrom|insert\s+into|update\s+\S+\s+(\S+\s+)?set|delete\s+from)\b", re.I | re.S)
NAMES = r"\b(?:FROM|JOIN|TABLE|ON|COPY|REFERENCES|ANALYZE)\s+((?:[\w\".]+(?:\s+(?:AS\s+)?\w+)?\s*,?\s*)+)"
WRITING = r"INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO|COPY|(?:ALTER|DROP)\s+TABLE"
WRITES = rf"\b(?:{WRITING})\s+(?:ONLY\s+|TABLE\s+)?([\w\".]+)"
ORM_WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
VERBS = {"include": "includes", "extends": "extends", "load": "loads", "url": "links to"}
TAGS = re.compile(r"{%-?\s*(include|extends|load|url)\s+(.+?)\s*-?%}", re.S)


def breaks(path: Path, text: str) -> set[str]:
    """What is wrong with a file of src/anam, as in "names orders_order" or "writes payments.Payment"."""
    room, found = path.parts[0].removesuffix(".py"), set[tuple[str, str, str]]()
    if path.suffix == ".py":
        found |= {one for said in strings(ast.parse(text)) for one in [*in_sql(said), *in_string(said)]}
        found |= set(in_code(ast.parse(text), migrates="migrations" in path.parts))
    elif path.suffix == ".sql":
        found |= set(in_sql(text))
    elif "templates" in path.parts:
        found |= set(in_template(text))
    rank = RANKS.get(room, -1)
    return {
        f"{verb} {what}"
        for verb, what, owner in found
        if (owner != room if verb == "writes" else RANKS.get(owner, -1) > rank)
    }


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string but docstrings; one that is put together is one, with {} for what is put in."""
    inner = {id(part) for one in ast.walk(tree) if is_whole(one) for part in ast.iter_child_nodes(one)}
    inner |= {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    yield from (said(one) for one in ast.walk(tree) if id(one) not in inner and (is_whole(one) or said(one) != "{}"))


def is_whole(one: ast.AST) -> bool:
    return isinstance(one, ast.JoinedStr) or (isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add))


def said(one: ast.AST) -> str:
    if isinstance(one, ast.JoinedStr):
        return "".join(said(part) for part in one.values)
    if isinstance(one, ast.BinOp) and is_whole(one):
        return said(one.left) + said(one.right)
    return one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "{}"


def in_sql(sql: str) -> Iterator[tuple[str, str, str]]:
    sql, flags = re.sub(r"'[^']*'|--.*", "''", sql), re.I if STATEMENT.search(sql) else 0
    written = {word for name in re.findall(WRITES, sql, flags) for word in re.findall(r"\w+", name)[-1:]}
    named = {word for names in re.findall(NAMES, sql, flags) for word in re.findall(r"\w+", names)}
    yield from (("writes", table, tables()[table]) for table in written & set(tables()))
    yield from (("names", table, tables()[table]) for table in (named | written) & set(tables()))


def in_string(text: str) -> Iterator[tuple[str, str, str]]:
    """A table's name that is put into a statement elsewhere, or a template that is rendered."""
    if "_" in text and text in tables():
        yield "names", text, tables()[text]
    if re.fullmatch(r"\w+/[\w/]+\.(html|txt)", text):
        yield "renders", text, text.split("/")[0]


def in_code(tree: ast.AST, *, migrates: bool) -> Iterator[tuple[str, str, str]]:
    """Writes of models imported from another app; models got by the name of their app; addresses by their names."""
    modules = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) and ".models" in (one.module or "")]
    owners = {name.name: app_of(one.module or "") for one in modules for name in one.names}
    for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
        verb = getattr(call.func, "attr", getattr(call.func, "id", ""))
        first = said(call.args[0]) if call.args else ""
        model = re.split(r"\W", ast.unparse(call.args[0] if verb == "insert" and call.args else call.func))[0]
        if model in owners and (verb in ORM_WRITES or verb == "insert") and not migrates:
            yield "writes", f"{owners[model]}.{model}", owners[model]
        if verb == "get_model":
            yield "gets", first, first.split(".")[0]
        if verb in ("reverse", "reverse_lazy", "redirect", "address_of"):
            yield "links to", first, links().get(first, "")


def in_template(text: str) -> Iterator[tuple[str, str, str]]:
    for tag, rest in TAGS.findall(text):
        for name in [one.strip("\"'") for one in (rest.split() if tag == "load" else rest.split()[:1])]:
            owner = {"load": libraries(), "url": links()}.get(tag, {name: name.split("/")[0]}).get(name, "")
            yield VERBS[tag], name, owner


def app_of(module: str) -> str:
    return module.removeprefix("anam.").split(".")[0]


@cache
def tables() -> dict[str, str]:
    return {model._meta.db_table: app_of(model.__module__) for model in apps.get_models(include_auto_created=True)}


@cache
def libraries() -> dict[str, str]:
    return {path.stem: path.parts[-3] for path in HOME.glob("*/templatetags/*.py")}


@cache
def links() -> dict[str, str]:
    """The app of the view behind each named address."""
    found, patterns = {}, list(get_resolver().url_patterns)
    while patterns:
        one = patterns.pop()
        patterns += getattr(one, "url_patterns", [])
        if name := getattr(one, "name", None):
            found[name] = app_of(one.callback.__module__)
    return found

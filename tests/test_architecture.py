"""No module of ours imports, directly or through others, what imports it; and imports stand at the top."""

from pkgutil import resolve_name

import pytest

from anam.cli import PROCESSES
from tests.sources import app_of, imports_of, modules

# Inside a function, only what cannot be imported before Django has read its settings and loaded the models.
BEFORE_DJANGO = {
    "anam.config.processes": "receive_mail is a process of its own, and sets Django up itself",
}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules each of which reaches all others (Tarjan), and modules that import themselves."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found = [[name] for name, imported in graph.items() if name in imported]

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph[name]:
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            at = stack.index(name)
            if len(group := sorted(stack[at:])) > 1:
                found.append(group)
            del stack[at:]

    for name in graph:
        if name not in index:
            visit(name)
    return sorted(found)


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}, [["a", "b", "c"]]),
        ({"a": {"b", "c"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}, [["a", "b"], ["c", "d"]]),
        ({"a": {"a"}}, [["a"]]),
    ],
)
def test_a_circle_is_found_wherever_it_is(graph: dict[str, set[str]], expected: list[list[str]]) -> None:
    assert circles(graph) == expected


def test_no_modules_import_each_other() -> None:
    """Those that are imported inside of functions are counted as well: they would only hide a circle."""
    assert len(modules()) > 400
    assert circles({name: {one.module for one in imports_of(name)} for name in modules()}) == []


def test_imports_stand_at_the_top() -> None:
    """Except in AppConfig.ready, which Django calls once the models can be imported."""
    hidden = [
        f"{module}:{one.line} imports {one.module}"
        for module in modules()
        for one in imports_of(module)
        if one.within and not is_ready(module, one.within) and module not in BEFORE_DJANGO
    ]
    assert hidden == []


def is_ready(module: str, within: tuple[str, ...]) -> bool:
    return module == f"anam.{app_of(module)}.apps" and within[0].endswith("Config") and within[1:] == ("ready",)


def test_what_is_imported_before_django_is_all_that_is_excepted() -> None:
    for module in BEFORE_DJANGO:
        assert any(one.within for one in imports_of(module)), f"{module} needs no exception"


def test_every_process_that_the_program_names_is_there() -> None:
    """They are imported by their names, one by one, which no type checker follows."""
    for name, where in PROCESSES.items():
        assert callable(resolve_name(where)), name

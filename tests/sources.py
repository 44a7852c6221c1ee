"""What our own code says, read without running it: its modules, what each imports, and where it calls what."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"


@dataclass(frozen=True)
class Import:
    """`module` is imported in line `line`; `within` names the class and function around it, empty at the top."""

    module: str
    line: int
    within: tuple[str, ...]


@cache
def modules() -> dict[str, ast.Module]:
    """All of `anam` by their names, without tests and migrations."""
    found = {}
    for file in sorted((SRC / "anam").rglob("*.py")):
        if not {"tests", "migrations"} & set(file.parts):
            name = ".".join(file.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
            found[name] = ast.parse(file.read_text())
    return found


def app_of(module: str) -> str:
    """The app a module is of, such as "payments"; of one that every app shares, its own name."""
    return module.split(".")[1] if "." in module else ""


@cache
def imports_of(module: str) -> tuple[Import, ...]:
    """What of `anam` a module imports, wherever in it; not what is for type checkers alone."""
    return tuple(_imports(modules()[module], module, ()))


def _imports(node: ast.AST, module: str, within: tuple[str, ...]) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield from (Import(name, child.lineno, within) for name in sorted(_named(child, module)))
        name = getattr(child, "name", "<lambda>")
        is_around = isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _imports(child, module, (*within, name) if is_around else within)


def _named(statement: ast.Import | ast.ImportFrom, module: str) -> set[str]:
    if isinstance(statement, ast.Import):
        return {alias.name for alias in statement.names if alias.name in modules()}
    base = statement.module or ""
    if statement.level:
        raise AssertionError(f"{module} imports from {'.' * statement.level}{base}: say it in full")
    full = {f"{base}.{alias.name}" for alias in statement.names}
    return {name if name in modules() else base for name in full} & set(modules())


def calls(function: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of something called `function`, plain or of a module or object, with the module where it stands."""
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                if function == (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")):
                    yield module, node


def literals() -> Iterator[tuple[str, str]]:
    """Every string that stands in our code, with its module; of an f-string, its fixed parts as one."""
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
                yield module, "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield module, node.value

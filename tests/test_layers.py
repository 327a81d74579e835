"""Each layer imports only from those below it, each library is used in one place, and imports stay cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gigplanner"

BELOW: dict[str, set[str]] = {
    "data": set(),
    "model": {"data"},
    "planbook": {"model", "data"},
    "scheduler": {"model", "data"},
    "insights": {"scheduler", "model", "data"},
    "interop": {"model", "data"},
    "workday": {"interop", "insights", "scheduler", "planbook", "model", "data"},
    "tui": {"workday", "interop", "insights", "scheduler", "planbook", "model", "data"},
    "cli": {"tui", "workday", "interop", "insights", "scheduler", "planbook", "model", "data"},
    "__init__": set(),
    "__main__": {"cli"},
}
ONLY_IN = {"tinydb": {"planbook"}, "textual": {"tui"}, "click": {"cli"}}


def layer_of(module: Path, package: Path) -> str:
    """Return the layer that a module of the package belongs to: its folder, or its own name at the top."""
    parts = module.relative_to(package).with_suffix("").parts
    return parts[0]


def imported(module: Path, package: Path) -> Iterator[str]:
    """Yield the dotted name of everything a module imports, wherever in the file and for whatever reason."""
    home = (package.name, *module.relative_to(package).parent.parts)
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(home[: len(home) - node.level + 1]) if node.level else ""
            source = ".".join(filter(None, (base, node.module)))
            yield from (f"{source}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (str(name.value) for name in node.args[:1] if isinstance(name, ast.Constant))


def edges(package: Path) -> dict[str, set[str]]:
    """Return the layers and libraries that each layer imports."""
    found: dict[str, set[str]] = {}
    for module in sorted(package.rglob("*.py")):
        targets = found.setdefault(layer_of(module, package), set())
        for name in imported(module, package):
            first, *rest = name.split(".")
            if first != package.name:
                targets.add(first)
            elif rest and ((package / rest[0]).is_dir() or (package / f"{rest[0]}.py").is_file()):
                targets.add(rest[0])
    return found


def upward(package: Path) -> list[str]:
    """Return every import between layers that is not downwards."""
    return [
        f"{layer} imports {target}"
        for layer, targets in edges(package).items()
        for target in sorted(targets & BELOW.keys() - {layer})
        if target not in BELOW.get(layer, set())
    ]


def misplaced(package: Path) -> list[str]:
    """Return every library that is used outside its one layer."""
    return [
        f"{layer} imports {library}"
        for layer, targets in edges(package).items()
        for library in sorted(targets & ONLY_IN.keys())
        if layer not in ONLY_IN[library]
    ]


def test_every_layer_has_its_place() -> None:
    assert {layer_of(module, PACKAGE) for module in PACKAGE.rglob("*.py")} <= BELOW.keys()


def test_nothing_is_imported_upwards() -> None:
    assert upward(PACKAGE) == []


def test_each_library_is_used_in_its_one_layer() -> None:
    assert misplaced(PACKAGE) == []


def test_layers_do_not_go_in_a_circle() -> None:
    graph = {layer: targets & BELOW.keys() - {layer} for layer, targets in edges(PACKAGE).items()}
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError for a circle
    assert order.index("data") < order.index("model")


@pytest.mark.parametrize(
    ("module", "line", "complaint"),
    [
        ("model/x.py", "from gigplanner.planbook.book import Book", "model imports planbook"),
        ("model/x.py", "from gigplanner import planbook", "model imports planbook"),
        ("model/x.py", "from ..planbook import book", "model imports planbook"),
        ("model/x.py", "from .. import planbook", "model imports planbook"),
        ("model/x.py", "def f():\n    import gigplanner.planbook.book", "model imports planbook"),
        (
            "model/x.py",
            "import importlib\nimportlib.import_module('gigplanner.planbook')",
            "model imports planbook",
        ),
        ("planbook/deep/x.py", "from ...model import money", None),
        ("planbook/deep/x.py", "from . import y", None),
        ("model/x.py", "from tinydb import TinyDB", "model imports tinydb"),
        ("planbook/x.py", "import tinydb.storages", None),
        ("planbook/x.py", "if True:\n    from textual.app import App", "planbook imports textual"),
    ],
)
def test_these_checks_see_an_import_however_it_is_written(
    tmp_path: Path, module: str, line: str, complaint: str | None
) -> None:
    package = tmp_path / "gigplanner"
    for folder in ("model", "planbook/deep"):
        (package / folder).mkdir(parents=True)
    (package / module).write_text(line, encoding="utf-8")
    assert upward(package) + misplaced(package) == ([complaint] if complaint else [])


@pytest.mark.parametrize(
    "module",
    ["gigplanner", "gigplanner.model", "gigplanner.model.catalogue", "gigplanner.model.mileage"],
)
def test_the_model_is_imported_without_anything_heavy(module: str) -> None:
    heavy = (
        "textual",
        "rich",
        "tinydb",
        "icalendar",
        "dateutil",
        "tomllib",
        "click",
        "platformdirs",
        "tzlocal",
    )
    code = f"import sys, {module}; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []

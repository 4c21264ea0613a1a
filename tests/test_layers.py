"""The import rules of the house (docs/decisions/0001-architecture.md), read from the code itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "advisor"

# What each package may import of the product, beside itself. The core comes first; drivers at the edge come last.
ALLOWED = {
    "energy": set(),
    "ingest": {"energy"},
    "forecasting": {"energy"},
    "ranking": {"energy"},
    "reference": {"energy"},
    "assessment": {"energy", "forecasting", "ranking", "reference"},
    "settings": set(),
    "clock": set(),
    "db": {"energy", "settings"},
    "services": {"energy", "ingest", "forecasting", "ranking", "reference", "assessment", "settings", "db"},
    "jobs": {"services", "db", "energy", "settings", "clock"},
    "mqtt": {"services", "db", "energy", "settings", "clock"},
    "web": {"services", "db", "energy", "reference", "settings", "clock"},
    "cli": {"services", "db", "energy", "ingest", "forecasting", "assessment", "reference", "settings", "jobs", "mqtt"},
    "serving": {"jobs"},
}
# Third-party packages that a package may import at all, at the top of a file or inside a function.
CORE_ONLY = {"energy": {"numpy"}, "ranking": {"numpy"}}
# The composition root wires everything together; cli shows the same sentences as the pages.
EXCEPTIONS = {
    ("web/app.py", "cli"),
    ("web/app.py", "jobs"),
}
SENTENCES = "advisor.web.messages"


def modules():
    return sorted(path for path in ROOT.rglob("*.py"))


def imports(path: Path):
    """Yield every absolute module name a file imports, wherever the statement stands."""
    package = path.relative_to(ROOT.parent).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            module = (base + (node.module or "")).rstrip(".")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def layer(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_layer_may(path):
    mine = layer(path)
    if mine == "__init__":
        return
    assert mine in ALLOWED, f"{mine} is a new package: say in ALLOWED what it may import"
    name = str(path.relative_to(ROOT))
    for module in imports(path):
        parts = module.split(".")
        if parts[0] != "advisor" or len(parts) < 2 or parts[1] == mine:
            continue
        if (name, parts[1]) in EXCEPTIONS or (mine == "cli" and module.startswith(SENTENCES)):
            continue
        assert parts[1] in ALLOWED[mine], f"{name} imports {module}, and {mine} may import only {sorted(ALLOWED[mine])}"


@pytest.mark.parametrize("path", [path for path in modules() if layer(path) in CORE_ONLY], ids=lambda path: path.name)
def test_the_core_imports_only_the_standard_library_and_numpy(path):
    for module in imports(path):
        top = module.split(".")[0]
        if top not in ("advisor", *CORE_ONLY[layer(path)]):
            assert top in sys.stdlib_module_names, f"{path.relative_to(ROOT)} imports {module}"


def test_tensorflow_is_imported_by_training_alone():
    for path in modules():
        if "training" not in path.relative_to(ROOT).parts:
            heavy = {module.split(".")[0] for module in imports(path)} & {"tensorflow", "keras"}
            assert not heavy, f"{path.relative_to(ROOT)} imports {heavy}"


def test_the_web_process_starts_without_the_heavy_packages():
    code = (
        "import sys; from advisor.web.app import create_app; create_app(); "
        "print(sorted(set(sys.modules) & {'tensorflow', 'keras', 'pandas', 'sklearn', 'pyarrow', 'scipy'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT.parent, check=True)
    assert done.stdout.strip() == "[]"


def test_the_clock_is_read_only_at_the_edge():
    for path in modules():
        if layer(path) in ("clock", "cli"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
                owner = ast.unparse(node.value)
                assert owner not in ("datetime", "date", "datetime.datetime"), (
                    f"{path.relative_to(ROOT)}:{node.lineno} reads the clock; take `now` as an argument"
                )

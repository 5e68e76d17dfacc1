"""The house: imports go downwards only, one module touches each heavy library, and nothing dangerous is called."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

PACKAGE = Path(__file__).resolve().parents[1] / "lib" / "thongbao"

MAY_IMPORT = {
    "records": {"records"},
    "errors": {"records"},
    "settings": {"errors"},
    "files": {"errors"},
    "language": set(),
    "collecting": set(),
    "database": {"database", "errors", "files", "records", "settings", "migrations"},
    "migrations": {"database"},
    "params": {"params", "records", "errors", "language", "files"},
    "data": {"data", "collecting", "params", "database", "records", "errors", "language", "files", "settings"},
    "report": {"report", "data", "params", "database", "records", "errors", "language", "files", "settings"},
    "warm": {"warm", "errors"},
    "bulletin": {"bulletin", "warm", "database", "files", "language", "records", "errors", "settings"},
    "cluster": {"cluster", "bulletin", "warm", "data", "params", "database", "files", "settings", "records", "errors"},
    "staleness": {"bulletin", "warm", "data", "database", "files", "settings", "records"},
    "flow": {
        "collecting",
        "duties",
        "snapshots",
        "staleness",
        "cluster",
        "bulletin",
        "warm",
        "data",
        "params",
        "database",
        "files",
        "settings",
        "language",
        "records",
        "errors",
    },
    "log": {"errors"},
    "metrics": {"bulletin", "data", "database", "files", "settings", "records"},
    "retention": {"bulletin", "database", "errors", "files", "settings", "records"},
    "duties": {"data", "params", "records", "errors"},
    "snapshots": {"bulletin", "data", "database", "settings", "records"},
    "desk": {
        *("desk", "flow", "report", "bulletin", "warm", "data", "params", "database", "files", "settings", "language"),
        *("records", "errors"),
    },
    "reminders": {"bulletin", "data", "params", "database", "records", "errors"},
    "show_remind": {"reminders", "language", "records"},
    "show": {"bulletin", "data", "records", "settings", "language"},
    "show_approval": {"bulletin", "data", "records", "language"},
    "approvals": {
        "flow",
        "show_approval",
        "bulletin",
        "data",
        "params",
        "database",
        "settings",
        "records",
        "errors",
        "language",
    },
    "show_status": {"bulletin", "data", "records"},
    "show_send": {"bulletin", "database", "records", "language"},
    "options": {"log", "params", "settings", "records", "errors"},
    "commands": {
        "desk",
        *(
            "commands",
            "options",
            "flow",
            "snapshots",
            "log",
            "metrics",
            "duties",
            "retention",
            "show",
            "approvals",
            "reminders",
            "show_remind",
            "show_approval",
            "show_send",
            "show_status",
        ),
        *("bulletin", "data", "params", "database", "settings", "language", "records", "errors"),
    },
    "cli": {"commands", "options"},
    "__main__": {"cli"},
}
"""Part of the house -> the parts it may import. `data` never hears of notebooks, `bulletin` never opens reports."""

ONLY_IN = {
    "papermill": {"bulletin/execute.py", "warm/client.py", "warm/engine.py"},
    "nbconvert": {"bulletin/render.py", "bulletin/_quick_imports.py"},
    "python_calamine": {"data/reader.py", "data/sheets.py", "data/wire.py"},
    "xlsxwriter": {"data/workbook.py", "data/export.py"},
    "css_inline": {"bulletin/mailbody.py", "bulletin/letter.py"},
    "chinese_calendar": {"params/calendar.py"},
    "holidays": {"params/calendar.py"},
    "dkim": {"bulletin/signing.py"},
    "weasyprint": {"bulletin/pdf.py"},
    "distributed": {"cluster/client.py", "cluster/worker.py"},
    "smtplib": {"bulletin/smtp.py", "bulletin/smtp_refusals.py"},
}
"""Library -> the modules that may import it."""

REPORTS_ONLY = {"reports", "figures", "entries", "faults", "refusals", "sources"}
"""Tables that `bulletin` must not touch: what it says about reports comes from notebooks."""

FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "joblib", "dill"}
FORBIDDEN_CALLS = {"eval", "exec", "read_pickle", "to_pickle", "unsafe_load", "full_load"}
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


@cache
def names_of(path: Path) -> frozenset[str]:
    """Return the dotted names that a module imports, also those inside functions."""
    names = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module == "thongbao":
                names |= {f"thongbao.{alias.name}" for alias in node.names}
    return frozenset(names)


def module_id(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def wrong_in(found: Callable[[Path], Collection[str]], modules: Sequence[Path] = MODULES) -> dict[str, list[str]]:
    """Return module -> what is wrong in it, of the modules in which something is."""
    return {module_id(path): sorted(wrong) for path in modules if (wrong := found(path))}


def test_the_modules_are_found() -> None:
    """Without any, nothing below could fail."""
    assert {"cli.py", "bulletin/render.py", "data/reader.py"} <= {module_id(path) for path in MODULES}


def test_imports_go_downwards_only() -> None:
    """An edge that goes up or across is named."""

    def edges(path: Path) -> set[str]:
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        ours = {name.split(".")[1] for name in names_of(path) if name.startswith("thongbao.")}
        return {f"{part} -> {other}" for other in ours - MAY_IMPORT.get(part, set()) - {"__version__"}}

    assert wrong_in(edges) == {}


def test_bulletin_never_opens_the_reports() -> None:
    """It keeps approvals, letters and the audit trail in the store, and that is all it knows of it."""

    def opened(path: Path) -> set[str]:
        imported = {
            alias.name
            for node in nodes_of(path)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("thongbao.database")
            for alias in node.names
        }
        return imported & (REPORTS_ONLY | {"tables", "metadata"})

    assert wrong_in(opened, [path for path in MODULES if path.parent.name == "bulletin"]) == {}


def test_each_heavy_library_has_one_door() -> None:
    """What a library's next version breaks is in one place."""

    def elsewhere(path: Path) -> set[str]:
        imported = {name.split(".")[0] for name in names_of(path)}
        return {library for library, doors in ONLY_IN.items() if library in imported and module_id(path) not in doors}

    assert wrong_in(elsewhere) == {}


def test_nothing_runs_or_unpacks_what_came_from_outside() -> None:
    """No pickle, eval, exec, unsafe YAML, Styler or shell."""
    assert wrong_in(dangers) == {}


def dangers(path: Path) -> set[str]:
    """Return what a module does that nothing may do with what came from outside."""
    calls = [node for node in nodes_of(path) if isinstance(node, ast.Call)]
    called = {getattr(call.func, "id", getattr(call.func, "attr", "")) for call in calls}
    frames = "pandas" in names_of(path)  # elsewhere an attribute may well be called style
    found = FORBIDDEN_IMPORTS & {name.split(".")[0] for name in names_of(path)} | FORBIDDEN_CALLS & called
    found |= {"shell=" for call in calls if any(k.arg == "shell" for k in call.keywords)}
    found |= {"yaml.load" for call in calls if ast.unparse(call.func) == "yaml.load"}
    return found | {
        ".style" for node in nodes_of(path) if frames and isinstance(node, ast.Attribute) and node.attr == "style"
    }


@pytest.mark.parametrize(
    ("source", "danger"),
    [
        ("import pickle", "pickle"),
        ("def f(x):\n    from joblib import load", "joblib"),
        ("eval('1')", "eval"),
        ("run('ls', shell=True)", "shell="),
        ("yaml.load(text)", "yaml.load"),
        ("import pandas as pd\npd.DataFrame().style", ".style"),
    ],
)
def test_what_is_forbidden_is_found_where_it_stands(tmp_path: Path, source: str, danger: str) -> None:
    """A check that finds nothing in what is wrong would prove nothing above."""
    (tmp_path / "module.py").write_text(source, encoding="utf-8")

    assert dangers(tmp_path / "module.py") == {danger}


def test_no_file_is_too_long_to_read_in_one_go() -> None:
    """A file of more than 250 lines is two files."""
    long = {module_id(path): n for path in MODULES if (n := len(path.read_text(encoding="utf-8").splitlines())) > 250}

    assert not long

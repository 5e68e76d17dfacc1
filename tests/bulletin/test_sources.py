"""What of the program a bulletin is made from."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from thongbao.bulletin.sources import PACKAGE, modules, sources

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, to change lines in."""
    folder = tmp_path_factory.mktemp("lib") / "thongbao"
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("report/words.py", True),
        ("report/figures_trend.py", True),
        ("data/indicators.py", True),
        ("params/rules.py", True),
        ("bulletin/check.py", True),
        ("bulletin/render.py", True),
        ("bulletin/names.py", True),
        ("bulletin/template/bulletin/index.html.j2", True),
        ("locale/vi/report.po", True),
        ("warm/kernel.py", True),
        ("warm/client.py", True),
        ("commands/run.py", False),
        ("show.py", False),
        ("bulletin/letter.py", False),
        ("bulletin/gallery.py", False),
        ("bulletin/template/gallery/index.html.j2", False),
        ("bulletin/mail.css", False),
        ("data/reader.py", False),
        ("data/workbook.py", False),
    ],
)
def test_one_changed_line_concerns_bulletins_only_where_making_one_uses_it(
    package: Path, name: str, used: bool
) -> None:
    """What reads workbooks or writes letters may be mended without making thousands of bulletins again."""
    file = package / name
    before, content = sources(package=package), file.read_bytes()

    file.write_bytes(content + b"\n")
    changed = sources(package=package)
    file.write_bytes(content)

    assert (changed != before) is used
    assert sources(package=package) == before


def test_a_notebook_that_imports_more_is_made_from_more() -> None:
    """Whatever a notebook takes from the package is found in its own import statements."""
    reader = PACKAGE / "data" / "reader.py"

    assert reader not in modules()
    assert reader in modules("x = 1\nfrom thongbao.data import reader")
    assert reader in modules("import thongbao.data.reader as r")
    assert reader in modules("from thongbao.data import (\n    cells,\n    reader,\n)")


def test_what_is_imported_for_its_types_only_does_not_count(tmp_path: Path) -> None:
    """Such an import never runs."""
    for name in ("bulletin/run.py", "bulletin/jobs.py", "bulletin/names.py", "report/__init__.py", "warm/engine.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "a.py").touch()
    (tmp_path / "b.py").touch()
    (tmp_path / "bulletin/run.py").write_text(
        "if TYPE_CHECKING:\n    from collections import Counter\n\n    from thongbao.a import A\n\n"
        "def run():\n    from thongbao.b import b\n"
    )

    found = {path.name for path in modules(package=tmp_path)}

    assert "b.py" in found
    assert "a.py" not in found


def test_every_module_that_making_a_bulletin_has_loaded_is_among_them() -> None:
    """Imports that are not written as such would be missed: what a real process loads is the proof."""
    import subprocess
    import sys

    asked = "import sys, thongbao.bulletin.run, thongbao.bulletin.jobs, thongbao.report, thongbao.warm.client"
    printing = (
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('thongbao') and m.__file__), sep='\\n')"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", f"{asked}\n{printing}"], capture_output=True, encoding="utf-8", check=True
    ).stdout.split("\n")

    missed = {name for name in loaded if name} - {str(path) for path in modules()}

    assert not missed

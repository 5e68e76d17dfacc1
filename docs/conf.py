"""The documentation as a site: `make docs` builds it strictly into docs/_build; every warning is an error.

The folders zh_Hans and vi are built by the same settings, each as a site of its own: see tools/site_languages.py.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
TOOLS = PROJECT / "tools"
MADE = HERE / "_made"
"""What tools/ write for the site; nothing of it is kept in the repository."""

sys.path.insert(0, str(TOOLS))
import site_languages  # noqa: E402
from settings_reference import settings_reference  # noqa: E402

lexers["cron"] = TextLexer()  # Pygments knows no crontabs

project = "Thongbao"
author = "the Thongbao authors"
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_made", *site_languages.FOLDERS]
locale_dirs = [str(HERE / "locale")]
templates_path = ["templates"]
html_theme = "furo"
html_title = "Thongbao"
html_static_path = ["_made/static", "drawings"]
html_css_files = ["site.css"]
html_show_copyright = False  # LICENSE says it
html_show_sphinx = False  # the theme's words around the name cannot be translated
autodoc_typehints = "description"
smartquotes = False  # "--by" is an option, not a dash
nitpicky = False  # types of pandas and others are not linked: the site builds without a network
linkcheck_ignore = [r"https?://localhost.*", r".*\.example\b.*"]
linkcheck_anchors = False  # pages that are drawn by a script have none to find


def made_from() -> str:
    """Return a digest of everything that the pictures of blocks are made from."""
    files = [
        *(PROJECT / "lib" / "thongbao").rglob("*.py"),
        *(PROJECT / "lib" / "thongbao").rglob("*.[cp][so]*"),
        *(PROJECT / "params").rglob("*.*"),
        *(PROJECT / "data" / "made").glob("*.py"),
        *(PROJECT / "data" / "zhumadian").glob("*.py"),
        *TOOLS.glob("report_*.py"),
    ]
    found = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):
        found.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def write_parts(_app: Any, config: Any) -> None:
    """Write what is made by the project itself: settings from their schemas, blocks by running them.

    Only the English site shows them.
    """
    (MADE / "static").mkdir(parents=True, exist_ok=True)
    if config.language != "en":
        return
    (MADE / "settings.md").write_text(settings_reference(), encoding="utf-8")
    stamp, now = MADE / "report.stamp", made_from()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != now:
        subprocess.run([sys.executable, str(TOOLS / "report_reference.py"), str(MADE)], check=True)
        stamp.write_text(now, encoding="utf-8")


def finish(_app: Any, _page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Give a page what the theme leaves out for the keys: a heading needs a level, a block that scrolls the focus."""
    if "furo_navigation_tree" in context:
        context["furo_navigation_tree"] = context["furo_navigation_tree"].replace(
            'role="heading"', 'role="heading" aria-level="2"'
        )
    if "body" in context:
        context["body"] = context["body"].replace("<pre>", '<pre tabindex="0">')


def setup(app: Any) -> None:
    """Tell Sphinx."""
    site_languages.setup(app)
    app.connect("config-inited", write_parts, priority=1)  # before Sphinx looks whether _made/static is there
    app.connect("html-page-context", finish, priority=900)  # after the theme has made its navigation

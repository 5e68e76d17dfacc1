"""Turn an executed notebook into the page of a bulletin: the one module that touches nbconvert."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default

from thongbao.bulletin.body import fragments
from thongbao.bulletin.masthead import masthead
from thongbao.language import LANG, N_, translator
from thongbao.records import RECEIPT_MIME

if TYPE_CHECKING:
    from thongbao.records import Head

TEMPLATE = Path(__file__).parent / "template"
PREVIEW = N_("Preview from a notebook, not an edition: it was not checked and has no receipt.")


class BulletinExporter(TemplateExporter):
    """The exporter "bulletin" of nbconvert, and "Bulletin" in JupyterLab's menu *Save and Export Notebook As*.

    There it has no head and says that the page is a preview. A batch gives the head by ``resources["head"]``.
    """

    export_from_notebook = "Bulletin"
    output_mimetype = "text/html"

    @default("file_extension")
    def _html(self) -> str:
        return ".html"

    @default("template_name")
    def _bulletin(self) -> str:
        return "bulletin"

    @default("extra_template_basedirs")
    def _ours(self) -> list[str]:
        return [str(TEMPLATE)]

    def _create_environment(self) -> Any:
        # nbconvert's own environment does not escape; what may stand unescaped is marked one by one.
        environment = super()._create_environment()
        environment.autoescape = True
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own template exporters do
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert an executed notebook.

        Args:
            nb: not changed.
            resources: may hold a Head as "head".
            kw: as nbconvert's exporters pass them on.
        """
        given: dict[str, Any] = dict(resources or {})
        head: Head | None = given.get("head")
        locale = head.locale if head else _locale_of(nb)
        given["page"] = {
            "lang": LANG[locale],
            "masthead": masthead(head) if head else None,
            "preview": translator(locale)(PREVIEW),
            "fragments": [Markup(part) for part in fragments(nb, locale, titled=head is not None)],  # noqa: S704
            "css": Markup(_style_sheet()),  # noqa: S704 -- a file of ours
        }
        page, given = super().from_notebook_node(nb, given, **kw)
        return str(page), given


def render(nb: Any, head: Head) -> str:
    """Return the page of an edition: one file, no code, no scripts, nothing loaded from anywhere.

    Args:
        nb: the executed and checked notebook.
        head: what the page says about itself.
    """
    page, _ = _exporter().from_notebook_node(nb, {"head": head})
    return page


@cache
def _exporter() -> BulletinExporter:
    # Made once: the first conversion costs a tenth of a second, every further one a few milliseconds. Validating
    # after each of nbconvert's preprocessors, none of which is at work here, would double that.
    return BulletinExporter(optimistic_validation=True)


@cache
def _style_sheet() -> str:
    return minified((TEMPLATE / "bulletin" / "bulletin.css").read_text(encoding="utf-8"))


def minified(text: str) -> str:
    """Return CSS without its indentation and blank lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _locale_of(nb: Any) -> str:
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            receipt = output.get("data", {}).get(RECEIPT_MIME)
            if isinstance(receipt, dict) and receipt.get("locale") in LANG:
                return str(receipt["locale"])
    return "en"

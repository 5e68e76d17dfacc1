"""Pages with a table of figures, cut down to what is compared."""

from __future__ import annotations


def page(table: str = "", headline: str = "", prose: str = "") -> str:
    """A page with headline figures, prose and tables."""
    return f'<html><body><main><dl class="headline">{headline}</dl>{prose}{table}</main></body></html>'


def table(value: str, caption: str = "Figures", section: str = "Cases") -> str:
    """A table with two levels of head, a section and one row of figures."""
    return (
        f'<table class="figures"><caption>{caption}</caption>'
        '<thead><tr><th scope="col">Measure</th><th scope="colgroup" colspan="2">All</th></tr>'
        '<tr><th></th><th scope="col">Teachers</th><th scope="col">Total</th></tr></thead>'
        f'<tbody><tr><th scope="colgroup" colspan="3">{section}</th></tr>'
        f'<tr><th scope="row">Confirmed</th><td class="n">1</td><td class="n">{value}</td></tr></tbody></table>'
    )

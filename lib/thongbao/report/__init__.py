"""What a notebook imports: ``from thongbao import report``.

A notebook loads a Day, puts one call per cell, and signs. What can be wrong is here; order, headings and prose are
there. See notebooks/README.md.
"""

from typing import NoReturn

from thongbao.report import charts, closing, figure_tables, findings, reporting_blocks, unit_tables
from thongbao.report import headline as first
from thongbao.report import sign as receipt
from thongbao.report.blocks import together
from thongbao.report.calls import no_such_name, of_day
from thongbao.report.inline import inline
from thongbao.report.load import load

__all__ = [
    "completeness_banner",
    "figures_table",
    "follow_up",
    "headline",
    "inline",
    "league_table",
    "load",
    "production_log",
    "reporting",
    "sign",
    "small_multiples",
    "sources",
    "together",
    "trend",
    "unit_table",
]

completeness_banner = of_day(first.completeness_banner)
figures_table = of_day(figure_tables.figures_table)
follow_up = of_day(findings.follow_up)
headline = of_day(first.headline, measures=0)
league_table = of_day(unit_tables.league_table)
production_log = of_day(closing.production_log)
reporting = of_day(reporting_blocks.reporting)
sign = of_day(receipt.sign)
small_multiples = of_day(charts.small_multiples, measures=1)
sources = of_day(closing.sources)
trend = of_day(charts.trend, measures=1)
unit_table = of_day(unit_tables.unit_table, measures=0)


def __getattr__(name: str) -> NoReturn:
    no_such_name(name, __all__)

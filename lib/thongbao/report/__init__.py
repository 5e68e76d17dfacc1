"""What a notebook imports: ``from thongbao import report``.

A notebook loads a Day, puts one call per cell, and signs. What can be wrong is here; order, headings and prose are
there. See notebooks/README.md.
"""

from thongbao.report.blocks import together
from thongbao.report.charts import small_multiples, trend
from thongbao.report.closing import production_log, sources
from thongbao.report.figure_tables import figures_table
from thongbao.report.findings import follow_up
from thongbao.report.headline import completeness_banner, headline
from thongbao.report.inline import inline
from thongbao.report.load import load
from thongbao.report.reporting_blocks import reporting
from thongbao.report.sign import sign
from thongbao.report.unit_tables import league_table, unit_table

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

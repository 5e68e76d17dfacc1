"""What a notebook imports: ``from thongbao import report``.

A notebook loads a Day, puts one call per cell, and signs. What can be wrong is here; order, headings and prose are
there. See notebooks/README.md.
"""

from typing import NoReturn

from thongbao.report import (
    alarm_blocks,
    capacities,
    changing,
    charts,
    choice_tables,
    closing,
    cluster_tables,
    derived_tables,
    digests,
    entry_tables,
    figure_tables,
    findings,
    form_tables,
    heat,
    incidences,
    kept_rotas,
    line_tables,
    reconciled,
    reporting_blocks,
    rotas,
    share_tables,
    tile_grids,
    unit_tables,
    waterfalls,
    week_tables,
    weekly_charts,
)
from thongbao.report import headline as first
from thongbao.report import sign as receipt
from thongbao.report.blocks import together
from thongbao.report.calls import no_such_name, of_day
from thongbao.report.form_measures import FormMeasures
from thongbao.report.inline import inline
from thongbao.report.load import load
from thongbao.report.measures import Measure
from thongbao.report.shares import Share
from thongbao.report.writings import Entry

__all__ = [
    "alarms",
    "amounts",
    "capacity",
    "changes",
    "choices_table",
    "clusters_table",
    "completeness_banner",
    "digest",
    "entries_table",
    "figures_table",
    "follow_up",
    "form_table",
    "gap",
    "headline",
    "heat_table",
    "incidence",
    "inline",
    "isolation_balance",
    "league_table",
    "lines_table",
    "load",
    "production_log",
    "reconciliation",
    "reporting",
    "rota",
    "rota_kept",
    "shares_by_unit",
    "shares_table",
    "sign",
    "small_multiples",
    "sources",
    "tiles",
    "together",
    "trend",
    "unit_table",
    "waterfall",
    "week_on_week",
    "weekly",
    "weekly_incidence",
]

alarms = of_day(alarm_blocks.alarms, measures=0, public=True)
amounts = of_day(derived_tables.amounts, measures=3, takes=(Measure, Entry), public=True)
capacity = of_day(capacities.capacity, measures=0, form=True, takes=(), public=True)
changes = of_day(changing.changes, public=True)
choices_table = of_day(choice_tables.choices_table, measures=0, form=True, takes=(), public=True)
clusters_table = of_day(cluster_tables.clusters_table, measures=0, form=True, takes=(), public=True)
completeness_banner = of_day(first.completeness_banner, public=True)
digest = of_day(digests.digest, measures=1, takes=(Measure, Share), public=True)
figures_table = of_day(figure_tables.figures_table, measures=0, takes=(FormMeasures,), public=True)
entries_table = of_day(entry_tables.entries_table, measures=1, takes=(Entry,), public=True)
follow_up = of_day(findings.follow_up, public=True)
form_table = of_day(form_tables.form_table, measures=0, form=True, takes=(Measure, Share, Entry), public=True)
gap = of_day(reconciled.gap, measures=1, takes=(Measure, Share), public=True)
headline = of_day(first.headline, measures=0, takes=(Measure, Share), public=True)
heat_table = of_day(heat.heat_table, measures=1, form=True, takes=(Measure, Share), public=True)
incidence = of_day(incidences.incidence, measures=1, takes=(Measure, Share), public=True)
isolation_balance = of_day(derived_tables.isolation_balance, measures=2, public=True)
league_table = of_day(unit_tables.league_table, public=True)
lines_table = of_day(line_tables.lines_table, measures=0, form=True, takes=(), public=True)
production_log = of_day(closing.production_log, public=True)
reconciliation = of_day(reconciled.reconciliation, measures=1, takes=(Share,), public=True)
reporting = of_day(reporting_blocks.reporting, public=True)
rota = of_day(rotas.rota, measures=0, form=True, takes=(), public=True)
rota_kept = of_day(kept_rotas.rota_kept, measures=1, form=True, takes=(FormMeasures,), public=True)
shares_by_unit = of_day(share_tables.shares_by_unit, measures=1, takes=(Share,), public=True)
shares_table = of_day(share_tables.shares_table, measures=1, takes=(Share,), public=True)
sign = of_day(receipt.sign, public=True)
small_multiples = of_day(charts.small_multiples, measures=1, public=True)
sources = of_day(closing.sources, public=True)
tiles = of_day(tile_grids.tiles, measures=1, takes=(Measure, Share), public=True)
trend = of_day(charts.trend, measures=1, public=True)
unit_table = of_day(unit_tables.unit_table, measures=0, public=True)
waterfall = of_day(waterfalls.waterfall, measures=4, public=True)
week_on_week = of_day(week_tables.week_on_week, measures=1, public=True)
weekly = of_day(weekly_charts.weekly, measures=1, takes=(Share,), public=True)
weekly_incidence = of_day(weekly_charts.weekly_incidence, measures=1, takes=(Share,), public=True)


def __getattr__(name: str) -> NoReturn:
    no_such_name(name, __all__)

"""A call of everything that thongbao.report offers, for the sample office: what docs/reference/report.md shows."""

from __future__ import annotations

from typing import NamedTuple

COUNTY, OFFICE = "411702", "411700"
WEDNESDAY, FRIDAY = "2020-02-19", "2020-02-14"
"""The last day of the sample, and the last one on which weekly forms were due."""


class Example(NamedTuple):
    """One call that can be copied.

    Attributes:
        call: an expression over ``report`` and ``day``, as it would stand in a cell.
        unit, date: whose day it is.
        part: the heading under which it stands.
        forms: those that the day is loaded with; "" for all of the office.
    """

    call: str
    unit: str
    date: str
    part: str
    forms: str = ""

    def cell(self) -> str:
        """Return all that is needed to run it."""
        forms = f', forms="{self.forms}"' if self.forms else ""
        load = f'day = report.load("{self.unit}", "{self.date}", "en", "zhumadian"{forms})'
        return f"from thongbao import report\n\n{load}\n{self.call}"


FIRST, TABLES, FIGURES, SAID, REST = "What comes first", "Tables", "Figures", "What is said", "Around the blocks"
EPIDEMIC = "screening isolation cases"
PARTS = (FIRST, TABLES, FIGURES, SAID, REST)

EXAMPLES: dict[str, Example] = {
    "headline": Example(
        "report.headline(day, day.cases.confirmed, day.cases.suspected, day.isolation.home_now)",
        OFFICE, WEDNESDAY, FIRST, EPIDEMIC,
    ),
    "completeness_banner": Example("report.completeness_banner(day)", OFFICE, WEDNESDAY, FIRST, EPIDEMIC),
    "digest": Example(
        "report.digest(day, day.cases.confirmed, day.isolation.home_now, day.devices.remaining)",
        OFFICE, FRIDAY, FIRST,
    ),
    "follow_up": Example("report.follow_up(day)", OFFICE, WEDNESDAY, FIRST, EPIDEMIC),
    "figures_table": Example("report.figures_table(day)", COUNTY, WEDNESDAY, TABLES, EPIDEMIC),
    "unit_table": Example(
        "report.unit_table(day, day.cases.confirmed, day.isolation.home_now)", OFFICE, WEDNESDAY, TABLES
    ),
    "league_table": Example("report.league_table(day)", OFFICE, WEDNESDAY, TABLES, EPIDEMIC),
    "form_table": Example("report.form_table(day, day.support)", COUNTY, FRIDAY, TABLES),
    "lines_table": Example("report.lines_table(day, day.directive_tasks)", COUNTY, FRIDAY, TABLES),
    "choices_table": Example("report.choices_table(day, day.school_opening)", OFFICE, WEDNESDAY, TABLES),
    "shares_table": Example(
        "report.shares_table(\n"
        "    day,\n"
        "    day.training_centres.checked.share_of.registered,\n"
        "    day.training_centres.closed.share_of.registered,\n"
        ")",
        OFFICE, WEDNESDAY, TABLES,
    ),
    "shares_by_unit": Example(
        "report.shares_by_unit(day, day.online_learning.attended.share_of.due_online)", OFFICE, FRIDAY, TABLES
    ),
    "heat_table": Example(
        "report.heat_table(day, day.teaching_mode, day.teaching_mode.live.share_of.planned)", COUNTY, FRIDAY, TABLES
    ),
    "capacity": Example("report.capacity(day, day.network)", COUNTY, FRIDAY, TABLES),
    "rota": Example("report.rota(day, day.duty_rota)", COUNTY, FRIDAY, TABLES),
    "incidence": Example(
        "report.incidence(day, day.weekly_cases.new.share_of.population, day.weekly_cases.relatives)",
        OFFICE, FRIDAY, TABLES,
    ),
    "week_on_week": Example("report.week_on_week(day, day.cases.confirmed)", OFFICE, WEDNESDAY, TABLES, EPIDEMIC),
    "isolation_balance": Example(
        "report.isolation_balance(day, day.isolation.home_now, day.isolation.home_released)",
        OFFICE, WEDNESDAY, TABLES, EPIDEMIC,
    ),
    "clusters_table": Example("report.clusters_table(day, day.clusters)", OFFICE, WEDNESDAY, TABLES),
    "reconciliation": Example(
        "report.reconciliation(day, day.cases.confirmed.share_of.health_authority.confirmed)", OFFICE, WEDNESDAY, TABLES
    ),
    "gap": Example(
        "report.gap(\n"
        "    day,\n"
        "    day.devices.no_device.share_of.online_learning.due_online,\n"
        "    day.devices.no_both.share_of.online_learning.due_online,\n"
        "    day.devices.remaining,\n"
        ")",
        OFFICE, FRIDAY, TABLES,
    ),
    "amounts": Example(
        "report.amounts(day, day.allowances.eligible_days, day.allowances.rate, day.allowances.state)",
        OFFICE, FRIDAY, TABLES,
    ),
    "entries_table": Example("report.entries_table(day, day.duty_rota.contact)", OFFICE, FRIDAY, TABLES),
    "rota_kept": Example("report.rota_kept(day, day.duty_rota, day.duty_kept)", COUNTY, FRIDAY, TABLES),
    "trend": Example("report.trend(day, day.cases.confirmed, day.isolation.home_now)", OFFICE, WEDNESDAY, FIGURES),
    "small_multiples": Example("report.small_multiples(day, day.isolation.home_now)", OFFICE, WEDNESDAY, FIGURES),
    "tiles": Example("report.tiles(day, day.isolation.home_now)", OFFICE, WEDNESDAY, FIGURES),
    "waterfall": Example(
        "report.waterfall(day, day.devices.need, day.devices.delivered, day.devices.pledged, day.devices.remaining)",
        OFFICE, FRIDAY, FIGURES,
    ),
    "weekly": Example(
        "report.weekly(day, day.online_learning.attended.share_of.due_online)", OFFICE, FRIDAY, FIGURES
    ),
    "weekly_incidence": Example(
        "report.weekly_incidence(day, day.weekly_cases.new.share_of.population)", OFFICE, FRIDAY, FIGURES
    ),
    "alarms": Example("report.alarms(day, day.health_declarations.flagged)", OFFICE, WEDNESDAY, SAID),
    "changes": Example('report.changes(day, "2020-02-18T17:30:00+08:00")', OFFICE, WEDNESDAY, SAID, EPIDEMIC),
    "reporting": Example("report.reporting(day)", OFFICE, WEDNESDAY, SAID, EPIDEMIC),
    "production_log": Example(
        'report.production_log(day, \'{"made": 11, "failed": ["411727"], "waiting": 0}\')', OFFICE, WEDNESDAY, SAID
    ),
    "sources": Example("report.sources(day)", COUNTY, WEDNESDAY, SAID, EPIDEMIC),
    "load": Example("day.date", COUNTY, WEDNESDAY, REST),
    "inline": Example('report.inline({"day.cases.confirmed": day.cases.confirmed})', COUNTY, WEDNESDAY, REST),
    "together": Example(
        "report.together(report.follow_up(day), report.reporting(day))", COUNTY, WEDNESDAY, REST, EPIDEMIC
    ),
    "sign": Example("report.sign(day)", COUNTY, WEDNESDAY, REST, EPIDEMIC),
}  # fmt: skip
"""Name in thongbao.report -> its example; a test holds that none is missing."""

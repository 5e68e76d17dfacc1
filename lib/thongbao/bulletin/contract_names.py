"""The names that a cell may call, and which of them take forms. Pure."""

from __future__ import annotations

REPORT = (
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
)
"""``report.__all__``, which this part of the house may not import; a test holds them equal."""

OF_FORM: dict[str, int | None] = {
    **dict.fromkeys(
        ("capacity", "choices_table", "clusters_table", "form_table", "heat_table", "lines_table", "rota"), 1
    ),
    "rota_kept": 2,
    "figures_table": None,
}
"""The blocks that take forms after ``day``, and how many; None for any number."""

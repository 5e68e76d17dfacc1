"""The words of the gallery. A state is told by a sign and a word, never by a colour alone."""

from __future__ import annotations

from thongbao.bulletin.stages import APPROVED, DOUBT, FAILED, MADE, MISSING, REFUSED, SENT, STALE, WAITING
from thongbao.language import N_

TEXTS = {
    "title": N_("{office}: bulletins"),
    "title_of_date": N_("{office}: bulletins of {date}"),
    "counts": N_("{made} made, {failed} not made, {missing} not yet made"),
    "counts_stale": N_("{n} of them stale"),
    "counts_sent": N_("{n} of them sent"),
    "counts_doubt": N_("{n} with a letter in doubt"),
    "joined": N_(", "),
    "at": N_("As of {moment}. What came later is not in this page."),
    "search": N_("Search by name, code or bulletin"),
    "hint": N_("Press / to search, Escape to clear, Enter to go to the first result."),
    "found": N_("{n} shown"),
    "more": N_("Show more"),
    "all": N_("All"),
    "code": N_("Code"),
    "unit": N_("County or school"),
    "bulletin": N_("Bulletin"),
    "language": N_("Language"),
    "state": N_("State"),
    "reports": N_("Reports of the day"),
    "reports_hint": N_("One tile per unit. Arrow keys move between tiles, Enter lists the unit's bulletins."),
    "dates": N_("Dates"),
    "day": N_("Date"),
    "latest": N_("Latest: {date}"),
    "all_dates": N_("All dates"),
    "before": N_("Edition before: {date}"),
    "changed": N_("What changed since {date}"),
    "changed_how": N_("This command compares everything, the figures first, then the sentences:"),
    "changed_sum": N_("Editions compared: {n}. Figures changed in {changed}; in {same} none did."),
    "changed_alone": N_("Without an edition of that date to compare with: {n}."),
    "unchanged": N_("No figure changed for {units}."),
    "changed_most": N_("Figures that changed in most units"),
    "changes": N_("Figures since {date}"),
    "changed_some": N_("Changed"),
    "changed_none": N_("Unchanged"),
    "changed_unknown": N_("Not compared"),
    "changed_line": N_("Figures changed since {date}: {n}"),
    "unchanged_line": N_("No figure changed since {date}"),
    "figure": N_("Figure"),
    "units": N_("Units"),
    "of": N_("{n} of {total}"),
    "was": N_("Old figure"),
    "is": N_("New figure"),
    "pictures": N_("Show pictures"),
    "none": N_("No bulletin has been made yet."),
    "note": N_("Please note"),
}

STAGE_WORDS = {
    MISSING: N_("Not made yet"),
    FAILED: N_("Not made this time; it will be tried again with the next run"),
    STALE: N_("Stale: it will be made anew with the next run"),
    MADE: N_("Made, not approved"),
    APPROVED: N_("Approved"),
    WAITING: N_("Letters waiting"),
    SENT: N_("Sent"),
    REFUSED: N_("A letter was refused"),
    DOUBT: N_("A letter is in doubt"),
}

REPORTS = {
    "missing": ("-", N_("Missing")),
    "refused": ("x", N_("Refused")),
    "late": ("l", N_("Late")),
    "zero": ("z", N_("Zero report")),
    "on_time": ("o", N_("Reported on time")),
}
"""State of a report -> its letter in the data, and its words; what most needs somebody comes first."""

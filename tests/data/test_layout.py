"""Where the cells of a sheet stand, and which of them lie together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from support.everyform import every_form
from thongbao.data.layout import Layout

FORMS = every_form()


@given(form=st.sampled_from(FORMS), data=st.data())
def test_runs_cover_exactly_what_is_wanted(form: object, data: st.DataObject) -> None:
    """Each cell once, none that is not asked."""
    layout = Layout(form, "x")  # type: ignore[arg-type]
    asked = [*layout.form.cells(), *layout.form.entry_cells()]
    wanted = set(data.draw(st.lists(st.sampled_from(asked), unique=True, max_size=12)))
    found = []
    for run in layout.runs(wanted.__contains__):
        left, top, right, bottom = range_boundaries(run)
        assert left == right
        found += [(row, left) for row in range(top, bottom + 1)]

    rows, columns = layout.rows, layout.columns
    assert sorted(found) == sorted((rows[row] + 1, columns[code] + 1) for row, code in wanted)


def test_entries_stand_before_figures() -> None:
    """First which place, then how many."""
    network = next(form for form in FORMS if form.code == "network")

    assert list(Layout(network, "x").columns) == ["kind", "place", "live", "recorded", "down_mbps", "up_mbps"]


def test_a_quote_in_the_name_of_a_sheet_stays_inside() -> None:
    """A formula of another sheet would name something else."""
    screening = next(form for form in FORMS if form.code == "screening")

    assert Layout(screening, "it's").places(outside=True)["screening", "screened", "total"] == "'it''s'!C12"

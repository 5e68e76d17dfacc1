"""What must be filled in depends on the row, on what stands beside it, and on the answers."""

from __future__ import annotations

from support.everyform import every_form
from thongbao.data.asked import Asked, asked_of

FORMS = {form.code: form for form in every_form()}


def lacking(asked: Asked, said: dict[tuple[str, str], str], begun: set[str]) -> list[tuple[tuple[str, str], str]]:
    return list(asked.lacking(said, said.keys(), begun))


def test_a_line_that_nobody_began_lacks_nothing() -> None:
    """A list has room for more than there is."""
    assert lacking(asked_of(FORMS["directive_tasks"]), {}, set()) == []


def test_in_a_plain_form_nothing_is_lacking_but_what_is_required() -> None:
    """So those are looked for first, and nothing else is where they are all there."""
    plain = [asked for asked in map(asked_of, FORMS.values()) if asked.plain]

    assert {"screening", "cases", "isolation"} <= {asked.form.code for asked in plain}
    for asked in plain:
        stated = dict.fromkeys(asked.required, "x")
        assert lacking(asked, stated, set(asked.rows)) == []
        assert list(asked.twice(stated)) == []
        assert not asked.only_optional


def test_a_line_that_was_begun_lacks_what_is_required() -> None:
    """A task without a state, or without anybody who answers for it, is no task."""
    found = lacking(asked_of(FORMS["directive_tasks"]), {("3", "task"): "x"}, {"3"})

    assert found == [(("3", "responsible"), "entry-empty"), (("3", "state"), "entry-empty")]


def test_an_answer_may_need_another_cell() -> None:
    """Approved, but when? Draft needs nothing."""
    asked = asked_of(FORMS["duty_rota"])
    beside = [here for here, code in lacking(asked, {("week", "state"): "approved"}, {"week"}) if code == "needed-too"]
    draft = [here for here, code in lacking(asked, {("week", "state"): "draft"}, {"week"}) if code == "needed-too"]

    assert beside == [("week", "submitted_at"), ("week", "approved_at")]
    assert draft == []


def test_a_mean_needs_the_days_it_is_of() -> None:
    """57,000 viewers a day are up to a stated day; from when may be unknown."""
    found = lacking(asked_of(FORMS["online_learning"]), {("g12", "viewers_mean"): "57000"}, {"g12"})

    assert [here for here, code in found if code == "needed-too"] == [("g12", "mean_to")]


def test_two_lines_of_one_key_are_told_apart_or_refused() -> None:
    """Two lines for maths in grade 9 would count it twice."""
    asked = asked_of(FORMS["teaching_mode"])
    entries = {("1", "subject"): "maths", ("1", "grade"): "g9", ("4", "subject"): "maths", ("4", "grade"): "g9"}

    assert list(asked.twice(entries)) == [(("4", "subject"), "1")]
    assert list(asked.twice(entries | {("4", "grade"): "g8"})) == []
